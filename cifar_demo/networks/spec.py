"""What the registry knows about a network, and the grammar of layer names that all networks follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras

# What several networks have in place of their papers' start (`training.whitening`), in words.
WHITENED_START: Final = (
    "the first kernels start as the patterns in which patches of training pictures vary most, all equally strong "
    "(whitening)"
)
# stage2_block1_branch3_conv2: where (stage, block, branch or shortcut), then what, then which of several.
LAYER_NAME: Final = re.compile(
    r"input|logits|"
    r"stage[1-9]\d*_(?:block[1-9]\d*_)?(?:branch[1-9]\d*_|shortcut_)?"
    r"(?:conv|dense|bn|lrn|relu|tanh|pool|dropout|flatten|add|concat)(?:[1-9]\d*)?"
)


@dataclass(frozen=True)
class NetworkSpec:
    """A network as the registry lists it.

    Attributes
    ----------
    name : str
        Short lower-case key: command line, file names, links.
    title : str
        As people write it.
    year : int
        Of the paper.
    authors, paper, url : str
        Who, the paper's title and where to read it.
    idea : str
        One sentence: what the network brought.
    build : callable
        Gives a fresh, flat functional Keras model from (32, 32, 3) to ten logits.
    departures : tuple of Departure
        Where this differs from the paper, and why.
    paper_names : mapping
        Layer name here -> what the paper calls that layer.
    auxiliary : callable or None
        Gives the model that is trained in place of `build()`'s: same layers, plus heads that exist in training only.
    """

    name: str
    title: str
    year: int
    authors: str
    paper: str
    url: str
    idea: str
    build: Callable[[], keras.Model]
    departures: tuple[Departure, ...]
    paper_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    auxiliary: Callable[[keras.Model], keras.Model] | None = None
