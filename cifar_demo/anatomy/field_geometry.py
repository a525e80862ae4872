"""Size, step and start of each layer's receptive field, layer by layer from the picture on.

The recurrences of Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", 2019
(doi:10.23915/distill.00021), with the union where branches meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.windows import Pair, Window, window_of
from cifar_demo.anatomy.wiring import feeders
from cifar_demo.results import FieldGeometry

if TYPE_CHECKING:
    import keras


def field_geometries(model: keras.Model) -> dict[str, FieldGeometry]:
    """Compute the receptive field's geometry for every layer.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.

    Returns
    -------
    dict of layer name to FieldGeometry
        In topological order. A flattened layer has the geometry of the map it came from.

    Raises
    ------
    ValueError
        If a layer merges maps of different resolution.
    """
    extents = map_extents(model)
    geometries: dict[str, FieldGeometry] = {}
    for name, sources in feeders(model).items():
        if not sources:
            geometries[name] = FieldGeometry(name, (1, 1), (1, 1), (0, 0))
            continue
        united = _unite(name, [geometries[source] for source in sources])
        window = _whole_map(name, extents[sources[0]]) or window_of(model.get_layer(name))
        geometries[name] = united if window is None else _through(united, window, extents[name])
    return geometries


def map_extents(model: keras.Model) -> dict[str, Pair]:
    """Count rows and columns of every layer's map; a flattened map still has its own, a mixed one has (1, 1)."""
    extents: dict[str, Pair] = {}
    for name, sources in feeders(model).items():
        layer = model.get_layer(name)
        shape = layer.output.shape[1:]
        if len(shape) == 3:
            extents[name] = (shape[0], shape[1])
        else:
            extents[name] = (1, 1) if mixes_positions(layer) else extents[sources[0]]
    return extents


def mixes_positions(layer: keras.Layer) -> bool:
    """Tell whether a flat layer draws on all positions: a dense layer or global pooling."""
    return window_of(layer) is not None or parse_layer_name(layer.name).kind == "dense"


def _whole_map(name: str, extent: Pair) -> Window | None:
    """Give a dense layer's window: the whole map."""
    return Window(extent, (1, 1), (1, 1), (0, 0)) if parse_layer_name(name).kind == "dense" else None


def _through(seen: FieldGeometry, window: Window, extent: Pair) -> FieldGeometry:
    vertical, horizontal = (_through_axis(seen, window, axis) for axis in (0, 1))
    jump = (0, 0) if extent == (1, 1) else (vertical[1], horizontal[1])
    return FieldGeometry(seen.layer, (vertical[0], horizontal[0]), jump, (vertical[2], horizontal[2]))


def _through_axis(seen: FieldGeometry, window: Window, axis: int) -> tuple[int, int, int]:
    size = seen.size[axis] + (window.reach(axis) - 1) * seen.jump[axis]
    start = seen.start[axis] - window.padding[axis] * seen.jump[axis]
    return size, seen.jump[axis] * window.strides[axis], start


def _unite(name: str, sources: list[FieldGeometry]) -> FieldGeometry:
    if len({source.jump for source in sources}) > 1:
        raise ValueError(f"Layer {name!r} merges maps of different resolution.")
    (top, bottom), (left, right) = (_hull(sources, axis) for axis in (0, 1))
    return FieldGeometry(name, (bottom - top, right - left), sources[0].jump, (top, left))


def _hull(sources: list[FieldGeometry], axis: int) -> Pair:
    first = min(source.start[axis] for source in sources)
    return first, max(source.start[axis] + source.size[axis] for source in sources)
