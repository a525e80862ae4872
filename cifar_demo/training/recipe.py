"""The recipe of a training run, from data to a card, to be read from top to bottom."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keras

from cifar_demo.dataset.cifar10 import Cifar10, Split, stratified_indices
from cifar_demo.errors import TrainingError, WeightsError
from cifar_demo.image.preprocess import preprocess
from cifar_demo.inference.familiarity import Familiarity
from cifar_demo.metrics.detection import Borders
from cifar_demo.networks import NetworkSpec, get_spec
from cifar_demo.store.card import ModelCard, TrainingRecord
from cifar_demo.store.weights import (
    as_stored,
    read_verified_card,
    read_verified_record,
    round_to_stored_precision,
    save_trained,
    weights_path,
)
from cifar_demo.training.card import measured_card, record_training
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import Reporter, compute_outputs, fit
from cifar_demo.training.normalisation import measure_normalisation
from cifar_demo.training.room import bytes_needed, check_room, check_writable, told_if_full
from cifar_demo.training.state import TrainingState, load_state, save_state, state_path
from cifar_demo.training.trainee import Trainee, compile_trainee
from cifar_demo.training.variables import write_checkpointed
from cifar_demo.training.whitening import standardise_start, whiten_first_convolution

START_IMAGES = 500  # 450,000 patches: components of far fewer come out the same.
USUAL_IMAGES = 5_000  # Enough to know the mean of their features to a seventieth of their spread.


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    card : ModelCard
        Of the weights that this run gave.
    kept : TrainingRecord or None
        Of better weights that were there already and stayed; None when the new ones were written.
    """

    card: ModelCard
    kept: TrainingRecord | None = None


def run(
    config: TrainingConfig,
    data: Cifar10,
    folder: Path,
    reporter: Reporter,
    *,
    resume: bool = False,
    force: bool = False,
) -> Outcome:
    """Train a network, calibrate it on held-out pictures, test it once, write weights and card.

    An interruption (KeyboardInterrupt) after the first epoch ends the training and keeps the best weights so far.

    Parameters
    ----------
    config : TrainingConfig
        With `resume`, it must agree with the run that was interrupted.
    data : Cifar10
    folder : Path
        For weights, card and checkpoint.
    reporter : Reporter
    resume : bool
        Go on where an interrupted run stopped.
    force : bool
        Overwrite weights even if they had a better validation accuracy.

    Raises
    ------
    TrainingError
        If there is nothing to resume, or it does not fit; if the folder cannot be written, or the disk is full.
    """
    spec = get_spec(config.network)
    checkpoint = state_path(folder, config.network)
    state = resumable_state(config, data, checkpoint) if resume else TrainingState(config, data.sha256)

    kept_indices, held_out = stratified_indices(data.train.labels, config.num_validation, config.seed)
    train, validation = data.train.take(kept_indices), data.train.take(held_out)

    trainee = start(spec, config, train)
    check_writable(folder)
    check_room(folder, bytes_needed_by(trainee, has_checkpoint=checkpoint.is_file()))
    state = train_until_stopped(trainee, train, validation, state, checkpoint, reporter)

    reporter.on_measure(len(state.history))
    model = stored_model(spec, state, train)
    statistics = learn_familiarity(model, train, validation).to_arrays()
    card, predictions = measured_card(
        model, as_stored(statistics), record_training(state), validation, data.test, reporter.on_measured
    )

    better = better_weights(card, folder)
    if better is not None and not force:
        if state.is_finished:  # An interrupted run goes on, to other weights.
            save_state(replace(state, val_accuracy=card.val_accuracy), checkpoint)
        return Outcome(card, kept=better)
    with told_if_full(weights_path(folder, config.network)):
        return Outcome(save_trained(model, statistics, predictions, card, folder))


