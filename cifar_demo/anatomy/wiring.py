"""Which layer feeds which in a flat functional network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras import tree

if TYPE_CHECKING:
    import keras


def feeding_layers(layer: keras.Layer) -> tuple[str, ...]:
    """Name the layers that feed a layer, in the order of its arguments; none for the input."""
    tensors = tree.flatten(layer.input)
    producers = [tensor._keras_history.operation for tensor in tensors]
    return tuple(producer.name for producer in producers if producer is not layer)


def feeders(model: keras.Model) -> dict[str, tuple[str, ...]]:
    """Map each layer to those that feed it, in topological order: feeders come first."""
    return {layer.name: feeding_layers(layer) for layer in model.layers}


def consumers(feeders_of: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Map each layer to those that it feeds: the other way round."""
    fed_by: dict[str, list[str]] = {name: [] for name in feeders_of}
    for name, sources in feeders_of.items():
        for source in sources:
            fed_by[source].append(name)
    return {name: tuple(targets) for name, targets in fed_by.items()}


def descendants(feeders_of: dict[str, tuple[str, ...]], layer_name: str) -> tuple[str, ...]:
    """List the layers that a layer's output reaches, itself left out, in topological order."""
    reached = {layer_name}
    for name, sources in feeders_of.items():
        if reached.intersection(sources):
            reached.add(name)
    return tuple(name for name in feeders_of if name in reached and name != layer_name)


def ancestors(feeders_of: dict[str, tuple[str, ...]], layer_name: str) -> tuple[str, ...]:
    """List the layers that a layer needs, itself counted and the input left out, in topological order."""
    needed = {layer_name}
    for name in reversed(feeders_of):
        if name in needed:
            needed.update(feeders_of[name])
    return tuple(name for name, sources in feeders_of.items() if name in needed and sources)
