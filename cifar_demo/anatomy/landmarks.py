"""Where a guided tour of any network stops, and which learned map resembles a hand-made one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.results import FieldGeometry, FloatArray, IntArray, Landmarks, LayerSummary, Likeness

_CARRIES_ON = ("activation", "merge")


def find_landmarks(layers: tuple[LayerSummary, ...], feeders_of: Mapping[str, tuple[str, ...]]) -> Landmarks:
    """Choose the layers that stand for convolution, activation, pooling, depth and decision.

    Parameters
    ----------
    layers : tuple of LayerSummary
        In topological order, from input to logits.
    feeders_of : mapping
        Layer name -> layers that feed it.

    Raises
    ------
    ValueError
        If the network has no convolution or no activation.
    """
    first = {kind: _first_of_kind(layers, kind) for kind in ("convolution", "activation", "pooling")}
    convolution, activation, pooling = first["convolution"], first["activation"], first["pooling"]
    if convolution is None or activation is None:
        raise ValueError("A tour needs a network with a convolution and an activation.")
    return Landmarks(
        convolution=convolution,
        activation=activation,
        before_activation=feeders_of[activation][0],
        pooling=pooling,
        before_pooling=feeders_of[pooling][0] if pooling else None,
        milestones=_milestones(layers),
        features=feeders_of["logits"][0],
    )


def most_alike(activation: FloatArray, geometry: FieldGeometry, rules: FloatArray) -> Likeness:
    """Find the map of a layer that goes up and down with one of several hand-made maps.

    Parameters
    ----------
    activation : (H, W, C) float32
        Of a layer close to the picture.
    geometry : FieldGeometry
        Of that layer: a unit is compared with the rule at the middle of what it sees.
    rules : (32, 32, R) float32

    Returns
    -------
    Likeness
        By the magnitude of the correlation: a kernel with its sign turned finds the same edges.
    """
    rows, columns = (_middles(geometry, axis, activation.shape[axis], rules.shape[axis]) for axis in (0, 1))
    wanted = _standardised(rules[np.ix_(rows, columns)])
    found = _standardised(activation)
    correlations = found.T @ wanted / len(found)  # (C, R)
    channel, rule = np.unravel_index(int(np.abs(correlations).argmax()), correlations.shape)
    return Likeness(int(channel), int(rule), float(correlations[channel, rule]))


def liveliest_channel(activation: FloatArray, kernel: FloatArray) -> int:
    """Choose a kernel that is good to look at: it finds edges rather than colours, and finds many.

    Parameters
    ----------
    activation : (H, W, C) float32
        Of the convolution.
    kernel : (kernel_height, kernel_width, channels_in, C) float32
    """
    # Weights that cancel out within each input answer to differences between places; others answer to a colour alone.
    total = np.abs(kernel).sum(axis=(0, 1, 2))
    balance = 1 - np.abs(kernel.sum(axis=(0, 1))).sum(axis=0) / np.where(total > 0, total, 1)
    return int((activation.std(axis=(0, 1)) * balance).argmax())


def _first_of_kind(layers: tuple[LayerSummary, ...], kind: str) -> str | None:
    return next((layer.name for layer in layers if layer.kind == kind), None)


def _milestones(layers: tuple[LayerSummary, ...]) -> tuple[str, ...]:
    """Choose the last layer of each stage that holds finished maps: after the activation, or where branches met."""
    last: dict[int, str] = {}
    for layer in layers:
        stage = parse_layer_name(layer.name).stage
        has_places = len(layer.output_shape) == 3 and layer.output_shape[0] > 1
        if stage is not None and has_places and layer.kind in _CARRIES_ON:
            last[stage] = layer.name
    return tuple(last[stage] for stage in sorted(last))


def _middles(geometry: FieldGeometry, axis: int, count: int, extent: int) -> IntArray:
    middles = geometry.start[axis] + np.arange(count) * geometry.jump[axis] + (geometry.size[axis] - 1) // 2
    return np.clip(middles, 0, extent - 1)


def _standardised(maps: FloatArray) -> FloatArray:
    """Bring each map to mean 0 and deviation 1: (H, W, C) -> (H * W, C); a flat map stays 0."""
    flat = maps.reshape(-1, maps.shape[-1]).astype(np.float64)
    spread = flat.std(axis=0)
    standardised: FloatArray = (flat - flat.mean(axis=0)) / np.where(spread > 1e-9, spread, 1)
    return standardised
