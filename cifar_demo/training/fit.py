"""The training loop: one epoch after another, best weights kept, state saved after each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import keras
import numpy as np

from cifar_demo.dataset.cifar10 import Split
from cifar_demo.errors import TrainingError
from cifar_demo.image.preprocess import preprocess
from cifar_demo.metrics.calibration import negative_log_likelihood
from cifar_demo.metrics.classification import accuracy
from cifar_demo.results import ByteImage, EpochRecord, FloatArray
from cifar_demo.training.batches import Batch, epoch_batches, epoch_order, prefetch
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.loss import PICTURE_LOSSES
from cifar_demo.training.state import Arrays, TrainingState, save_state
from cifar_demo.training.trainee import Trainee
from cifar_demo.training.variables import read_variables, write_checkpointed, write_variables

PREDICT_BATCH = 500


class Reporter(Protocol):
    """What a run tells while it goes on."""

    def on_step(self, epoch: int, step: int, logs: dict[str, float]) -> None:
        """Take note of one step: epoch and step from 0, running loss and accuracy."""

    def on_epoch(self, record: EpochRecord) -> None:
        """Take note of a finished epoch."""

    def on_measure(self, num_epochs: int) -> None:
        """Take note that training is over after so many epochs and the best weights are now measured."""

    def on_measured(self, num_done: int, num_total: int) -> None:
        """Take note of how many pictures have been measured, of how many in all."""


def fit(
    trainee: Trainee, train: Split, validation: Split, state: TrainingState, path: Path, reporter: Reporter
) -> Iterator[TrainingState]:
    """Train from `state` on, one epoch at a time.

    Parameters
    ----------
    trainee : Trainee
        Compiled; its variables are set from `state` when that holds any.
    train, validation : Split
        Disjoint.
    state : TrainingState
        Fresh, or as an interrupted run left it.
    path : Path
        Where each epoch's state is saved.
    reporter : Reporter

    Yields
    ------
    TrainingState
        After each epoch, saved already. Stop asking and the last one is what there is.

    Raises
    ------
    TrainingError
        If a loss is no longer a number; what earlier epochs saved stays.
    """
    if state.history:
        restore(trainee, state)
    elif state.config.epoch_share < 1:
        state = replace(state, last_losses=(np.full(len(train), np.inf, np.float32),))
    for epoch in range(len(state.history), state.config.epochs):
        started = time.perf_counter()
        last_losses = tuple(losses.copy() for losses in state.last_losses)
        logs, waited = train_epoch(trainee, train, state.config, epoch, reporter, *last_losses)
        check_loss(logs["loss"], "loss", epoch, state.config)
        averaged, scores = validate_average(trainee, validation, state.config.logit_divisor)
        record = EpochRecord(
            epoch=epoch + 1,
            loss=logs["loss"],
            accuracy=logs["accuracy"],
            val_loss=negative_log_likelihood(scores, validation.labels),
            val_accuracy=accuracy(scores, validation.labels),
            learning_rate=float(keras.ops.convert_to_numpy(trainee.trained.optimizer.learning_rate)),
            seconds=time.perf_counter() - started,
            data_share=waited / (time.perf_counter() - started),
        )
        check_loss(record.val_loss, "loss on held-out pictures", epoch, state.config)
        state = advance(replace(state, last_losses=last_losses), record, trainee, averaged)
        save_state(state, path)
        reporter.on_epoch(record)
        yield state


def check_loss(loss: float, name: str, epoch: int, config: TrainingConfig) -> None:
    """See that a run still converges; epoch from 0.

    Raises
    ------
    TrainingError
        If not; names the rate that is too high.
    """
    if not math.isfinite(loss):
        raise TrainingError(
            f"The {name} is no longer a number in epoch {epoch + 1}: training of {config.network} diverged. "
            f"Start anew, without --resume, with a lower peak_learning_rate in cifar_demo/training/config.py, now "
            f"{config.peak_learning_rate:g}."
        )


def train_epoch(
    trainee: Trainee,
    train: Split,
    config: TrainingConfig,
    epoch: int,
    reporter: Reporter,
    last_losses: FloatArray | None = None,
) -> tuple[dict[str, float], float]:
    """Go once through the training pictures, or through those that the epoch shows.

    Parameters
    ----------
    trainee : Trainee
    train : Split
    config : TrainingConfig
    epoch : int
        From 0.
    reporter : Reporter
    last_losses : (N,) float32, optional
        Loss of each training picture when last shown, nats: chosen by, and brought up to date in place.

    Returns
    -------
    logs, waited : dict, float
        Mean loss and accuracy over the epoch; seconds spent waiting for batches.
    """
    order = epoch_order(len(train), config, epoch, last_losses)
    totals: dict[str, float] = {}
    logs: dict[str, float] = {}
    waited = 0.0
    asked = time.perf_counter()
    for step, (batch, targets) in enumerate(prefetch(epoch_batches(train, config, epoch, order))):
        waited += time.perf_counter() - asked
        own, picture_losses = train_step(trainee.trained, (batch, targets))
        if last_losses is not None:
            last_losses[order[step * config.batch_size :][: config.batch_size]] = picture_losses
        totals = {name: totals.get(name, 0.0) + value for name, value in own.items()}
        logs = {name: total / (step + 1) for name, total in totals.items()}
        reporter.on_step(epoch, step, logs)
        asked = time.perf_counter()
    return logs, waited


def train_step(trained: keras.Model, batch: Batch) -> tuple[dict[str, float], FloatArray | None]:
    """Take one step.

    Returns
    -------
    logs, picture_losses : dict, (N,) float32 or None
        The batch's own loss and accuracy; the loss of each picture, nats, where the network was compiled to tell.
    """
    trained.reset_metrics()  # Keras would average over all batches since the last reset, on some backends.
    images, targets = batch
    num_heads = len(trained.outputs)
    logs = trained.train_on_batch(images, [targets] * num_heads, return_dict=True)
    prefix = "" if num_heads == 1 else "logits_"  # With auxiliary heads Keras names metrics after their output.
    own = {"loss": float(logs["loss"]), "accuracy": float(logs[f"{prefix}accuracy"])}
    return own, logs.get(f"{prefix}{PICTURE_LOSSES}")


def validate_average(trainee: Trainee, validation: Split, logit_divisor: float) -> tuple[Arrays, FloatArray]:
    """Take the running average of the weights for a moment and see what it answers.

    Returns
    -------
    averaged, logits : tuple of arrays, (N, 10) float32
        The averaged weights of `trainee.model`, in the order of its `weights` and with the division of the logits
        worked into the last layer; the answers.
    """
    variables = trainee.trained.trainable_variables
    current = read_variables(variables)
    trainee.trained.optimizer.finalize_variable_values(variables)  # Overwrites them with the average.
    for variable in trainee.model.get_layer("logits").weights:
        variable.assign(variable / logit_divisor)
    averaged = read_variables(trainee.model.weights)
    logits = compute_outputs(trainee.model, validation.images)
    write_variables(variables, current)
    return averaged, logits


def compute_outputs(model: keras.Model, images: ByteImage) -> FloatArray:
    """Run a model over pictures (N, 32, 32, 3) uint8: its outputs (N, D) float32."""
    parts = [
        model.predict_on_batch(preprocess(images[start : start + PREDICT_BATCH]))
        for start in range(0, len(images), PREDICT_BATCH)
    ]
    return np.concatenate([np.asarray(part, np.float32) for part in parts])


def advance(state: TrainingState, record: EpochRecord, trainee: Trainee, averaged: Arrays) -> TrainingState:
    """Make the state after one more epoch."""
    best_before = max((earlier.val_accuracy for earlier in state.history), default=-1.0)
    return replace(
        state,
        history=(*state.history, record),
        model=read_variables(trainee.trained.variables),
        optimizer=read_variables(trainee.trained.optimizer.variables),
        best=averaged if record.val_accuracy >= best_before else state.best,
        mean_of_ends=average_ends(state, record.epoch, averaged),
    )


def average_ends(state: TrainingState, epoch: int, averaged: Arrays) -> Arrays:
    """Take the weights after an epoch (from 1) into the mean, if it ends one of several cycles."""
    ends = state.config.cycle_ends
    if len(ends) == 1 or epoch not in ends:
        return state.mean_of_ends
    if epoch == ends[0]:
        return averaged
    share = 1 / (ends.index(epoch) + 1)
    return tuple(mean + share * (own - mean) for mean, own in zip(state.mean_of_ends, averaged, strict=True))


def restore(trainee: Trainee, state: TrainingState) -> None:
    """Set every variable to what an interrupted run left; raises as `write_checkpointed` does."""
    write_checkpointed(trainee.trained.variables, state.model)
    write_checkpointed(trainee.trained.optimizer.variables, state.optimizer)
