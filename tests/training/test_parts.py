"""Schedule, loss, whitening and settings, by hand."""

import keras
import numpy as np
import pytest

from cifar_demo.errors import TrainingError
from cifar_demo.networks import blocks, network_names
from cifar_demo.training.config import SETTINGS, TrainingConfig
from cifar_demo.training.loss import SoftenedCrossentropy
from cifar_demo.training.schedule import OneCycle, make_schedule
from cifar_demo.training.whitening import standardise_start, whiten_first_convolution, whitening_kernel


@pytest.mark.parametrize(("step", "expected"), [(0, 0.2), (10, 1.1), (20, 2.0), (60, 1.005), (100, 0.01), (150, 0.01)])
def test_rate_rises_and_falls_in_lines(step, expected):
    schedule = OneCycle(peak=2.0, num_steps=100, warmup_share=0.2)
    assert float(schedule(step)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        *((0, 0.2), (12, 2.0), (36, 1.005), (59, 0.05146)),
        *((60, 0.1), (62, 1.0), (81, 0.5025)),
        *((100, 0.1), (121, 0.5025), (140, 5e-3)),
    ],
)
def test_rates_of_more_cycles_follow_the_first(step, expected):
    config = TrainingConfig(
        "vggnet", epochs=14, batch_size=4, peak_learning_rate=2.0, restart_epochs=(6, 10), restart_learning_rate=1.0
    )
    schedule = make_schedule(config, steps_per_epoch=10)
    again = keras.optimizers.schedules.deserialize(keras.optimizers.schedules.serialize(schedule))
    assert float(schedule(step)) == pytest.approx(expected, rel=1e-3)
    assert float(again(step)) == float(schedule(step))


def test_a_run_that_ends_before_its_second_cycle_has_one_of_its_own_length():
    config = TrainingConfig("vggnet", 6, 4, peak_learning_rate=2.0, restart_epochs=(6,), restart_learning_rate=1.0)
    assert config.cycle_ends == (6,)
    schedule = make_schedule(config, steps_per_epoch=10)
    assert [cycle.num_steps for cycle in schedule.cycles] == [60]


def test_loss_of_even_odds():
    loss = SoftenedCrossentropy()(np.array([[1.0, 0.0]]), np.array([[0.0, 0.0]]))
    assert float(loss) == pytest.approx(np.log(2))


def test_divisor_softens_the_logits():
    loss = SoftenedCrossentropy(logit_divisor=3.0)(np.array([[1.0, 0.0]]), np.array([[3 * np.log(4), 0.0]]))
    assert float(loss) == pytest.approx(np.log(5 / 4), rel=1e-5)


def test_smoothing_spreads_the_target():
    # Targets 0.9 and 0.1; probabilities 0.8 and 0.2.
    loss = SoftenedCrossentropy(label_smoothing=0.2)(np.array([[1.0, 0.0]]), np.array([[np.log(4), 0.0]]))
    assert float(loss) == pytest.approx(-0.9 * np.log(0.8) - 0.1 * np.log(0.2), rel=1e-5)


def test_whitened_patches_are_uncorrelated_with_unit_variance():
    generator = np.random.default_rng(0)
    smooth = generator.normal(0, 1, (50, 12, 12, 3)).cumsum(axis=1).cumsum(axis=2).astype(np.float32)
    kernel = whitening_kernel(smooth, side=2, max_filters=8)
    assert kernel.shape == (2, 2, 3, 8)
    np.testing.assert_array_equal(kernel[..., :4], -kernel[..., 4:])
    windows = np.lib.stride_tricks.sliding_window_view(smooth, (2, 2), axis=(1, 2))
    answers = np.einsum("nijcyx,yxcf->nijf", windows, kernel[..., :4]).reshape(-1, 4)
    np.testing.assert_allclose(np.cov(answers, rowvar=False), np.eye(4), atol=1e-2)


