import keras
import numpy as np
import pytest

from cifar_demo.explain import feature_visualization as module
from cifar_demo.explain.feature_visualization import draw_feature, feature_visualization
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess


@pytest.mark.parametrize(
    ("name", "layer", "channel"),
    [("tiny_resnet", "stage2_block1_relu3", 0), ("tiny_googlenet", "stage2_block1_concat", 8), ("linear", "logits", 4)],
)
def test_channel_answers_more_strongly_in_the_end(views, name, layer, channel):
    view = views(name)
    drawn = feature_visualization(view, layer, channel, num_steps=24)
    assert drawn.image.shape == (32, 32, 3)
    assert drawn.image.dtype == np.uint8
    assert drawn.is_done
    assert drawn.activation > drawn.start_activation
    outputs, _ = view.pixel_gradients(preprocess(drawn.image), np.zeros(1, np.float32), layer=drawn.measured_at)
    assert outputs[0][..., channel].mean() == pytest.approx(drawn.activation, rel=1e-3, abs=1e-4)


def test_weighted_sums_are_drawn_in_the_signs_of_their_weights(views):
    from tests.explain.explain_networks import linear_weights

    view = views("linear")
    drawn = feature_visualization(view, "logits", 4, num_steps=60)
    weights = linear_weights(view.model)[..., 4]
    likeness = np.corrcoef(weights.ravel(), preprocess(drawn.image).ravel())[0, 1]
    assert likeness > 0.15  # The pixels lean the way of the weights; pictures' colours and frequencies hold it back.


def test_same_seed_draws_the_same_and_another_does_not(views):
    one, same, other = (
        feature_visualization(views("tiny_zfnet"), "stage2_relu", 1, seed=seed, num_steps=5) for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one.image, same.image)
    assert not np.array_equal(one.image, other.image)


def test_it_shows_how_it_comes_about_and_can_be_left(views):
    steps = [drawn.step for drawn in draw_feature(views("linear"), "logits", 0, num_steps=7, report_every=3)]
    assert steps == [3, 6, 7]
    first = next(draw_feature(views("linear"), "logits", 0, num_steps=10**9, report_every=1))
    assert (first.step, first.is_done) == (1, False)


def test_relu_is_climbed_from_below_so_that_dead_units_wake(views):
    drawn = feature_visualization(views("silent"), "stage1_relu", 0, num_steps=3)
    assert drawn.measured_at == "stage1_conv"
    assert drawn.activation > drawn.start_activation


def test_unit_that_is_off_learns_which_way_it_would_turn_on():
    inputs = keras.Input((32, 32, 3), name="input")
    x = keras.layers.Conv2D(
        1, 3, kernel_initializer="ones", bias_initializer=keras.initializers.Constant(-20), name="stage1_conv"
    )(inputs)
    x = keras.layers.Activation("relu", name="stage1_relu")(x)
    x = keras.layers.MaxPooling2D(2, name="stage1_pool")(x)
    x = keras.layers.Flatten(name="stage1_flatten")(x)
    model = keras.Model(inputs, keras.layers.Dense(10, name="logits")(x), name="dark")
    drawn = feature_visualization(GradientView(model), "stage1_pool", 0, num_steps=60)
    assert drawn.start_activation == 0
    assert drawn.activation > 1  # All nine pixels bright: 27 times about 2, less 20.


@pytest.mark.parametrize(("layer", "channel"), [("input", 0), ("logits", 10), ("logits", -1)])
def test_channel_that_is_not_there_is_refused(views, layer, channel):
    with pytest.raises(ValueError, match="no channel"):
        feature_visualization(views("linear"), layer, channel)


def test_chain_rule_by_small_changes():
    generator = np.random.default_rng(0)
    coefficients = generator.normal(0, 0.2, (32, 32, 3)).astype(np.float64)
    weights = generator.normal(0, 1, (32, 32, 3))

    def value(at):
        return float((module._to_batch(module._to_shares(at))[0] * weights).sum())

    gradient = module._back_to_coefficients(weights, module._to_shares(coefficients))
    for place in [(0, 0, 0), (3, 1, 2), (31, 31, 1), (0, 9, 1)]:
        step = np.zeros_like(coefficients)
        step[place] = 1e-4
        slope = (value(coefficients + step) - value(coefficients - step)) / 2e-4
        assert gradient[place] == pytest.approx(slope, rel=1e-2, abs=1e-4)


def test_cosines_are_orthonormal():
    np.testing.assert_allclose(module._COSINES @ module._COSINES.T, np.eye(32), atol=1e-5)
