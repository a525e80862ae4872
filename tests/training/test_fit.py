"""Auxiliary heads and low-precision convolutions, on a network of two convolutions."""

import dataclasses
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from keras import layers

from cifar_demo.errors import TrainingError
from cifar_demo.networks import blocks
from cifar_demo.training import fit as fitting
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import train_step
from cifar_demo.training.state import TrainingState
from cifar_demo.training.trainee import Trainee, compile_trainee, convolve_in
from tests.making import tiny_split


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    inputs = x = blocks.image_input()
    x = blocks.conv_bn_relu(x, 4, 3, where="stage1", pool=4)
    x = blocks.conv_bn_relu(x, 6, 3, where="stage2")
    x = layers.GlobalAveragePooling2D(name="stage2_pool")(x)
    return blocks.logits_model(x, inputs, name="small")


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    images = generator.normal(0, 1, (8, 32, 32, 3)).astype(np.float32)
    return images, np.eye(10, dtype=np.float32)[generator.integers(0, 10, 8)]


def config(**changes):
    return TrainingConfig("small", epochs=1, batch_size=8, peak_learning_rate=0.1, **changes)


def with_another_head(model):
    x = layers.GlobalAveragePooling2D(name="auxiliary1_pool")(model.get_layer("stage1_relu").output)
    return keras.Model(model.input, [model.output, layers.Dense(10, name="auxiliary1_logits")(x)])


def test_loss_and_accuracy_of_a_network_with_an_auxiliary_head(model, batch):
    trainee = Trainee(model, trained=with_another_head(model))
    compile_trainee(trainee, config(label_smoothing=0.0, convolution_dtype="float32"), num_train=80)
    own, auxiliary = (np.asarray(output) for output in trainee.trained(batch[0], training=True))
    crossentropies = [
        float(keras.losses.CategoricalCrossentropy(from_logits=True)(batch[1], out)) for out in (own, auxiliary)
    ]
    logs, _ = train_step(trainee.trained, batch)
    assert set(logs) == {"loss", "accuracy"}
    assert logs["loss"] == pytest.approx(crossentropies[0] + 0.3 * crossentropies[1], rel=1e-4)
    assert logs["accuracy"] == (own.argmax(axis=1) == batch[1].argmax(axis=1)).mean()


@pytest.mark.parametrize("add_head", [lambda model: model, with_another_head], ids=["one head", "two heads"])
def test_the_first_step_is_traced_once(model, batch, add_head, monkeypatch):
    traced = []
    step = keras.Model.train_step
    monkeypatch.setattr(keras.Model, "train_step", lambda *arguments: traced.append(1) or step(*arguments))
    trainee = Trainee(model, trained=add_head(model))
    compile_trainee(trainee, config(), num_train=80)
    for _ in range(2):
        train_step(trainee.trained, batch)
    assert len(traced) == 1


@pytest.mark.parametrize("add_head", [lambda model: model, with_another_head], ids=["one head", "two heads"])
def test_a_step_tells_the_loss_of_each_picture_where_an_epoch_shows_a_part(model, batch, add_head):
    trainee = Trainee(model, trained=add_head(model))
    compile_trainee(trainee, config(epoch_share=0.5, convolution_dtype="float32"), num_train=80)
    output = trainee.trained(batch[0], training=True)
    own = np.asarray(output if trainee.trained is model else output[0])
    expected = np.asarray(keras.losses.categorical_crossentropy(batch[1], own, from_logits=True, label_smoothing=0.1))
    logs, picture_losses = train_step(trainee.trained, batch)
    np.testing.assert_allclose(picture_losses, expected, rtol=1e-4)
    assert set(logs) == {"loss", "accuracy"}


def test_an_epoch_remembers_the_losses_of_the_pictures_that_it_showed(model):
    trainee, few = Trainee(model, model), tiny_split(40, 0)
    settings = config(epoch_share=0.5)
    compile_trainee(trainee, settings, num_train=40)
    losses = np.full(40, 100, np.float32)
    shown = fitting.epoch_order(40, settings, 0, losses)
    fitting.train_epoch(trainee, few, settings, 0, SimpleNamespace(on_step=lambda *_: None), losses)
    assert len(shown) == 16
    assert ((losses < 100) == np.isin(np.arange(40), shown)).all()


def test_the_auxiliary_head_teaches_the_layers_below_it(model, batch):
    trainee = Trainee(model, trained=with_another_head(model))
    compile_trainee(trainee, config(), num_train=80)
    model.get_layer("logits").kernel.assign(np.zeros((6, 10)))  # Nothing comes back from the network's own head.
    before = np.array(model.get_layer("stage1_conv").kernel), np.array(model.get_layer("stage2_conv").kernel)
    train_step(trainee.trained, batch)
    decay = 1e-4
    assert np.abs(np.array(model.get_layer("stage1_conv").kernel) - before[0]).max() > decay
    assert np.abs(np.array(model.get_layer("stage2_conv").kernel) - before[1]).max() < decay


def test_bfloat16_for_all_convolutions_but_the_first(model, batch):
    exact = model.predict_on_batch(batch[0])
    convolve_in(model, "bfloat16")
    policies = {layer.name: layer.dtype_policy.name for layer in model.layers if "conv" in layer.name}
    assert policies == {"stage1_conv": "float32", "stage2_conv": "mixed_bfloat16"}
    model.make_predict_function(force=True)
    rounded = model.predict_on_batch(batch[0])
    assert rounded.dtype == np.float32
    assert 0 < np.abs(rounded - exact).max() < 0.05
    convolve_in(model, "float32")
    model.make_predict_function(force=True)
    np.testing.assert_allclose(model.predict_on_batch(batch[0]), exact, atol=1e-6)


def test_other_precisions_are_refused():
    with pytest.raises(TrainingError, match="float32 or bfloat16, got 'float16'"):
        config(convolution_dtype="float16")


def test_averaged_weights_that_answer_no_numbers_end_the_run_before_they_are_saved(monkeypatch, tmp_path, model):
    """The weights may have gone wrong in the last step, whose loss was still that of the weights before."""
    trainee, few = Trainee(model, model), tiny_split(10, 0)
    settings = dataclasses.replace(config(), num_validation=10)
    compile_trainee(trainee, settings, num_train=8)
    monkeypatch.setattr(fitting, "train_epoch", lambda *_: ({"loss": 2.3, "accuracy": 0.1}, 0.0))
    monkeypatch.setattr(fitting, "validate_average", lambda *_: ((), np.full((10, 10), np.nan, np.float32)))
    run = fitting.fit(trainee, few, few, TrainingState(settings, ""), tmp_path / "small.npz", None)
    with pytest.raises(TrainingError, match=r"held-out pictures is no longer a number in epoch 1.*peak_learning_rate"):
        next(run)
    assert list(tmp_path.iterdir()) == []
