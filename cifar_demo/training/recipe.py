"""The recipe of a training run, from data to a card, to be read from top to bottom."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import keras

from cifar_demo.dataset.cifar10 import Cifar10, Split, stratified_indices
from cifar_demo.errors import TrainingError, WeightsError
from cifar_demo.image.preprocess import preprocess
from cifar_demo.inference.familiarity import NUM_NEIGHBOURS, Familiarity
from cifar_demo.metrics.calibration import fit_temperature
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.networks import NetworkSpec, get_spec
from cifar_demo.networks.complexity import count_mult_adds
from cifar_demo.store.card import CARD_FORMAT, ModelCard
from cifar_demo.store.weights import read_verified_card, round_to_stored_precision, save_trained
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import Reporter, Trainee, compile_trainee, compute_outputs, fit, write_variables
from cifar_demo.training.hardware import num_cores, processor_name
from cifar_demo.training.state import TrainingState, load_state, state_path
from cifar_demo.training.whitening import whiten_first_convolution

WHITENING_IMAGES = 500  # 450,000 patches: components of far fewer come out the same.


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    card : ModelCard
        Of the weights that this run gave.
    kept : ModelCard or None
        Of better weights that were there already and stayed; None when the new ones were written.
    """

    card: ModelCard
    kept: ModelCard | None = None


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
        If there is nothing to resume, or it does not fit.
    """
    spec = get_spec(config.network)
    checkpoint = state_path(folder, config.network)
    state = resumable_state(config, data, checkpoint) if resume else TrainingState(config, data.sha256)

    kept_indices, held_out = stratified_indices(data.train.labels, config.num_validation, config.seed)
    train, validation = data.train.take(kept_indices), data.train.take(held_out)

    trainee = start(spec, config, train)
    state = train_until_stopped(trainee, train, validation, state, checkpoint, reporter)

    reporter.on_measure(len(state.history))
    model = spec.build()  # Afresh: the one that was trained may convolve in less than float32.
    write_variables(model.weights, state.best)
    round_to_stored_precision(model)
    card = make_card(spec, model, state, validation, data)
    familiarity = learn_familiarity(model, train, validation)

    better = better_weights(card, folder)
    if better is not None and not force:
        return Outcome(card, kept=better)
    return Outcome(save_trained(model, familiarity.to_arrays(), card, folder))


def start(spec: NetworkSpec, config: TrainingConfig, train: Split) -> Trainee:
    """Build a network with seeded starting weights, ready to train."""
    keras.utils.set_random_seed(config.seed)
    model = spec.build()
    if config.has_whitened_start:
        whiten_first_convolution(model, preprocess(train.images[:WHITENING_IMAGES]))
    trainee = Trainee(model, trained=spec.auxiliary(model) if spec.auxiliary else model)
    compile_trainee(trainee, config, len(train))
    return trainee


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


def make_card(
    spec: NetworkSpec, model: keras.Model, state: TrainingState, validation: Split, data: Cifar10
) -> ModelCard:
    """Calibrate on the held-out pictures, test once, and write it all down."""
    validation_logits = compute_outputs(model, validation.images)
    temperature = fit_temperature(validation_logits, validation.labels)
    return ModelCard(
        card_format=CARD_FORMAT,
        network=spec.name,
        title=spec.title,
        year=spec.year,
        paper=spec.paper,
        url=spec.url,
        num_params=model.count_params(),
        num_mult_adds=count_mult_adds(model),
        settings=asdict(state.config),
        seed=state.config.seed,
        history=state.history,
        is_interrupted=len(state.history) < state.config.epochs,
        temperature=temperature,
        validation=evaluate_logits(validation_logits, validation.labels, temperature=temperature),
        test=evaluate_logits(compute_outputs(model, data.test.images), data.test.labels, temperature=temperature),
        versions=software_versions(),
        hardware=describe_hardware(),
        wall_seconds=sum(record.seconds for record in state.history),
        weights_sha256="",  # Known once they are written: `save_trained` fills both in.
        weights_bytes=0,
        data_sha256=data.sha256,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def learn_familiarity(model: keras.Model, train: Split, validation: Split) -> Familiarity:
    """Take from training pictures what is familiar, from held-out ones how familiar such pictures are."""
    features = keras.Model(model.inputs, model.get_layer("logits").input)
    return Familiarity.fit(
        compute_outputs(features, train.images[:NUM_NEIGHBOURS]),  # In no order: all classes are among them.
        compute_outputs(model, validation.images),
        compute_outputs(features, validation.images),
    )


def better_weights(card: ModelCard, folder: Path) -> ModelCard | None:
    """Find the card of usable weights in `folder` whose validation accuracy is higher than the new one's."""
    try:
        existing = read_verified_card(folder, card.network)
    except WeightsError:
        return None
    return existing if existing.validation.accuracy > card.validation.accuracy else None


def software_versions() -> dict[str, str]:
    """Versions of Python and of the packages that the figures depend on."""
    found = {"python": platform.python_version(), "keras_backend": keras.backend.backend()}
    for package in ("keras", "numpy", "tensorflow", "tensorflow-cpu", "jax", "torch"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def describe_hardware() -> dict[str, str]:
    """The machine that trains, in words."""
    return {"processor": processor_name(), "cores": str(num_cores()), "system": platform.system()}
