"""What is computed once and kept: networks, answers, cards, samples.

Networks are shared by all visitors; nobody changes them.
Beside it stand `layers_cache`, `inside_cache`, `explain_cache` and `dataset_cache`; nothing else caches, which a test
holds.

TensorFlow takes seconds to import, so nothing here imports it before a page has shown itself.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias, TypeVar

import numpy as np
import streamlit as st

from cifar_demo import environment
from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.dataset.cifar10 import TEST_FILES, WHERE_TO_GET_IT, Split, find_cifar10, read_split
from cifar_demo.errors import DatasetError, WeightsError
from cifar_demo.figures.packing import encode_jpeg
from cifar_demo.figures.pixels import data_url
from cifar_demo.image.backgrounds import BackgroundKind, draw_background
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample, sample_names
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, Classifier, load_classifier
from cifar_demo.inference.committee import Answerer, Committee, load_committee
from cifar_demo.networks import NETWORKS
from cifar_demo.results import (
    ByteImage,
    CommitteeMember,
    LabelledPredictions,
    Prediction,
)
from cifar_demo.store.card import ModelCard, read_card
from cifar_demo.store.committee import COMMITTEE, committee_parts, read_committee
from cifar_demo.store.committee import has_committee as store_has_committee
from cifar_demo.store.predictions import load_predictions
from cifar_demo.ui.fetching import Fetching

K = TypeVar("K")
V = TypeVar("V")


CardFiles: TypeAlias = tuple[tuple[str, int, int, int], ...]

_TIMED_CALLS: Final = 5
_A_MINUTE: Final = 60  # Seconds.
_BETWEEN_GIVING_BACK: Final = 1  # Seconds. Each time takes a millisecond or two.
_AN_HOUR: Final = 3600  # Seconds. Written as "1h" it would import pandas, half a second before the first page.


@st.cache_resource(show_spinner=False)
def wake_tensorflow() -> threading.Thread:
    """Import TensorFlow in the background, once in the life of the server."""
    thread = threading.Thread(target=environment.import_keras_for_serving, name="wake-tensorflow", daemon=True)
    thread.start()
    return thread


@st.cache_resource(show_spinner=False, ttl=_BETWEEN_GIVING_BACK)
def give_memory_back() -> None:
    """Give back what pages have needed, soon after each run: at once, a page that follows would have to get it anew."""
    soon = threading.Timer(_BETWEEN_GIVING_BACK, environment.give_memory_back)
    soon.daemon = True
    soon.start()


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
    awake_cards()[str(WEIGHTS_FOLDER), network] = loaded.card
    environment.settle_memory()
    loaded.logits(np.zeros((1, *IMAGE_SHAPE), np.uint8))  # The first call is slow, and the next one's time is shown.
    return loaded


def is_awake(network: str) -> bool:
    """Whether a network is loaded already."""
    return (str(WEIGHTS_FOLDER), network) in awake_cards()


@st.cache_resource(show_spinner=False)
def committee() -> Committee:
    """Load the committee, its members shared with everyone; raises WeightsError, which is not kept."""
    loaded = load_committee(WEIGHTS_FOLDER, [classifier(seat.network) for seat in committee_seats()])
    awake_cards()[str(WEIGHTS_FOLDER), COMMITTEE] = loaded.card
    return loaded


def answerer(name: str) -> Answerer:
    """Load a network, or the committee, ready to answer."""
    return committee() if name == COMMITTEE else classifier(name)


def committee_seats() -> tuple[CommitteeMember, ...]:
    """Say who sits on the committee; raises WeightsError if there is none, or it is out of date."""
    return committee_parts(card(COMMITTEE)).members


def has_committee() -> bool:
    """Whether there is a committee to pick; it may be out of date, which is told to who picks it."""
    return store_has_committee(WEIGHTS_FOLDER)


@st.cache_data(show_spinner=False, max_entries=256, ttl=_AN_HOUR)
def prediction(network: str, image: ByteImage) -> Prediction:
    """Answer for a 32x32 picture, all ten classes in order."""
    return answerer(network).predict(image, k=10)


@st.cache_data(show_spinner=False, ttl=_A_MINUTE)
def warm_seconds(network: str, _image: ByteImage) -> float:
    """Time one 32x32 picture through a network that is awake: median of some calls, made again once a minute at most.

    Which picture it is makes no difference to the time.
    """
    return median(answerer(network).predict(_image).seconds for _ in range(_TIMED_CALLS))


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
    """Give the card of a network, or of the committee: that of what answers, or else as its file is now.

    Who trains a network again while the app is running sees the new card when the app has the new weights: when it is
    started again.

    Raises
    ------
    WeightsError
        If there is none, or it cannot be used; not kept.
    """
    return awake_cards().get((str(WEIGHTS_FOLDER), network)) or _card_as_of(_state_of_cards(), network)


@st.cache_resource(show_spinner=False)
def awake_cards() -> dict[tuple[str, str], ModelCard]:
    """Keep the cards of what is loaded, by folder and name."""
    return {}


def _state_of_cards() -> CardFiles:
    """Tell the files of all cards, and when each was written: what is read from them holds as long as this does."""
    return tuple(
        (str(path), state.st_mtime_ns, state.st_ino, state.st_size)
        for path in sorted(WEIGHTS_FOLDER.glob("[!.]*.json"))
        if (state := _state_of(path)) is not None
    )


def _state_of(path: Path) -> os.stat_result | None:
    """Tell when a file was written; None where there is none, as there may not be while one is replaced."""
    try:
        return path.stat()
    except OSError:
        return None


@st.cache_resource(show_spinner=False, max_entries=2 * len(NETWORKS))
def _card_as_of(files: CardFiles, network: str) -> ModelCard:  # The files are what it is kept by.
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


def keep_latest(kept: dict[K, V], key: K, value: V, most: int) -> V:
    """Keep what took long, the latest `most` of it. Streamlit's own cache would record and replay the progress bar."""
    kept[key] = value
    for forgotten in list(kept)[:-most]:
        kept.pop(forgotten, None)
    return value
