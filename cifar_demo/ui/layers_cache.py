"""What is worked out once about the layers of a network, and kept: one of the five caches, see `cache`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from cifar_demo.figures import mosaics
from cifar_demo.figures.pixels import data_url
from cifar_demo.figures.thumbnails import layer_thumbnail
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import (
    ByteImage,
    ChannelRanking,
    EffectiveField,
    FieldEdges,
    FloatArray,
    LayerGraph,
    LayerKernels,
    LayerOutput,
    LayerSummary,
    SoftmaxArithmetic,
    SwitchedOff,
    UnitArithmetic,
)
from cifar_demo.ui import cache

if TYPE_CHECKING:
    from cifar_demo.anatomy.receptive_field import ReceptiveFields

_MAX_RANKINGS: Final = 64
_AN_HOUR: Final = 3600  # Seconds; as a word it would import pandas.


@st.cache_resource(show_spinner=False)
def layers(network: str) -> tuple[LayerSummary, ...]:
    """List the layers of a network."""
    from cifar_demo.anatomy.layers import layer_summaries

    loaded = cache.classifier(network)
    return layer_summaries(loaded.model, loaded.spec.paper_names)


@st.cache_resource(show_spinner=False)
def folded_graph(network: str) -> LayerGraph:
    """Lay a network out as a map."""
    from cifar_demo.anatomy.graph import layer_graph

    loaded = cache.classifier(network)
    return layer_graph(loaded.model, loaded.spec.paper_names, fold=True)


def kernel_size(network: str, layer: str) -> tuple[int, int] | None:
    """Tell height and width of a convolution's kernels; None of another layer."""
    found: tuple[int, int] | None = getattr(cache.classifier(network).model.get_layer(layer), "kernel_size", None)
    return found


@st.cache_resource(show_spinner=False, max_entries=4)  # Up to 5 MB each, and quick to copy again.
def kernels(network: str, layer: str) -> LayerKernels | None:
    """Copy the kernels of a layer out of a network."""
    from cifar_demo.anatomy.kernels import layer_kernels

    return layer_kernels(cache.classifier(network).model, layer)


# As a resource, not as data: the results are frozen, and copying megabytes a click takes longer than the network.
@st.cache_resource(show_spinner=False, max_entries=2, ttl=_AN_HOUR)  # Up to 8 MB each, and ten milliseconds to redo.
def layer_outputs(network: str, image: ByteImage) -> dict[str, LayerOutput]:
    """Run a 32x32 picture through a network and keep what every layer gave. Not to be changed."""
    return cache.classifier(network).extractor.extract(image)


@st.cache_data(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def layer_pictures(network: str, image: ByteImage) -> dict[str, str]:
    """Draw one small picture a layer, as addresses of themselves."""
    outputs = layer_outputs(network, image)
    pictures = {name: data_url(layer_thumbnail(output.activation)) for name, output in outputs.items()}
    if "input" in outputs:
        pictures["input"] = data_url(image)
    return pictures


@st.cache_data(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def busiest_maps(network: str, image: ByteImage, layer: str) -> ByteImage:
    """Draw the maps of a layer that vary most over a picture."""
    return mosaics.busiest_maps(layer_outputs(network, image)[layer].activation).image


@st.cache_resource(show_spinner=False)
def receptive_fields(network: str) -> ReceptiveFields:
    """Make what finds the receptive field of any unit of a network."""
    from cifar_demo.anatomy.receptive_field import ReceptiveFields

    return ReceptiveFields(cache.classifier(network).model)


@st.cache_resource(show_spinner=False, max_entries=256)
def field_edges(network: str, layer: str) -> FieldEdges:
    """Find what all units of a layer can see. Not to be changed."""
    return receptive_fields(network).edges(layer)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def unit_steps(network: str, image: ByteImage, layer: str, unit: tuple[int, ...]) -> tuple[UnitArithmetic, ...]:
    """Redo one unit by hand, with the normalisation and activation that belong to it. Not to be changed."""
    from cifar_demo.anatomy.unit_arithmetic import unit_chain

    return unit_chain(cache.classifier(network).model, layer_outputs(network, image), layer, unit)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def softmax_steps(network: str, image: ByteImage) -> SoftmaxArithmetic:
    """Redo the step from scores to percentages. Not to be changed."""
    from cifar_demo.anatomy.unit_arithmetic import softmax_arithmetic

    logits = layer_outputs(network, image)["logits"].activation
    return softmax_arithmetic(logits, temperature=cache.card(network).temperature)


@st.cache_resource(show_spinner=False, max_entries=256)
def silenced_at(network: str, layer: str) -> str:
    """Name the layer at which switching a map of this one off takes it out of the network."""
    from cifar_demo.anatomy.ablation import silenced_at

    return silenced_at(cache.classifier(network).model, layer)


@st.cache_resource(show_spinner=False, max_entries=256)
def feeding_layers(network: str, layer: str) -> tuple[str, ...]:
    """Name the layers that feed a layer."""
    from cifar_demo.anatomy.wiring import feeders

    return feeders(cache.classifier(network).model)[layer]


@st.cache_data(show_spinner=False, max_entries=256, ttl=_AN_HOUR)
def answer_without(network: str, image: ByteImage, parts: tuple[SwitchedOff, ...]) -> tuple[FloatArray, FloatArray]:
    """Answer with everything on, and with parts switched off: (10,) probabilities each."""
    from cifar_demo.anatomy.ablation import ablate

    result = ablate(cache.classifier(network).model, layer_outputs(network, image), parts)
    logits = np.stack([result.logits_before, result.logits_after])
    before, after = softmax(logits, temperature=cache.card(network).temperature)
    return before, after


def known_ranking(network: str, image: ByteImage, layer: str, class_index: int) -> ChannelRanking | None:
    """Give what `rank` found before, if it has not been forgotten."""
    return _rankings().get((network, image.tobytes(), layer, class_index))


def rank(
    network: str, image: ByteImage, layer: str, class_index: int, *, progress: Callable[[int, int], None]
) -> ChannelRanking:
    """Rank a layer's channels by what the answer loses without each; slow, and so kept."""
    from cifar_demo.anatomy.ablation import rank_channels

    place = silenced_at(network, layer)
    outputs = layer_outputs(network, image)
    ranking = rank_channels(cache.classifier(network).model, outputs, place, class_index, progress=progress)
    return cache.keep_latest(_rankings(), (network, image.tobytes(), layer, class_index), ranking, _MAX_RANKINGS)


@st.cache_resource(show_spinner=False)
def _rankings() -> dict[tuple[str, bytes, str, int], ChannelRanking]:
    return {}


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def effective_field(network: str, layer: str, unit: tuple[int, ...]) -> EffectiveField:
    """Measure which pixels move a unit, on average over the samples. Not to be changed."""
    from cifar_demo.anatomy.effective_field import effective_field

    return effective_field(cache.classifier(network).model, layer, unit, cache.framed_samples())
