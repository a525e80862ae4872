"""All that a window needs to slide over a map in front of a person: what it reads, its kernel, what it wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from keras import layers

from cifar_demo.anatomy.unit_context import weight_at
from cifar_demo.anatomy.windows import window_of
from cifar_demo.anatomy.wiring import feeding_layers
from cifar_demo.results import LayerOutput, WindowWalk

if TYPE_CHECKING:
    import keras

_TAKES_LARGEST = (layers.MaxPooling2D, layers.GlobalMaxPooling2D)


def window_walk(model: keras.Model, outputs: Mapping[str, LayerOutput], layer_name: str, channel: int) -> WindowWalk:
    """Gather the walk of a convolution's or pooling's window over what feeds it, for one output channel.

    Parameters
    ----------
    model : keras.Model
    outputs : mapping of layer name to LayerOutput
        All layers' outputs for the picture.
    layer_name : str
    channel : int
        Of the layer's output.

    Raises
    ------
    ValueError
        If the layer has no window, or a grouped one.
    """
    layer = model.get_layer(layer_name)
    window = window_of(layer)
    if window is None or getattr(layer, "groups", 1) > 1:
        raise ValueError(f"Layer {layer_name!r} has no window that reads whole maps.")
    source = outputs[feeding_layers(layer)[0]].activation
    output = outputs[layer_name].activation
    is_convolution = isinstance(layer, layers.Conv2D)
    has_bias = is_convolution and layer.bias is not None
    return WindowWalk(
        layer=layer_name,
        rule="sum" if is_convolution else "largest" if isinstance(layer, _TAKES_LARGEST) else "mean",
        size=window.size,
        strides=window.strides,
        dilation=window.dilation,
        padding=window.padding,
        inputs=source if is_convolution else source[..., channel : channel + 1].copy(),
        kernel=weight_at(layer.kernel, (..., channel)) if is_convolution else None,
        bias=float(weight_at(layer.bias, channel)) if has_bias else 0.0,
        output=(output[..., channel] if output.ndim == 3 else output[None, None, channel]).copy(),
    )
