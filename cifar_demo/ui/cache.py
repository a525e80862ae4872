"""What is computed once and kept: the only place that caches. Networks are shared by all visitors; nobody changes them.

TensorFlow takes seconds to import, so nothing here imports it before a page has shown itself.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from cifar_demo.dataset.cifar10 import TEST_FILES, WHERE_TO_GET_IT, Split, find_cifar10, read_split
from cifar_demo.environment import import_keras_for_serving, settle_memory
from cifar_demo.errors import DatasetError, WeightsError
from cifar_demo.figures.packing import encode_jpeg
from cifar_demo.figures.pixels import data_url
from cifar_demo.figures.thumbnails import layer_thumbnail
from cifar_demo.image.backgrounds import BackgroundKind, draw_background
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample, sample_names
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, Classifier, load_classifier
from cifar_demo.inference.committee import Answerer, Committee, load_committee
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import NETWORKS
from cifar_demo.results import (
    ByteImage,
    ChannelRanking,
    CommitteeMember,
    EffectiveField,
    FieldEdges,
    FloatArray,
    LabelledPredictions,
    LayerGraph,
    LayerKernels,
    LayerOutput,
    LayerSummary,
    Prediction,
    SoftmaxArithmetic,
    SwitchedOff,
    UnitArithmetic,
)
from cifar_demo.store.card import ModelCard, read_card
from cifar_demo.store.committee import COMMITTEE, read_committee
from cifar_demo.store.committee import has_committee as store_has_committee
from cifar_demo.store.predictions import load_predictions
from cifar_demo.ui.fetching import Fetching

if TYPE_CHECKING:
    from cifar_demo.anatomy.feature_maps import FeatureExtractor
    from cifar_demo.anatomy.receptive_field import ReceptiveFields


_MAX_RANKINGS: Final = 64
_FIRST_CALLS, _KEPT_CALLS = 5, 25
_AN_HOUR: Final = 3600  # Seconds. Written as "1h" it would import pandas, half a second before the first page.


@st.cache_resource(show_spinner=False)
def wake_tensorflow() -> threading.Thread:
    """Import TensorFlow in the background, once in the life of the server."""
    thread = threading.Thread(target=import_keras_for_serving, name="wake-tensorflow", daemon=True)
    thread.start()
    return thread


def wait_for_tensorflow(say: Callable[[float], None]) -> None:
    """Wait until TensorFlow is imported.

    Parameters
    ----------
    say : callable
        Called about four times a second with the seconds waited; a page shows them, and may be interrupted there.
    """
    thread = wake_tensorflow()
    waited = 0.0
    while thread.is_alive():
        say(waited)
        thread.join(0.25)
        waited += 0.25


@st.cache_resource(show_spinner=False)
def classifier(network: str) -> Classifier:
    """Load a trained network, ready to answer; raises WeightsError, which is not kept."""
    loaded = load_classifier(network, WEIGHTS_FOLDER)
    settle_memory()
    return loaded


@st.cache_resource(show_spinner=False)
def committee() -> Committee:
    """Load the committee, its members shared with everyone; raises WeightsError, which is not kept."""
    return load_committee(WEIGHTS_FOLDER, [classifier(seat.network) for seat in committee_seats()])


def answerer(name: str) -> Answerer:
    """Load a network, or the committee, ready to answer."""
    return committee() if name == COMMITTEE else classifier(name)


def committee_seats() -> tuple[CommitteeMember, ...]:
    """Say who sits on the committee; raises WeightsError if there is none, or it is out of date."""
    return read_committee(WEIGHTS_FOLDER)[1].members


def has_committee() -> bool:
    """Whether there is a committee to pick; it may be out of date, which is told to who picks it."""
    return store_has_committee(WEIGHTS_FOLDER)


@st.cache_resource(show_spinner=False)
def extractor(network: str) -> FeatureExtractor:
    """Make the view on a network that gives all its layers."""
    from cifar_demo.anatomy.feature_maps import FeatureExtractor

    return FeatureExtractor(classifier(network).model)


@st.cache_resource(show_spinner=False)
def layers(network: str) -> tuple[LayerSummary, ...]:
    """List the layers of a network."""
    from cifar_demo.anatomy.layers import layer_summaries

    loaded = classifier(network)
    return layer_summaries(loaded.model, loaded.spec.paper_names)


@st.cache_resource(show_spinner=False)
def folded_graph(network: str) -> LayerGraph:
    """Lay a network out as a map."""
    from cifar_demo.anatomy.graph import layer_graph

    loaded = classifier(network)
    return layer_graph(loaded.model, loaded.spec.paper_names, fold=True)


@st.cache_resource(show_spinner=False, max_entries=8)  # Up to 5 MB each, and quick to copy again.
def kernels(network: str, layer: str) -> LayerKernels | None:
    """Copy the kernels of a layer out of a network."""
    from cifar_demo.anatomy.kernels import layer_kernels

    return layer_kernels(classifier(network).model, layer)


@st.cache_data(show_spinner=False, max_entries=256, ttl=_AN_HOUR)
def prediction(network: str, image: ByteImage) -> Prediction:
    """Answer for a 32x32 picture, all ten classes in order."""
    return answerer(network).predict(image, k=10)


def warm_seconds(network: str, image: ByteImage) -> float:
    """Time one 32x32 picture through a network that is awake: median of the last calls, two new ones each time."""
    taken = _call_times().setdefault(network, deque(maxlen=_KEPT_CALLS))
    for _ in range(2 if taken else _FIRST_CALLS):
        taken.append(answerer(network).predict(image).seconds)
    return median(taken)


@st.cache_resource(show_spinner=False)
def _call_times() -> dict[str, deque[float]]:
    return {}


# As a resource, not as data: the results are frozen, and copying megabytes a click takes longer than the network.
@st.cache_resource(show_spinner=False, max_entries=8, ttl=_AN_HOUR)  # Up to 6 MB each.
def layer_outputs(network: str, image: ByteImage) -> dict[str, LayerOutput]:
    """Run a 32x32 picture through a network and keep what every layer gave. Not to be changed."""
    return extractor(network).extract(image)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def layer_pictures(network: str, image: ByteImage) -> dict[str, str]:
    """Draw one small picture a layer, as addresses of themselves."""
    outputs = layer_outputs(network, image)
    pictures = {name: data_url(layer_thumbnail(output.activation)) for name, output in outputs.items()}
    if "input" in outputs:
        pictures["input"] = data_url(image)
    return pictures


@st.cache_resource(show_spinner=False)
def receptive_fields(network: str) -> ReceptiveFields:
    """Make what finds the receptive field of any unit of a network."""
    from cifar_demo.anatomy.receptive_field import ReceptiveFields

    return ReceptiveFields(classifier(network).model)


@st.cache_resource(show_spinner=False, max_entries=256)
def field_edges(network: str, layer: str) -> FieldEdges:
    """Find what all units of a layer can see. Not to be changed."""
    return receptive_fields(network).edges(layer)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def unit_steps(network: str, image: ByteImage, layer: str, unit: tuple[int, ...]) -> tuple[UnitArithmetic, ...]:
    """Redo one unit by hand, with the normalisation and activation that belong to it. Not to be changed."""
    from cifar_demo.anatomy.unit_arithmetic import unit_chain

    return unit_chain(classifier(network).model, layer_outputs(network, image), layer, unit)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def softmax_steps(network: str, image: ByteImage) -> SoftmaxArithmetic:
    """Redo the step from scores to percentages. Not to be changed."""
    from cifar_demo.anatomy.unit_arithmetic import softmax_arithmetic

    logits = layer_outputs(network, image)["logits"].activation
    return softmax_arithmetic(logits, temperature=card(network).temperature)


@st.cache_resource(show_spinner=False, max_entries=256)
def silenced_at(network: str, layer: str) -> str:
    """Name the layer at which switching a map of this one off takes it out of the network."""
    from cifar_demo.anatomy.ablation import silenced_at

    return silenced_at(classifier(network).model, layer)


@st.cache_resource(show_spinner=False, max_entries=256)
def feeding_layers(network: str, layer: str) -> tuple[str, ...]:
    """Name the layers that feed a layer."""
    from cifar_demo.anatomy.wiring import feeders

    return feeders(classifier(network).model)[layer]


@st.cache_data(show_spinner=False, max_entries=256, ttl=_AN_HOUR)
def answer_without(network: str, image: ByteImage, parts: tuple[SwitchedOff, ...]) -> tuple[FloatArray, FloatArray]:
    """Answer with everything on, and with parts switched off: (10,) probabilities each."""
    from cifar_demo.anatomy.ablation import ablate

    result = ablate(classifier(network).model, layer_outputs(network, image), parts)
    logits = np.stack([result.logits_before, result.logits_after])
    before, after = softmax(logits, temperature=card(network).temperature)
    return before, after


def known_ranking(network: str, image: ByteImage, layer: str, class_index: int) -> ChannelRanking | None:
    """Give what `rank` found before, if it has not been forgotten."""
    return _rankings().get((network, image.tobytes(), layer, class_index))


def rank(
    network: str, image: ByteImage, layer: str, class_index: int, *, progress: Callable[[int, int], None]
) -> ChannelRanking:
    """Rank a layer's channels by what the answer loses without each; slow, and so kept.

    Streamlit's own cache would record and replay the progress bar.
    """
    from cifar_demo.anatomy.ablation import rank_channels

    place = silenced_at(network, layer)
    outputs = layer_outputs(network, image)
    ranking = rank_channels(classifier(network).model, outputs, place, class_index, progress=progress)
    known = _rankings()
    known[network, image.tobytes(), layer, class_index] = ranking
    for forgotten in list(known)[:-_MAX_RANKINGS]:
        known.pop(forgotten, None)
    return ranking


@st.cache_resource(show_spinner=False)
def _rankings() -> dict[tuple[str, bytes, str, int], ChannelRanking]:
    return {}


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def effective_field(network: str, layer: str, unit: tuple[int, ...]) -> EffectiveField:
    """Measure which pixels move a unit, on average over the samples. Not to be changed."""
    from cifar_demo.anatomy.effective_field import effective_field

    return effective_field(classifier(network).model, layer, unit, framed_samples())


@st.cache_resource(show_spinner=False)
def framed_samples() -> ByteImage:
    """Draw all samples as networks see them: (N, 32, 32, 3)."""
    return np.stack([frame_image(draw_sample(name)).image for name in sample_names()])


@st.cache_data(show_spinner=False, max_entries=16, ttl=_AN_HOUR)
def small_photo(preview: ByteImage) -> bytes:
    """Write a picture as a small JPEG."""
    return encode_jpeg(preview)


@st.cache_resource(show_spinner=False)
def sample_pictures(side: int = 64) -> dict[str, str]:
    """Draw the samples small, as addresses of themselves."""
    small = {name: decode_array(draw_sample(name), name, max_pixels=side * side) for name in sample_names()}
    return {name: data_url(decoded.image) for name, decoded in small.items()}


@st.cache_data(show_spinner=False, max_entries=32)
def background(kind: BackgroundKind, size: tuple[int, int]) -> ByteImage:
    """Draw a background to draw on; size is (width, height)."""
    return draw_background(kind, size)


def card(network: str) -> ModelCard:
    """Read the card of a network, or of the committee: small, and so always as the file is now."""
    return read_committee(WEIGHTS_FOLDER)[0] if network == COMMITTEE else read_card(WEIGHTS_FOLDER, network)


def test_predictions(network: str) -> LabelledPredictions:
    """Read a network's answers to all test pictures: 30 kB, and so always as the file is now."""
    return load_predictions(card(network), WEIGHTS_FOLDER)


