"""What is computed once and kept: the only place that caches. Networks are shared by all visitors; nobody changes them.

TensorFlow takes seconds to import, so nothing here imports it before a page has shown itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

import streamlit as st

from cifar_demo.dataset.cifar10 import TEST_FILES, WHERE_TO_GET_IT, Split, find_cifar10, read_split
from cifar_demo.errors import DatasetError, WeightsError
from cifar_demo.figures.pixels import data_url, enlarge
from cifar_demo.figures.thumbnails import SIDE, layer_thumbnail
from cifar_demo.image.backgrounds import BackgroundKind, draw_background
from cifar_demo.image.decode import decode_array
from cifar_demo.image.samples import draw_sample, sample_names
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, Classifier, load_classifier
from cifar_demo.networks import NETWORKS
from cifar_demo.results import ByteImage, LayerKernels, LayerOutput, LayerSummary, Prediction
from cifar_demo.store.card import ModelCard, read_card

if TYPE_CHECKING:
    from cifar_demo.anatomy.feature_maps import FeatureExtractor


_AN_HOUR: Final = 3600  # Seconds. Written as "1h" it would import pandas, half a second before the first page.


@st.cache_resource(show_spinner=False)
def wake_tensorflow() -> threading.Thread:
    """Import TensorFlow in the background, once in the life of the server."""
    thread = threading.Thread(target=import_module, args=("keras",), name="wake-tensorflow", daemon=True)
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
    return load_classifier(network, WEIGHTS_FOLDER)


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


@st.cache_resource(show_spinner=False, max_entries=64)
def kernels(network: str, layer: str) -> LayerKernels | None:
    """Copy the kernels of a layer out of a network."""
    from cifar_demo.anatomy.kernels import layer_kernels

    return layer_kernels(classifier(network).model, layer)


@st.cache_data(show_spinner=False, max_entries=256, ttl=_AN_HOUR)
def prediction(network: str, image: ByteImage) -> Prediction:
    """Answer for a 32x32 picture, all ten classes in order."""
    return classifier(network).predict(image, k=10)


# As a resource, not as data: the results are frozen, and copying megabytes a click takes longer than the network.
@st.cache_resource(show_spinner=False, max_entries=12, ttl=_AN_HOUR)
def layer_outputs(network: str, image: ByteImage) -> dict[str, LayerOutput]:
    """Run a 32x32 picture through a network and keep what every layer gave. Not to be changed."""
    return extractor(network).extract(image)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def layer_pictures(network: str, image: ByteImage) -> dict[str, str]:
    """Draw one small picture a layer, as addresses of themselves."""
    outputs = layer_outputs(network, image)
    pictures = {name: data_url(layer_thumbnail(output.activation)) for name, output in outputs.items()}
    if "input" in outputs:
        pictures["input"] = data_url(enlarge(image, SIDE))
    return pictures


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
    """Read the card of a network: small, and so always as the file is now."""
    return read_card(WEIGHTS_FOLDER, network)


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


def has_labelled_pictures() -> bool:
    """Whether CIFAR-10 lies on this machine; looks for files and reads none."""
    try:
        return find_cifar10() is not None
    except DatasetError:
        return False  # A folder was named, and holds none: the command line says so to whoever named it.
