"""Read layer names: `stage2_block1_branch3_conv2` says where a layer stands and what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_PARTS: Final = re.compile(
    r"stage(?P<stage>\d+)_(?:block(?P<block>\d+)_)?(?:branch(?P<branch>\d+)_|(?P<shortcut>shortcut)_)?"
    r"(?P<operation>[a-z]+)(?P<index>\d+)?"
)

# Operation in a layer name -> kind of layer as `results.LayerSummary` lists them.
KINDS: Final = {
    "input": "input",
    "logits": "dense",
    "conv": "convolution",
    "dense": "dense",
    "bn": "normalization",
    "lrn": "normalization",
    "relu": "activation",
    "tanh": "activation",
    "pool": "pooling",
    "dropout": "dropout",
    "flatten": "reshape",
    "add": "merge",
    "concat": "merge",
}

_SPELLED_OUT: Final = {
    "input": "input",
    "logits": "logits",
    "conv": "convolution",
    "dense": "dense layer",
    "bn": "batch normalisation",
    "lrn": "local response normalisation",
    "relu": "ReLU",
    "tanh": "tanh",
    "pool": "pooling",
    "dropout": "dropout",
    "flatten": "flattening",
    "add": "residual sum",
    "concat": "concatenation",
}


@dataclass(frozen=True)
class LayerPlace:
    """What a layer name says.

    Attributes
    ----------
    operation : str
        "conv", "bn", ...; also "input" and "logits", which stand outside all stages.
    stage, block, branch, index : int or None
        Counted from 1; None where the name has no such part.
    is_shortcut : bool
        The layer stands on the shortcut of a residual block.
    """

    operation: str
    stage: int | None = None
    block: int | None = None
    branch: int | None = None
    index: int | None = None
    is_shortcut: bool = False

    @property
    def kind(self) -> str:
        """Kind of layer, as `results.LayerSummary` lists them."""
        return KINDS[self.operation]

    @property
    def spelled_out(self) -> str:
        """The name in words: "stage 2 block 1 branch 3 convolution 2"."""
        where = [
            f"{word} {number}"
            for word, number in (("stage", self.stage), ("block", self.block), ("branch", self.branch))
            if number is not None
        ]
        if self.is_shortcut:
            where.append("shortcut")
        which = [] if self.index is None else [str(self.index)]
        return " ".join([*where, _SPELLED_OUT[self.operation], *which])


def parse_layer_name(name: str) -> LayerPlace:
    """Read a layer name by the grammar of `networks.spec`.

    Parameters
    ----------
    name : str
        "stage2_block1_branch3_conv2", "input", "logits", ...

    Raises
    ------
    ValueError
        If the name does not follow the grammar.
    """
    if name in ("input", "logits"):
        return LayerPlace(name)
    match = _PARTS.fullmatch(name)
    if match is None or match["operation"] not in KINDS:
        raise ValueError(f"Layer name {name!r} does not follow the grammar; see cifar_demo/networks/spec.py.")
    stage, block, branch, index = (
        None if match[part] is None else int(match[part]) for part in ("stage", "block", "branch", "index")
    )
    return LayerPlace(match["operation"], stage, block, branch, index, is_shortcut=match["shortcut"] is not None)
