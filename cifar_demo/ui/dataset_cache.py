"""The half of `cache` that is about the data set: what is computed over thousands of pictures, and kept."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import streamlit as st

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.dataset.cifar10 import TRAIN_FILES, WHERE_TO_GET_IT, Split, find_cifar10, read_split
from cifar_demo.errors import DatasetError
from cifar_demo.figures.atlas import picture_sheet
from cifar_demo.inference.features import FeatureBank
from cifar_demo.metrics.projection import PrincipalComponents
from cifar_demo.results import ByteImage, FloatArray
from cifar_demo.ui import cache

Part = Literal["training", "test"]

_AN_HOUR: Final = 3600  # Seconds.


def pictures(part: Part) -> Split:
    """Give the training or the test pictures from this machine; raises DatasetError if they are not here."""
    return cache.labelled_pictures() if part == "test" else _training_pictures()


@st.cache_resource(show_spinner=False, ttl=_AN_HOUR)
def _training_pictures() -> Split:
    """Read the 50,000 training pictures (154 MB)."""
    folder = find_cifar10()
    if folder is None:
        raise DatasetError(f"CIFAR-10 is not on this machine. {WHERE_TO_GET_IT}.")
    return read_split(folder, TRAIN_FILES)


@st.cache_resource(show_spinner=False)
def class_means() -> ByteImage:
    """Average the test pictures of each class: (10, 32, 32, 3)."""
    test = pictures("test")
    means: ByteImage = np.rint(
        np.stack([test.images[test.labels == index].mean(axis=0) for index in range(NUM_CLASSES)])
    ).astype(np.uint8)
    return means


# At most 100 MB each (50,000 pictures, 1,000 features, half precision).
@st.cache_resource(show_spinner=False, max_entries=3, ttl=_AN_HOUR)
def bank(network: str, part: Part) -> FeatureBank:
    """Give the place for a network's features of all training or test pictures; empty at first."""
    return FeatureBank(cache.classifier(network), pictures(part).images)


@st.cache_resource(show_spinner=False, max_entries=8, ttl=_AN_HOUR)
def flat_map(network: str, count: int, _bank: FeatureBank) -> tuple[PrincipalComponents, FloatArray]:
    """Find the two main directions among the first test pictures' features, and place them: (count, 2).

    Parameters
    ----------
    network : str
    count : int
    _bank : FeatureBank
        That network's, filled so far. Asked for again here, it might be forgotten already, and empty.
    """
    directions = _bank.directions(count)
    components = PrincipalComponents.fit(directions)
    return components, components.project(directions)


@st.cache_resource(show_spinner=False, max_entries=2, ttl=_AN_HOUR)
def sheet(count: int) -> bytes:
    """Lay the first test pictures out as one JPEG."""
    return picture_sheet(pictures("test").images[:count])