def trained_networks() -> tuple[str, ...]:
    """Names of the networks that have weights, the most accurate first."""
    accuracies = {spec.name: accuracy for spec in NETWORKS if (accuracy := _test_accuracy(spec.name)) is not None}
    return tuple(sorted(accuracies, key=lambda name: -accuracies[name]))


def _test_accuracy(network: str) -> float | None:
    try:
        return card(network).test.accuracy
    except WeightsError:
        return None


@st.cache_resource(show_spinner=False)
def labelled_pictures() -> Split:
    """Read the 10,000 test pictures of CIFAR-10 (31 MB) from this machine; nothing is downloaded.

    Raises
    ------
    DatasetError
        If they are not here, or not intact.
    """
    folder = find_cifar10()
    if folder is None:
        raise DatasetError(f"CIFAR-10 is not on this machine. {WHERE_TO_GET_IT}.")
    return read_split(folder, TEST_FILES)


@st.cache_resource(show_spinner=False)
def fetching() -> Fetching:
    """Give what fetches CIFAR-10: one for all visitors."""
    return Fetching()


def has_labelled_pictures() -> bool:
    """Whether CIFAR-10 lies on this machine; looks for files and reads none."""
    try:
        return find_cifar10() is not None
    except DatasetError:
        return False  # A folder was named, and holds none: the command line says so to whoever named it.
