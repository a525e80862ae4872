"""What the pages Inside and Tour work out once and keep: with `cache`, the only place that caches."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import streamlit as st

from cifar_demo.results import ByteImage, Landmarks, LayerGraph, Likeness, UsualRange, WindowWalk
from cifar_demo.ui import cache

KernelOrder = Literal["number", "norm", "similarity"]
_AN_HOUR: Final = 3600  # Seconds.


@st.cache_resource(show_spinner=False)
def landmarks(network: str) -> Landmarks:
    """Choose the layers of a network that a tour stops at."""
    from cifar_demo.anatomy.landmarks import find_landmarks
    from cifar_demo.anatomy.wiring import feeders

    return find_landmarks(cache.layers(network), feeders(cache.classifier(network).model))


@st.cache_resource(show_spinner=False)
def map_views(network: str) -> dict[str, LayerGraph]:
    """Lay a network out as a map at every scale. Not to be changed."""
    from cifar_demo.anatomy.zoom import zoomed_graphs

    loaded = cache.classifier(network)
    return zoomed_graphs(loaded.model, loaded.spec.paper_names)


def map_start(network: str, layer: str, max_columns: int) -> str:
    """Name the view that shows a layer of a network without getting too wide."""
    from cifar_demo.anatomy.zoom import view_of

    return view_of(map_views(network), layer, max_columns)


@st.cache_resource(show_spinner=False, max_entries=32, ttl=_AN_HOUR)
def hand_made_likeness(network: str, image: ByteImage) -> Likeness:
    """Find the map of the first convolution that comes closest to edges found by a rule."""
    from cifar_demo.anatomy.landmarks import most_alike
    from cifar_demo.image.edges import sobel_edges

    first = landmarks(network).convolution
    geometry = cache.receptive_fields(network).geometry[first]
    return most_alike(cache.layer_outputs(network, image)[first].activation, geometry, sobel_edges(image))


@st.cache_resource(show_spinner=False, max_entries=32, ttl=_AN_HOUR)
def window_walk(network: str, image: ByteImage, layer: str, channel: int) -> WindowWalk:
    """Gather a window's walk over a map. Not to be changed."""
    from cifar_demo.anatomy.window_walk import window_walk

    return window_walk(cache.classifier(network).model, cache.layer_outputs(network, image), layer, channel)


@st.cache_resource(show_spinner="Looking at our sample pictures, once for this network …", show_time=True)
def usual_ranges(network: str) -> dict[str, UsualRange]:
    """Find what all layers give over our sample pictures."""
    from cifar_demo.anatomy.usual import usual_ranges

    return usual_ranges(cache.extractor(network), cache.framed_samples())


@st.cache_resource(show_spinner=False, max_entries=128)
def kernel_order(network: str, layer: str, order: KernelOrder) -> tuple[int, ...]:
    """List the outputs of a layer in an order to look at their kernels in."""
    from cifar_demo.anatomy import kernels as orders

    found = cache.kernels(network, layer)
    if found is None:
        return ()
    if order == "number":
        return tuple(range(found.kernel.shape[-1]))
    return orders.order_by_norm(found.kernel) if order == "norm" else orders.order_by_similarity(found.kernel)


def strongest_inputs(network: str, layer: str, outputs: tuple[int, ...]) -> tuple[int, ...]:
    """List the inputs of a layer, those first that some of its outputs draw on most."""
    from cifar_demo.anatomy.kernels import strongest_inputs

    found = cache.kernels(network, layer)
    return () if found is None else strongest_inputs(found.kernel, outputs)


@st.cache_data(show_spinner=False, max_entries=32, ttl=_AN_HOUR)
def change_by_shift(network: str, image: ByteImage, layers: tuple[str, ...]) -> tuple[float, ...]:
    """Measure how much layers change when the picture moves one pixel to the right, as shares of their size."""
    moved = cache.extractor(network).extract(np.concatenate([image[:, :1], image[:, :-1]], axis=1))
    outputs = cache.layer_outputs(network, image)
    changes = []
    for layer in layers:
        before = outputs[layer].activation
        size = float(np.linalg.norm(before))
        changes.append(float(np.linalg.norm(moved[layer].activation - before)) / (size or 1.0))
    return tuple(changes)
