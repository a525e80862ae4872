"""The layers of a network, as a table lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.results import LayerSummary

if TYPE_CHECKING:
    import keras


def layer_summaries(model: keras.Model, paper_names: Mapping[str, str]) -> tuple[LayerSummary, ...]:
    """List all layers, each after the layers that feed it.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.
    paper_names : mapping
        Layer name -> what the paper calls it, as in `NetworkSpec.paper_names`.

    Raises
    ------
    ValueError
        If a layer name does not follow the grammar.
    """
    return tuple(_summarize(layer, paper_names) for layer in model.layers)


def layer_title(name: str, paper_names: Mapping[str, str]) -> str:
    """Name a layer for people: "C1 · stage 1 convolution", or the second half where the paper has no name for it."""
    spelled_out = parse_layer_name(name).spelled_out
    return f"{paper_names[name]} · {spelled_out}" if name in paper_names else spelled_out


def _summarize(layer: keras.Layer, paper_names: Mapping[str, str]) -> LayerSummary:
    return LayerSummary(
        name=layer.name,
        title=layer_title(layer.name, paper_names),
        kind=parse_layer_name(layer.name).kind,
        output_shape=tuple(layer.output.shape[1:]),
        num_params=layer.count_params(),
    )
