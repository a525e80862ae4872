"""Run some layers of a network again, on values of one's own: no new model, no compiled graph, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cifar_demo.anatomy.wiring import feeding_layers

if TYPE_CHECKING:
    import keras


def run_layers(
    model: keras.Model,
    names: Iterable[str],
    values: dict[str, Any],
    *,
    feed: Callable[[str, tuple[str, ...], list[Any]], list[Any]] | None = None,
    change: Callable[[str, Any], Any] | None = None,
    stand_ins: Mapping[str, Callable[[Any], Any]] | None = None,
) -> dict[str, Any]:
    """Run layers one by one, as in use, not in training.

    Parameters
    ----------
    model : keras.Model
    names : iterable of str
        Layers to run, in topological order.
    values : dict
        Layer name -> (N, ...) tensor, for every feeding layer that is not itself run.
    feed : callable or None
        ``feed(name, sources, inputs)`` may replace the list of a layer's inputs.
    change : callable or None
        ``change(name, output)`` may replace a layer's output.
    stand_ins : mapping or None
        Layer name -> what is run in that layer's stead, on its input.

    Returns
    -------
    dict of str to tensor
        `values` and the outputs of the layers that were run; `values` itself stays as it is.
    """
    layer_of = {layer.name: layer for layer in model.layers}
    known = dict(values)
    calls = {name: layer.call for name, layer in layer_of.items()} | dict(stand_ins or {})
    for name in names:
        sources = feeding_layers(layer_of[name])
        inputs = [known[source] for source in sources]
        if feed is not None:
            inputs = feed(name, sources, inputs)
        # `call` itself, not the layer: Keras' checks around it cost more than most layers' work. Left unset, `training`
        # means use.
        output = calls[name](inputs if len(inputs) > 1 else inputs[0])
        known[name] = output if change is None else change(name, output)
    return known
