"""The pictures that excite each channel of a network most, found in one pass over many pictures.

What Zeiler and Fergus show beside their projections (arXiv:1311.2901, figure 2): the top nine of a validation set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, Exemplars

Found = tuple[Any, Any, Any]  # Values, pictures and places, (kept, sum of all C) each.

NUM_KEPT: Final = 9
# All maps of a batch may be held at once: 7 MB a picture in GoogLeNet.
BATCH: Final = 16


def find_exemplars(
    model: keras.Model,
    images: ByteImage,
    *,
    num_kept: int = NUM_KEPT,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Exemplars]:
    """Find the pictures whose strongest unit is strongest, for every channel of every layer at once.

    Parameters
    ----------
    model : keras.Model
        Flat functional model; not changed.
    images : (N, 32, 32, 3) uint8
    num_kept : int
        Pictures to keep for each channel.
    progress : callable or None
        ``progress(done, total)`` after each batch; raise there to stop.

    Returns
    -------
    dict of layer name to Exemplars
    """
    names = [layer.name for layer in model.layers]
    widths = [int(layer.output.shape[-1]) for layer in model.layers]
    peaks_of = _compiled_peaks(model)
    kept: Found | None = None
    for start in range(0, len(images), BATCH):
        part = images[start : start + BATCH]
        values, places = (output.numpy() for output in peaks_of(tf.constant(preprocess(part))))
        numbers = np.broadcast_to(np.arange(start, start + len(part))[:, None], values.shape)
        kept = _merged(kept, (values, numbers, places), num_kept)
        if progress is not None:
            progress(start + len(part), len(images))
    if kept is None:
        raise ValueError("No pictures to look through.")
    ends = np.cumsum(widths)
    return {
        name: _part(name, kept, slice(end - width, end), len(images))
        for name, width, end in zip(names, widths, ends.tolist(), strict=True)
    }


def _part(name: str, kept: Found, channels: slice, num_images: int) -> Exemplars:
    values, numbers, places = (array[:, channels].copy() for array in kept)
    return Exemplars(name, values, numbers, places, num_images)


def _compiled_peaks(model: keras.Model) -> Any:
    """Compile what gives every channel's largest value and its place, all layers side by side: (N, sum of C) each."""
    view = keras.Model(model.inputs, [layer.output for layer in model.layers])

    def peaks(batch: Any) -> tuple[Any, Any]:
        outputs = view(batch, training=False)
        flat = [tf.reshape(output, (tf.shape(output)[0], -1, output.shape[-1])) for output in outputs]
        values = tf.concat([tf.reduce_max(output, axis=1) for output in flat], axis=1)
        places = tf.concat([tf.argmax(output, axis=1, output_type=tf.int32) for output in flat], axis=1)
        return values, places

    return tf.function(peaks, autograph=False, input_signature=[tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)])


def _merged(kept: Found | None, found: Found, num_kept: int) -> Found:
    """Keep the largest values of both, largest first, with what belongs to them; all (num, C)."""
    values, numbers, places = found if kept is None else map(np.concatenate, zip(kept, found, strict=True))
    order = np.argsort(-values, axis=0, kind="stable")[:num_kept]
    values, numbers, places = (np.take_along_axis(array, order, axis=0) for array in (values, numbers, places))
    return values, numbers, places
