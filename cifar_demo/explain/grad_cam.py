"""Grad-CAM: the maps of one layer, weighted by how much each matters to a class, as one map.

Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2016
(arXiv:1610.02391), section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.wiring import consumers, feeders
from cifar_demo.constants import CLASS_NAMES, IMAGE_SIDE
from cifar_demo.explain.contract import scaled_to_one, score_of
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, Explanation, FieldGeometry, FloatArray, Target

if TYPE_CHECKING:
    import keras

_KINDS: Final = ("activation", "merge", "pooling")
# Smaller maps than this say hardly where.
_LEAST_DEFAULT_SIDE: Final = 7


def grad_cam(view: GradientView, image: ByteImage, target: Target, *, layer: str | None = None) -> Explanation:
    """Map where the maps of a layer speak for the target.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target
    layer : str or None
        A layer with rows and columns; None for `default_layer`.

    Returns
    -------
    Explanation
        Unsigned, enlarged to 32x32 with smooth steps in between. What speaks against the target is left out.

    Raises
    ------
    ValueError
        If the layer has no rows and columns.
    """
    layer = default_layer(view.model) if layer is None else layer
    if len(view.shape(layer)) != 3:
        raise ValueError(f"Layer {layer!r} has no rows and columns; choose one of {cam_layers(view.model)}.")
    batch = preprocess(image)
    maps, gradients = view.layer_gradients(layer, batch, target.direction)
    raw = (maps * cam_weights(gradients)[:, None, None, :]).sum(axis=-1)[0]  # (1, H, W, C) -> (H, W)
    heatmap, peak = scaled_to_one(enlarged(np.maximum(raw, 0), view.geometries[layer]))
    return Explanation(
        method="grad_cam",
        network=view.model.name,
        image=image,
        target=target,
        score=score_of(view.logits(batch)[0], target),
        heatmap=heatmap,
        is_signed=False,
        peak=peak,
        unit="points of score, weighted",
        layer=layer,
        silence=None if peak else _silence(raw, target),
    )


def cam_weights(gradients: FloatArray) -> FloatArray:
    """Average gradients over places, equation 1: (N, H, W, C) to (N, C)."""
    weights: FloatArray = gradients.mean(axis=(1, 2))
    return weights


def enlarged(values: FloatArray, geometry: FieldGeometry) -> FloatArray:
    """Enlarge a map to the picture: each value lies over the middle of what its unit sees, neighbours mix linearly.

    Where a network goes without padding, as LeNet-5 does, that is not where the map lies when it is only stretched:
    its outermost units look further in.

    Parameters
    ----------
    values : (H, W)
    geometry : FieldGeometry
        Of the layer.

    Returns
    -------
    (32, 32) float32
    """
    down, across = (_interpolation(extent, geometry, axis) for axis, extent in enumerate(values.shape))
    return np.asarray(down @ values @ across.T, np.float32)


def cam_layers(model: keras.Model) -> tuple[str, ...]:
    """Name the layers whose maps can be weighted: those that all of the signal passes, with two rows or more.

    Convolutions, normalisations and sums are left out where an activation is still to cut their values; so is what
    lies beside a shortcut or on one of several branches, for it holds only a part.
    """
    feeders_of = feeders(model)
    shared, fed_by = _shared_by_all_roads(feeders_of), consumers(feeders_of)
    return tuple(
        layer.name
        for layer in model.layers
        if layer.name in shared and _has_maps(layer) and not _is_still_to_be_cut(fed_by[layer.name])
    )


def default_layer(model: keras.Model) -> str:
    """Name the layer that knows most and still says where: the last of `cam_layers` with seven rows or more.

    Maps of four rows, the last of our deeper networks, put VGGNet's answers less well in place (docs/decisions/0022).

    Raises
    ------
    ValueError
        If no layer of the network has rows and columns.
    """
    candidates = cam_layers(model)
    if not candidates:
        raise ValueError(f"{model.name} has no layer with rows and columns.")
    rows = {name: model.get_layer(name).output.shape[1] for name in candidates}
    least = min(_LEAST_DEFAULT_SIDE, max(rows.values()))
    return [name for name in candidates if rows[name] >= least and not _is_pooling(name)][-1]


def _is_pooling(name: str) -> bool:
    return parse_layer_name(name).kind == "pooling"


def _shared_by_all_roads(feeders_of: dict[str, tuple[str, ...]]) -> set[str]:
    """Find the layers that no road from the picture to the answer goes round, in an order where feeders come first."""
    place = {name: index for index, name in enumerate(feeders_of)}
    reach, shared = 0, set()
    for name, targets in consumers(feeders_of).items():
        if reach <= place[name]:  # Nothing before it leads past it.
            shared.add(name)
        reach = max([reach, *(place[target] for target in targets)])
    return shared


def _has_maps(layer: keras.Layer) -> bool:
    shape = layer.output.shape[1:]
    return parse_layer_name(layer.name).kind in _KINDS and len(shape) == 3 and min(shape[:2]) > 1


def _is_still_to_be_cut(targets: tuple[str, ...]) -> bool:
    return len(targets) == 1 and parse_layer_name(targets[0]).kind == "activation"


def _interpolation(extent: int, geometry: FieldGeometry, axis: int) -> FloatArray:
    """Weigh `extent` values for each of 32 pixels: (32, extent); pixels at the edge repeat the outermost value."""
    middle_of_first = geometry.start[axis] + (geometry.size[axis] - 1) / 2
    places = np.clip((np.arange(IMAGE_SIDE) - middle_of_first) / geometry.jump[axis], 0, extent - 1)
    return np.asarray(np.clip(1 - np.abs(places[:, None] - np.arange(extent)), 0, None), np.float32)


def _silence(raw: FloatArray, target: Target) -> str:
    name = CLASS_NAMES[target.class_index]
    if raw.min() < 0:
        return f"Nowhere do the maps of this layer speak for “{name}”: every place speaks against it."
    return f"No map of this layer that matters to “{name}” fires on this picture."
