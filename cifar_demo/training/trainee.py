"""A network made ready to be trained: its loss, its optimiser, and the precision of its convolutions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.errors import TrainingError
from cifar_demo.training.batches import steps_per_epoch
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.loss import PictureLosses, SoftenedCrossentropy
from cifar_demo.training.muon import Muon
from cifar_demo.training.schedule import make_schedule

SPARED_BY_DECAY = ["bias", "beta", "gamma"]
AUXILIARY_WEIGHT = 0.3  # Of an auxiliary head's loss beside the network's own: arXiv:1409.4842, section 5.


@dataclass(frozen=True, eq=False)
class Trainee:
    """A network being trained.

    Attributes
    ----------
    model : keras.Model
        The network itself, ending in logits.
    trained : keras.Model
        What gradients go through: `model`, or the same layers with auxiliary heads.
    """

    model: keras.Model
    trained: keras.Model


def compile_trainee(trainee: Trainee, config: TrainingConfig, num_train: int) -> None:
    """Give the network its loss and optimiser."""
    num_steps = steps_per_epoch(num_train, config)
    if num_steps == 0:
        raise TrainingError(
            f"--batch-size must be at most {round(config.epoch_share * num_train)}, the number of training pictures in "
            f"an epoch, got {config.batch_size}."
        )
    optimizer = make_optimizer(config, num_steps)
    optimizer.exclude_from_weight_decay(var_names=SPARED_BY_DECAY)
    num_auxiliary = len(trainee.trained.outputs) - 1
    loss = SoftenedCrossentropy(config.label_smoothing, config.logit_divisor)
    picture_losses = [PictureLosses(loss, config.batch_size)] if config.epoch_share < 1 else []
    trainee.trained.compile(
        optimizer=optimizer,
        loss=[loss] * (1 + num_auxiliary),
        loss_weights=[1.0] + [AUXILIARY_WEIGHT] * num_auxiliary,
        metrics=[["accuracy", *picture_losses]] + [[]] * num_auxiliary,
    )
    optimizer.build(trainee.trained.trainable_variables)
    build_metrics(trainee.trained, config.batch_size)
    convolve_in(trainee.trained, config.convolution_dtype)


def build_metrics(model: keras.Model, batch_size: int) -> None:
    """Let a compiled network make the variables of its loss and metrics.

    In the first step, where Keras would make them, TensorFlow would trace that step twice: 20 seconds for GoogLeNet.
    """
    nothing = [keras.ops.zeros((batch_size, NUM_CLASSES))] * len(model.outputs)
    targets, outputs = (nothing, nothing) if len(nothing) > 1 else (nothing[0], nothing[0])
    model.compute_loss(y=targets, y_pred=outputs)
    model.compute_metrics(None, targets, outputs)
    model.reset_metrics()


def make_optimizer(config: TrainingConfig, num_steps: int) -> keras.optimizers.Optimizer:
    """Make the optimiser of a run of so many steps an epoch, with a running average of the weights."""
    kinds: dict[str, tuple[Any, dict[str, Any]]] = {
        "sgd": (keras.optimizers.SGD, {"nesterov": True}),
        "muon": (Muon, {"adam_weight_decay": config.weight_decay}),
    }
    make, own = kinds[config.optimizer]
    optimizer: keras.optimizers.Optimizer = make(
        learning_rate=make_schedule(config, num_steps),
        momentum=config.momentum,
        weight_decay=config.weight_decay,
        use_ema=True,
        ema_momentum=config.average_momentum,
        **own,
    )
    return optimizer


def convolve_in(model: keras.Model, dtype: str) -> None:
    """Choose the precision of a network's convolutions, the first (on the picture itself) left as it is.

    Weights, sums over batches and everything between convolutions stay in float32.

    Parameters
    ----------
    model : keras.Model
    dtype : "float32" or "bfloat16"
    """
    policy = keras.DTypePolicy("float32" if dtype == "float32" else f"mixed_{dtype}")
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    for layer in convolutions[1:]:
        layer.dtype_policy = policy
