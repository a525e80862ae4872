"""Which pixels a unit can see: its window, walked back layer by layer to the picture.

The walk cuts each window at its map's edge, and follows a concatenated channel into its own branch, so that the box
holds no pixel that cannot reach the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cifar_demo.anatomy.field_geometry import field_geometries, map_extents
from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.windows import Window, window_of
from cifar_demo.anatomy.wiring import feeders
from cifar_demo.results import Box, FieldEdges, FieldGeometry, IntArray, ReceptiveField

if TYPE_CHECKING:
    import keras

Span = tuple[IntArray, IntArray]  # First and last, inclusive; one pair for each unit that is walked back.


@dataclass(frozen=True, eq=False)
class _Region:
    """Part of a layer's output: rows, columns, and one channel or (None) all of them. A flat layer has one place."""

    rows: Span
    columns: Span
    channel: int | None

    def union(self, other: _Region) -> _Region:
        channel = self.channel if self.channel == other.channel else None
        return _Region(_hull(self.rows, other.rows), _hull(self.columns, other.columns), channel)


class ReceptiveFields:
    """The receptive fields of one network: make it once, it holds sizes and names only.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.

    Attributes
    ----------
    geometry : dict of layer name to FieldGeometry
    """

    def __init__(self, model: keras.Model) -> None:
        self.geometry: dict[str, FieldGeometry] = field_geometries(model)
        self._extents = map_extents(model)
        self._feeders = feeders(model)
        self._windows = {layer.name: window_of(layer) for layer in model.layers}
        self._shapes: dict[str, tuple[int, ...]] = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}

    def field(self, layer_name: str, unit: tuple[int, ...]) -> ReceptiveField:
        """Find what one unit can see.

        Parameters
        ----------
        layer_name : str
        unit : tuple of int
            (row, column, channel), or (index,) in a layer without positions.

        Raises
        ------
        ValueError
            If the layer has no such unit.
        """
        check_unit(layer_name, unit, self._shapes[layer_name])
        *place, channel = unit
        row, column = place or (0, 0)
        left, top, right, bottom = self._pixels(layer_name, _Region(_at(row), _at(column), channel)).ravel().tolist()
        return ReceptiveField(layer_name, unit, (left, top, right, bottom), self._nominal_box(layer_name, unit))

    def boxes(self, layer_name: str, channel: int | None = None) -> IntArray:
        """Find the boxes of all units of a feature map at once.

        Parameters
        ----------
        layer_name : str
            A layer with positions.
        channel : int or None
            Matters where branches were concatenated: each channel sees what its branch sees. None: all channels.

        Returns
        -------
        (H, W, 4) int64
            left, top, right, bottom; right and bottom are the first pixels outside.

        Raises
        ------
        ValueError
            If the layer has no positions.
        """
        shape = self._shapes[layer_name]
        if len(shape) != 3:
            raise ValueError(f"Layer {layer_name!r} has no rows and columns; ask for the field of one unit.")
        rows, columns = np.arange(shape[0]), np.arange(shape[1])
        return self._pixels(layer_name, _Region((rows, rows), (columns, columns), channel))

    def edges(self, layer_name: str) -> FieldEdges:
        """Find the boxes of all units of a layer, packed small enough to send to a browser.

        Parameters
        ----------
        layer_name : str
            Any layer, with positions or without.
        """
        shape = self._shapes[layer_name]
        group_of_channel = self._channel_groups(layer_name)
        rows, columns = (np.arange(extent) for extent in (shape[:2] if len(shape) == 3 else (1, 1)))
        firsts = [int(np.argmax(group_of_channel == group)) for group in range(int(group_of_channel.max()) + 1)]
        boxes = [self._pixels(layer_name, _Region((rows, rows), (columns, columns), first)) for first in firsts]
        return FieldEdges(
            layer=layer_name,
            group_of_channel=group_of_channel,
            rows=np.stack([box[:, 0, 1::2] for box in boxes]),
            columns=np.stack([box[0, :, 0::2] for box in boxes]),
        )

    def _channel_groups(self, layer_name: str) -> IntArray:
        """Number the groups of channels that see the same, (C,) from 0: by flattened place, by concatenated branch."""
        place, sources = parse_layer_name(layer_name), self._feeders[layer_name]
        num_channels = self._shapes[layer_name][-1]
        if place.operation == "concat":
            parts = [self._channel_groups(source) for source in sources]
            starts = np.cumsum([0, *(part.max() + 1 for part in parts)])
            return np.concatenate([part + start for part, start in zip(parts, starts, strict=False)])
        if place.operation == "flatten":
            inside = self._channel_groups(sources[0])
            spots = num_channels // len(inside)
            groups: IntArray = (np.arange(spots)[:, None] * (inside.max() + 1) + inside).ravel()
            return groups
        if place.operation == "add":
            parts = [self._channel_groups(source) for source in sources]
            return np.unique(np.stack(parts), axis=1, return_inverse=True)[1].ravel()
        if place.kind in ("pooling", "activation", "dropout") or place.operation == "bn":
            return self._channel_groups(sources[0])
        return np.zeros(num_channels, np.int64)

    def _pixels(self, layer_name: str, region: _Region) -> IntArray:
        """Walk a region back to the picture: one box for each of its rows and columns, (H, W, 4)."""
        wanted = {layer_name: region}
        for name in reversed(self._feeders):
            if name in wanted and name != "input":
                for source, needed in self._needed(name, wanted[name]).items():
                    wanted[source] = needed.union(wanted[source]) if source in wanted else needed
        (top, bottom), (left, right) = wanted["input"].rows, wanted["input"].columns
        sides = np.broadcast_arrays(left[None], top[:, None], right[None] + 1, bottom[:, None] + 1)
        return np.stack(sides, axis=-1)

    def _needed(self, name: str, region: _Region) -> dict[str, _Region]:
        """What a region of one layer takes from each of the layers that feed it."""
        sources = self._feeders[name]
        place = parse_layer_name(name)
        window = self._windows[name]
        if place.operation == "concat":
            return self._needed_branches(sources, region)
        if window is not None:
            channel = region.channel if place.kind == "pooling" else None
            return {sources[0]: self._seen_through(window, sources[0], region, channel)}
        if place.operation == "flatten":
            return {sources[0]: self._unflattened(sources[0], region.channel)}
        if place.kind == "dense" or place.operation == "lrn":  # These mix channels, in place.
            return {sources[0]: _Region(region.rows, region.columns, None)}
        return dict.fromkeys(sources, region)

    def _needed_branches(self, sources: tuple[str, ...], region: _Region) -> dict[str, _Region]:
        if region.channel is None:
            return dict.fromkeys(sources, region)
        source, channel = branch_of(region.channel, {source: self._shapes[source][-1] for source in sources})
        return {source: _Region(region.rows, region.columns, channel)}

    def _seen_through(self, window: Window, source: str, region: _Region, channel: int | None) -> _Region:
        rows, columns = (
            _slide(window, axis, span, self._shapes[source][axis])
            for axis, span in enumerate((region.rows, region.columns))
        )
        return _Region(rows, columns, channel)

    def _unflattened(self, source: str, index: int | None) -> _Region:
        height, width, _ = self._shapes[source]
        if index is None:
            return _Region((np.array([0]), np.array([height - 1])), (np.array([0]), np.array([width - 1])), None)
        row, column, channel = (int(i) for i in np.unravel_index(index, self._shapes[source]))
        return _Region(_at(row), _at(column), channel)

    def _nominal_box(self, layer_name: str, unit: tuple[int, ...]) -> Box:
        geometry = self.geometry[layer_name]
        height, width = self._extents[layer_name]
        row, column = (
            unit[:2] if len(unit) == 3 else divmod(unit[0] * height * width // self._shapes[layer_name][0], width)
        )
        top = geometry.start[0] + row * geometry.jump[0]
        left = geometry.start[1] + column * geometry.jump[1]
        return (left, top, left + geometry.size[1], top + geometry.size[0])


def check_unit(layer_name: str, unit: tuple[int, ...], shape: tuple[int, ...]) -> None:
    """Refuse a unit that a layer of this output shape does not have.

    Raises
    ------
    ValueError
        If the layer has no such unit.
    """
    if len(unit) != len(shape) or not all(0 <= index < extent for index, extent in zip(unit, shape, strict=True)):
        raise ValueError(f"Layer {layer_name!r} has units up to {tuple(n - 1 for n in shape)}; there is no {unit}.")


def branch_of(channel: int, num_channels: dict[str, int]) -> tuple[str, int]:
    """Find where a concatenated channel came from.

    Parameters
    ----------
    channel : int
        In the concatenation.
    num_channels : dict of layer name to int
        Channels of each concatenated layer, in order.

    Returns
    -------
    (layer name, channel in that layer)
    """
    for source, count in num_channels.items():
        if channel < count:
            return source, channel
        channel -= count
    raise ValueError(f"{tuple(num_channels)} together have {channel} channels too few.")


def _slide(window: Window, axis: int, span: Span, extent: int) -> Span:
    first = span[0] * window.strides[axis] - window.padding[axis]
    last = span[1] * window.strides[axis] - window.padding[axis] + window.reach(axis) - 1
    return np.clip(first, 0, extent - 1), np.clip(last, 0, extent - 1)


def _at(index: int) -> Span:
    return np.array([index]), np.array([index])


def _hull(one: Span, other: Span) -> Span:
    return np.minimum(one[0], other[0]), np.maximum(one[1], other[1])
