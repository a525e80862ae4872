"""From a trained network to its card: what training writes at its end, and what an existing card is brought up to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import keras

from cifar_demo.dataset.cifar10 import Cifar10, Split, stratified_indices
from cifar_demo.errors import TrainingError
from cifar_demo.evaluation.measure import Look, Measurement, Report, measure
from cifar_demo.image.preprocess import preprocess
from cifar_demo.inference.familiarity import ARRAYS, Familiarity
from cifar_demo.networks import NetworkSpec, get_spec
from cifar_demo.networks.complexity import count_mult_adds
from cifar_demo.results import ByteImage, EpochRecord, FloatArray, IntArray, LabelledPredictions
from cifar_demo.store.card import CARD_FORMAT, ModelCard, TrainingRecord
from cifar_demo.store.weights import Statistics, load_statistics, load_weights, read_verified_record, save_measured
from cifar_demo.training.hardware import describe_hardware, software_versions
from cifar_demo.training.state import TrainingState


def record_training(state: TrainingState) -> TrainingRecord:
    """Write down how a run went. What it says of the weights file is filled in when that is written."""
    return TrainingRecord(
        network=state.config.network,
        settings=json.loads(json.dumps(asdict(state.config))),  # As they are read again: lists for tuples.
        seed=state.config.seed,
        history=state.history,
        is_interrupted=not state.is_finished,
        versions=software_versions(),
        hardware=describe_hardware(),
        wall_seconds=sum(record.seconds for record in state.history),
        data_sha256=state.data_sha256,
        weights_sha256="",
        weights_bytes=0,
        created=_now(),
    )


def measured_card(
    model: keras.Model,
    statistics: Statistics,
    record: TrainingRecord,
    validation: Split,
    test: Split,
    report: Report,
) -> tuple[ModelCard, LabelledPredictions]:
    """Measure a network and write its card, with its answers to the test pictures.

    Parameters
    ----------
    model : keras.Model
        Built by the network's spec, with weights as stored.
    statistics : mapping of name to array
        What familiarity is judged by, as stored.
    record : TrainingRecord
    validation, test : Split
        Held-out training pictures, and test pictures.
    report : callable
        Called with the pictures done and those there will be in all.
    """
    judge = Familiarity.from_arrays(statistics)
    measured = measure(way_through(model), judge, validation, test, report)
    return make_card(get_spec(record.network), model, record, measured), measured.predictions


def way_through(model: keras.Model) -> Look:
    """Make the way through a network that gives logits and the features that feed them."""
    view = keras.Model(model.inputs, [model.output, model.get_layer("logits").input])

    def look(images: ByteImage) -> tuple[FloatArray, FloatArray]:
        logits, features = view.predict_on_batch(preprocess(images))
        return logits, features

    return look


def make_card(spec: NetworkSpec, model: keras.Model, record: TrainingRecord, measured: Measurement) -> ModelCard:
    """Put together what is known of a network. What it says of the files is filled in when they are written."""
    return ModelCard(
        **vars(record),
        card_format=CARD_FORMAT,
        title=spec.title,
        year=spec.year,
        paper=spec.paper,
        url=spec.url,
        num_params=model.count_params(),
        num_mult_adds=count_mult_adds(model),
        data_share=share_waiting(record.history),
        temperature=measured.temperature,
        validation=measured.validation,
        test=measured.test,
        multi_view=measured.multi_view,
        corruption=measured.corruption,
        familiarity=measured.familiarity,
        measured=_now(),
        predictions_sha256="",
    )


def share_waiting(history: Sequence[EpochRecord]) -> float:
    """Share of a run's time that went into waiting for batches, in [0, 1]."""
    seconds = sum(record.seconds for record in history)
    return sum(record.data_share * record.seconds for record in history) / seconds if seconds else 0.0


def measure_again(network: str, data: Cifar10, folder: Path, report: Report) -> ModelCard:
    """Bring a network's card and test predictions up to date from its weights, which stay as they are.

    Training history, settings and what familiarity is judged by are kept; every figure is taken anew.

    Parameters
    ----------
    network : str
        In the registry.
    data : Cifar10
        The data it was trained on.
    folder : Path
        Holds weights and card; the card may be an older one.
    report : callable
        Called with the pictures done and those there will be in all.

    Returns
    -------
    ModelCard
        As written.

    Raises
    ------
    UnknownNetworkError, WeightsError
        If there is no such network, or its weights cannot be used.
    TrainingError
        If the data are others than it was trained on, or the card does not tell what was held back.
    """
    model = get_spec(network).build()
    record = read_verified_record(folder, network)
    held_out = held_out_split(record, data)
    load_weights(model, record, folder)
    statistics = load_statistics(record, folder, ARRAYS)
    card, predictions = measured_card(model, statistics, record, held_out, data.test, report)
    return save_measured(predictions, card, folder)


def held_out_split(record: TrainingRecord, data: Cifar10) -> Split:
    """Select the pictures that a run held back; raises as `held_out_indices` does."""
    return data.train.take(held_out_indices(record, data))


def held_out_indices(record: TrainingRecord, data: Cifar10) -> IntArray:
    """Find the training pictures that a run held back: positions (N,) int64, sorted.

    Raises
    ------
    TrainingError
        If the data are others than it was trained on, or the settings do not tell.
    """
    if record.data_sha256 != data.sha256:
        raise TrainingError(
            f"{record.network} was trained on another data set than the one in {data.folder}, so it is not known "
            "which pictures it has seen. Name the right one with --data-dir, or train it anew."
        )
    num_validation = record.settings.get("num_validation")
    if not isinstance(num_validation, int):
        raise TrainingError(f"The card of {record.network} does not tell how many pictures were held back. Train anew.")
    return stratified_indices(data.train.labels, num_validation, record.seed)[1]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
