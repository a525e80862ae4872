"""The sliding window of a convolution or pooling layer: where it looks for each of its outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras import layers

if TYPE_CHECKING:
    import keras

Pair = tuple[int, int]

_GLOBAL_POOLING = (layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D)
_POOLING = (layers.MaxPooling2D, layers.AveragePooling2D)


@dataclass(frozen=True)
class Window:
    """A window over a feature map; each pair is (vertical, horizontal).

    Output i looks at inputs ``i * stride - padding``, then every `dilation` further, `size` of them.

    Attributes
    ----------
    size, strides, dilation : (int, int)
    padding : (int, int)
        Rows above and columns to the left of the map.
    """

    size: Pair
    strides: Pair
    dilation: Pair
    padding: Pair

    def first(self, axis: int, index: int) -> int:
        """First input that output `index` looks at along an axis, 0 for vertical; negative in the padding."""
        return index * self.strides[axis] - self.padding[axis]

    def reach(self, axis: int) -> int:
        """Inputs from the first to the last that the window looks at, gaps of dilation counted."""
        return (self.size[axis] - 1) * self.dilation[axis] + 1


def window_of(layer: keras.Layer) -> Window | None:
    """Describe the window of a convolution or pooling layer; None for layers that have none.

    Global pooling is one window over the whole map.
    """
    if isinstance(layer, _GLOBAL_POOLING):
        return Window(tuple(layer.input.shape[1:3]), (1, 1), (1, 1), (0, 0))
    if isinstance(layer, layers.Conv2D):
        return _sliding(layer, layer.kernel_size, layer.dilation_rate)
    if isinstance(layer, _POOLING):
        return _sliding(layer, layer.pool_size, (1, 1))
    return None


def _sliding(layer: Any, size: Pair, dilation: Pair) -> Window:
    plain = Window(size, layer.strides, dilation, (0, 0))
    if layer.padding == "valid":
        return plain
    height, width = layer.input.shape[1:3]
    padding = (_same_padding(plain, 0, height), _same_padding(plain, 1, width))
    return Window(plain.size, plain.strides, plain.dilation, padding)


def _same_padding(window: Window, axis: int, extent: int) -> int:
    """Padding before the map that TensorFlow's "same" adds: half of what is needed, the odd pixel goes behind."""
    stride = window.strides[axis]
    num_outputs = -(-extent // stride)
    needed = (num_outputs - 1) * stride + window.reach(axis) - extent
    return max(needed, 0) // 2