def start(spec: NetworkSpec, config: TrainingConfig, train: Split) -> Trainee:
    """Build a network with seeded starting weights, ready to train."""
    keras.utils.set_random_seed(config.seed)
    model = spec.build()
    if config.has_whitened_start:
        whiten_first_convolution(model, preprocess(train.images[:START_IMAGES]))
    if config.has_standardised_start:
        standardise_start(model, preprocess(train.images[:START_IMAGES]))
    trainee = Trainee(model, trained=spec.auxiliary(model) if spec.auxiliary else model)
    compile_trainee(trainee, config, len(train))
    return trainee


def bytes_needed_by(trainee: Trainee, *, has_checkpoint: bool) -> int:
    """Count what a run of this network writes at the most at one time."""
    weights = trainee.model.weights  # A checkpoint holds the best ones, and a mean of some, beside the last.
    variables = [*trainee.trained.variables, *trainee.trained.optimizer.variables, *weights, *weights]
    return bytes_needed(variables, weights, has_checkpoint=has_checkpoint)


def train_until_stopped(
    trainee: Trainee, train: Split, validation: Split, state: TrainingState, checkpoint: Path, reporter: Reporter
) -> TrainingState:
    """Train to the last epoch or to Ctrl-C, whichever comes first."""
    try:
        for advanced in fit(trainee, train, validation, state, checkpoint, reporter):
            state = advanced
    except KeyboardInterrupt:
        if not state.history:
            raise
    return state


def resumable_state(config: TrainingConfig, data: Cifar10, checkpoint: Path) -> TrainingState:
    """Load the state of an interrupted run and see that it can go on as asked.

    Raises
    ------
    TrainingError
        If there is none, or its settings or data are others.
    """
    state = load_state(checkpoint)
    asked, was = asdict(config), asdict(state.config)
    changed = [f"{name} was {was[name]}, now {asked[name]}" for name in asked if asked[name] != was[name]]
    if state.data_sha256 != data.sha256:
        changed.append("the data set is another one")
    if changed:
        raise TrainingError(
            f"Cannot resume {checkpoint}: {'; '.join(changed)}. Use the settings of that run, or leave out --resume."
        )
    return state


def stored_model(spec: NetworkSpec, state: TrainingState, train: Split) -> keras.Model:
    """Build the network afresh with a run's weights, rounded as a file holds them, to compute as the app does.

    These are the mean of the ends of several cycles (Izmailov and others, arXiv:1803.05407), or the best of one.
    """
    model = spec.build()  # The one that was trained may convolve in less than float32.
    if len(state.config.cycle_ends) > 1 and state.is_finished:
        write_checkpointed(model.weights, state.mean_of_ends)
        measure_normalisation(model, train, state.config)
    else:
        write_checkpointed(model.weights, state.best)
    round_to_stored_precision(model)
    return model


def learn_familiarity(model: keras.Model, train: Split, validation: Split) -> Familiarity:
    """Take from training pictures what is usual, from held-out ones how familiar such pictures are."""
    last = model.get_layer("logits")
    features = keras.Model(model.inputs, last.input)
    usual = compute_outputs(features, train.images[:USUAL_IMAGES])  # In no order: all classes are among them.
    borders = Borders.fit(keras.ops.convert_to_numpy(last.kernel), usual)
    return Familiarity.fit(
        borders, compute_outputs(model, validation.images), compute_outputs(features, validation.images)
    )


def better_weights(card: ModelCard, folder: Path) -> TrainingRecord | None:
    """Find the record of usable weights in `folder` that do better on the held-out pictures than the new ones."""
    existing = find_record(folder, card.network)
    return existing if existing is not None and existing.val_accuracy > card.val_accuracy else None


def find_record(folder: Path, network: str) -> TrainingRecord | None:
    """Read what is known of usable weights in `folder`: their card, or what an older or damaged one still tells."""
    for read in (read_verified_card, read_verified_record):
        try:
            return read(folder, network)
        except WeightsError:
            continue
    return None
