"""What the pages Inside and Tour work out once and keep: one of the five caches, see `cache`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

import numpy as np
import streamlit as st

from cifar_demo.results import (
    ByteImage,
    Exemplars,
    FeatureVisualization,
    Landmarks,
    LayerGraph,
    Likeness,
    UnitProjection,
    UsualRange,
    WindowWalk,
)
from cifar_demo.ui import cache, explain_cache, layers_cache

KernelOrder = Literal["number", "norm", "similarity"]
_AN_HOUR: Final = 3600  # Seconds.
_MAX_DRAWN: Final = 256  # Pictures of 3 kB.
_MAX_SEARCHED: Final = 8  # A megabyte each.


@st.cache_resource(show_spinner=False)
def landmarks(network: str) -> Landmarks:
    """Choose the layers of a network that a tour stops at."""
    from cifar_demo.anatomy.landmarks import find_landmarks
    from cifar_demo.anatomy.wiring import feeders

    return find_landmarks(layers_cache.layers(network), feeders(cache.classifier(network).model))


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
    geometry = layers_cache.receptive_fields(network).geometry[first]
    return most_alike(layers_cache.layer_outputs(network, image)[first].activation, geometry, sobel_edges(image))


@st.cache_resource(show_spinner=False, max_entries=32, ttl=_AN_HOUR)
def window_walk(network: str, image: ByteImage, layer: str, channel: int) -> WindowWalk:
    """Gather a window's walk over a map. Not to be changed."""
    from cifar_demo.anatomy.window_walk import window_walk

    return window_walk(cache.classifier(network).model, layers_cache.layer_outputs(network, image), layer, channel)


@st.cache_resource(show_spinner="Looking at our sample pictures, once for this network …", show_time=True)
def usual_ranges(network: str) -> dict[str, UsualRange]:
    """Find what all layers give over our sample pictures."""
    from cifar_demo.anatomy.usual import usual_ranges

    return usual_ranges(cache.classifier(network).extractor, cache.framed_samples())


@st.cache_resource(show_spinner=False, max_entries=128)
def kernel_order(network: str, layer: str, order: KernelOrder) -> tuple[int, ...]:
    """List the outputs of a layer in an order to look at their kernels in."""
    from cifar_demo.anatomy import kernels as orders

    found = layers_cache.kernels(network, layer)
    if found is None:
        return ()
    if order == "number":
        return tuple(range(found.kernel.shape[-1]))
    return orders.order_by_norm(found.kernel) if order == "norm" else orders.order_by_similarity(found.kernel)


def strongest_inputs(network: str, layer: str, outputs: tuple[int, ...]) -> tuple[int, ...]:
    """List the inputs of a layer, those first that some of its outputs draw on most."""
    from cifar_demo.anatomy.kernels import strongest_inputs

    found = layers_cache.kernels(network, layer)
    return () if found is None else strongest_inputs(found.kernel, outputs)


@st.cache_data(show_spinner=False, max_entries=32, ttl=_AN_HOUR)
def change_by_shift(network: str, image: ByteImage, layers: tuple[str, ...]) -> tuple[float, ...]:
    """Measure how much layers change when the picture moves one pixel to the right, as shares of their size."""
    moved = cache.classifier(network).extractor.extract(np.concatenate([image[:, :1], image[:, :-1]], axis=1))
    outputs = layers_cache.layer_outputs(network, image)
    changes = []
    for layer in layers:
        before = outputs[layer].activation
        size = float(np.linalg.norm(before))
        changes.append(float(np.linalg.norm(moved[layer].activation - before)) / (size or 1.0))
    return tuple(changes)


@st.cache_resource(show_spinner=False)
def deconvnet_refused(network: str) -> str | None:
    """Say why there is no deconvnet for a network; None if there is."""
    from cifar_demo.explain.deconvnet import why_not

    return why_not(cache.classifier(network).model)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=_AN_HOUR)
def projection(network: str, image: ByteImage, layer: str, unit: tuple[int, ...]) -> UnitProjection:
    """Send what a unit answered back to the pixels. Not to be changed."""
    from cifar_demo.explain.deconvnet import project_unit

    return project_unit(explain_cache.gradient_view(network), image, layer, unit)


def known_drawing(network: str, layer: str, channel: int, seed: int) -> FeatureVisualization | None:
    """Give what `draw` drew before, if it has not been forgotten."""
    drawn: FeatureVisualization | None = _drawings().get((network, layer, channel, seed))
    return drawn


def draw(network: str, layer: str, channel: int, seed: int) -> Iterator[FeatureVisualization]:
    """Draw what a channel looks for, step by step; the finished picture is kept."""
    from cifar_demo.explain.feature_visualization import draw_feature

    for drawn in draw_feature(explain_cache.gradient_view(network), layer, channel, seed=seed):
        if drawn.is_done:
            cache.keep_latest(_drawings(), (network, layer, channel, seed), drawn, _MAX_DRAWN)
        yield drawn


def known_exemplars(network: str) -> dict[str, Exemplars] | None:
    """Give what the largest `search` found before, if it has not been forgotten."""
    searched = {key[1]: found for key, found in _searches().items() if key[0] == network}
    return searched[max(searched)] if searched else None


def search(network: str, num_images: int, *, progress: Callable[[int, int], None]) -> dict[str, Exemplars]:
    """Find the test pictures that excite each channel most; slow, and so kept.

    Parameters
    ----------
    network : str
    num_images : int
        How many to look through, from the first on: the test set is in no order.
    progress : callable
        Called with pictures done and pictures in all; a page may be interrupted there.
    """
    from cifar_demo.anatomy.exemplars import find_exemplars

    images = cache.labelled_pictures().images[:num_images]
    found = find_exemplars(cache.classifier(network).model, images, progress=progress)
    return cache.keep_latest(_searches(), (network, num_images), found, _MAX_SEARCHED)


@st.cache_resource(show_spinner=False)
def _drawings() -> dict[tuple[str, str, int, int], FeatureVisualization]:
    return {}


@st.cache_resource(show_spinner=False)
def _searches() -> dict[tuple[str, int], dict[str, Exemplars]]:
    return {}