def test_every_channel_but_the_answers_starts_with_mean_0_and_variance_1():
    keras.utils.set_random_seed(0)
    inputs = x = blocks.image_input()
    x = blocks.conv_relu(x, 6, 3, where="stage1")
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = blocks.dense_relu_after_dropout(x, 5, where="stage2")
    model = blocks.logits_model(x, inputs, name="small")
    before = np.array(model.get_layer("logits").kernel)
    generator = np.random.default_rng(0)
    pictures = (generator.normal(1, 1, (64, 32, 32, 3)) + generator.normal(0, 3, (64, 1, 1, 3))).astype(np.float32)
    standardise_start(model, pictures)
    for name in ("stage1_conv", "stage2_dense"):
        values = np.asarray(keras.Model(model.input, model.get_layer(name).output)(pictures))
        values = values.reshape(-1, values.shape[-1])
        np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-3)
        np.testing.assert_allclose(values.std(axis=0), 1, atol=0.02)
    np.testing.assert_array_equal(model.get_layer("logits").kernel, before)


def test_filters_beyond_what_whitening_fills_stay_as_they_were():
    inputs = blocks.image_input()
    x = keras.layers.Conv2D(16, 2, name="first")(keras.layers.Conv2D(30, 2, name="widest")(inputs))
    model = keras.Model(inputs, x)
    before = np.array(model.get_layer("widest").kernel)
    pictures = np.random.default_rng(0).normal(0, 1, (20, 32, 32, 3)).astype(np.float32)
    whiten_first_convolution(model, pictures)
    kernel = np.array(model.get_layer("widest").kernel)
    np.testing.assert_array_equal(kernel[..., :24], whitening_kernel(pictures, side=2, max_filters=24))
    np.testing.assert_array_equal(kernel[..., 24:], before[..., 24:])


def test_components_that_hold_next_to_no_variance_are_left_out():
    generator = np.random.default_rng(0)
    grey = generator.normal(0, 1, (200, 6, 6, 1)).astype(np.float32)
    colours = grey + generator.normal(0, 0.01, (200, 6, 6, 3)).astype(np.float32)  # Four grey values, eight of noise.
    assert whitening_kernel(colours, side=2, max_filters=24).shape == (2, 2, 3, 8)


def test_whitening_refuses_an_odd_number_of_filters():
    with pytest.raises(ValueError, match="max_filters must be even, got 7"):
        whitening_kernel(np.ones((2, 4, 4, 3), np.float32), side=2, max_filters=7)


def test_every_network_has_settings():
    assert set(SETTINGS) == set(network_names())
    assert all(name == config.network for name, config in SETTINGS.items())


@pytest.mark.parametrize(("field", "option"), [("epochs", "--epochs"), ("batch_size", "--batch-size")])
def test_settings_that_cannot_train_are_refused(field, option):
    with pytest.raises(TrainingError, match=f"{option} must be at least 1, got 0"):
        TrainingConfig(**{"network": "lenet", "epochs": 1, "batch_size": 1, "peak_learning_rate": 0.1, field: 0})


@pytest.mark.parametrize(("epochs", "rate"), [((3,), 0.0), ((), 1e-3)])
def test_a_second_cycle_needs_both_its_settings(epochs, rate):
    with pytest.raises(TrainingError, match="give both or neither"):
        TrainingConfig("lenet", 10, 128, 1e-2, restart_epochs=epochs, restart_learning_rate=rate)


@pytest.mark.parametrize("epochs", [(0, 3), (5, 3), (3, 3)])
def test_restarts_that_do_not_rise_are_refused(epochs):
    with pytest.raises(TrainingError, match="restart_epochs must rise, from above 0"):
        TrainingConfig("lenet", 10, 128, 1e-2, restart_epochs=epochs, restart_learning_rate=1e-3)


@pytest.mark.parametrize("share", [0.0, 1.5])
def test_an_epoch_shows_some_pictures_and_none_twice(share):
    with pytest.raises(TrainingError, match="epoch_share must be above 0 and at most 1"):
        TrainingConfig("lenet", 10, 128, 1e-2, epoch_share=share)
