"""What batch normalisation subtracts and divides by, measured for weights that no training step has seen."""

from __future__ import annotations

from itertools import islice

import keras

from cifar_demo.dataset.cifar10 import Split
from cifar_demo.training.batches import epoch_batches
from cifar_demo.training.config import TrainingConfig

NUM_BATCHES = 40  # Of 256 pictures; what runs along in training remembers half as many.


def measure_normalisation(model: keras.Model, train: Split, config: TrainingConfig) -> None:
    """Measure each normalisation's statistics anew, over training pictures as a run shows them.

    The mean of two networks' weights computes other values than either (Izmailov and others, arXiv:1803.05407).

    Parameters
    ----------
    model : keras.Model
        Changed in place; one without batch normalisation stays as it is.
    train : Split
    config : TrainingConfig
        Says how pictures are spoilt, and how many make a batch.
    """
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    if not layers:
        return
    momenta = [layer.momentum for layer in layers]
    for index, (batch, _) in enumerate(islice(epoch_batches(train, config, config.epochs), NUM_BATCHES)):
        for layer in layers:
            layer.momentum = index / (index + 1)  # What runs along is the mean over all batches so far.
        model(batch, training=True)
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.momentum = momentum
