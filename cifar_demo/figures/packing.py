"""A layer's maps, colours and receptive fields as one row of bytes, for a browser to draw from.

Little-endian throughout: the length of the header (uint32), the header (JSON, padded with spaces to a multiple of 4),
then the arrays that the header's "arrays" lists with their place, kind and shape, each at a multiple of 4.
"""

import io
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from PIL import Image

from cifar_demo.figures.theme import DIVERGING, SEQUENTIAL, is_signed
from cifar_demo.results import ByteImage, FieldEdges, FloatArray, UsualRange, WindowWalk

PHOTO_SIDE: Final = 360
_PHOTO_QUALITY: Final = 82
_ALIGNMENT: Final = 4


def pack_layer(
    activation: FloatArray,
    edges: FieldEdges,
    picture: ByteImage,
    *,
    photo: bytes,
    photo_box: tuple[float, float, float, float],
    unit: tuple[int, ...],
    usual: UsualRange,
    names: Sequence[str] = (),
) -> bytes:
    """Pack all that the explorer draws for one layer and one picture.

    Parameters
    ----------
    activation : (H, W, C) or (units,) float32
        Sent as float16, divided by its largest magnitude: exact to three digits.
    edges : FieldEdges
        Of the same layer.
    picture : (32, 32, 3) uint8
        What the network was shown.
    photo : bytes
        The picture as it was given, a JPEG.
    photo_box : (left, top, right, bottom)
        What of it was framed, as shares of its width and height.
    unit : tuple of int
        Pinned at first: (row, column, channel) or (index,).
    usual : UsualRange
        Of the layer over other pictures: the scale that does not change with the picture.
    names : sequence of str
        Of the units of a layer without positions, if they have any.

    Returns
    -------
    bytes
    """
    maps = activation if activation.ndim == 3 else activation[None, None]
    factor = float(np.abs(maps).max()) or 1.0
    signed = is_signed(activation)
    header = {
        "layer": edges.layer,
        "shape": list(maps.shape),
        "isFlat": activation.ndim == 1,
        "isSigned": signed,
        "factor": factor,
        "usualPeak": usual.peak,
        "numImages": usual.num_images,
        "photoBox": [round(edge, 5) for edge in photo_box],
        "names": list(names) or None,
        "unit": list(unit) if len(unit) == 3 else [0, 0, *unit],
    }
    arrays = {
        "maps": np.moveaxis(maps / factor, -1, 0).astype("<f2"),  # (H, W, C) -> (C, H, W)
        "silent": silent_maps(activation).astype(np.uint8),
        "dead": usual.never_fires.astype(np.uint8),
        "colours": DIVERGING if signed else SEQUENTIAL,
        "picture": picture,
        "photo": np.frombuffer(photo, np.uint8),
        "groups": edges.group_of_channel.astype("<u2"),
        "rows": edges.rows.astype("<i2"),
        "columns": edges.columns.astype("<i2"),
    }
    return pack_arrays(header, arrays)


def pack_walk(walk: WindowWalk, picture: ByteImage | None, words: Mapping[str, str]) -> bytes:
    """Pack what the sliding window draws.

    Parameters
    ----------
    walk : WindowWalk
    picture : (H, W, 3) uint8 or None
        To show in place of the inputs, where these are the colours of a picture.
    words : mapping
        What to write below the two maps: "reads" and "writes".
    """
    is_signed_pair = is_signed(walk.inputs), is_signed(walk.output)
    header = {
        "rule": walk.rule,
        "size": walk.size,
        "strides": walk.strides,
        "dilation": walk.dilation,
        "padding": walk.padding,
        "bias": walk.bias,
        "words": dict(words),
        "isSigned": is_signed_pair,
    }
    arrays = {
        "inputs": walk.inputs.astype("<f4"),
        "kernel": (walk.kernel if walk.kernel is not None else np.zeros(0)).astype("<f4"),
        "output": walk.output.astype("<f4"),
        "picture": picture if picture is not None else np.zeros(0, np.uint8),
        "colours": np.stack([DIVERGING if signed else SEQUENTIAL for signed in is_signed_pair]),
        "products": DIVERGING,
    }
    return pack_arrays(header, arrays)


def silent_maps(activation: FloatArray) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Find the maps in which no unit fires.

    Parameters
    ----------
    activation : (H, W, C) or (units,) float32

    Returns
    -------
    (C,) bool
        True where all values are exactly 0, as after a ReLU that nothing passed.
    """
    return np.logical_not(activation.reshape(-1, activation.shape[-1]).any(axis=0))


def pack_arrays(header: dict[str, Any], arrays: dict[str, Any]) -> bytes:
    """Write a header and arrays one behind the other.

    Parameters
    ----------
    header : dict
        Anything JSON can say; "arrays" is added.
    arrays : dict of str to array
    """
    table, parts, place = {}, [], 0
    for name, array in arrays.items():
        content = np.ascontiguousarray(array).tobytes()
        table[name] = {"start": place, "kind": array.dtype.str.lstrip("<|"), "shape": list(array.shape)}
        parts.append(content + bytes(-len(content) % _ALIGNMENT))
        place += len(parts[-1])
    text = json.dumps(header | {"arrays": table}, ensure_ascii=False).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return struct.pack("<I", len(text)) + text + b"".join(parts)


def unpack_arrays(packed: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read back what `pack_arrays` wrote, as the browser does: header and arrays."""
    (length,) = struct.unpack_from("<I", packed)
    header: dict[str, Any] = json.loads(packed[4 : 4 + length])
    arrays = {}
    for name, entry in header["arrays"].items():
        count = int(np.prod(entry["shape"]))
        arrays[name] = np.frombuffer(packed, entry["kind"], count, 4 + length + entry["start"]).reshape(entry["shape"])
    return header, arrays


def encode_jpeg(image: ByteImage, side: int = PHOTO_SIDE) -> bytes:
    """Write a picture as JPEG, reduced to `side` pixels at its longest.

    Parameters
    ----------
    image : (H, W, 3) uint8
    side : int
    """
    reduced = Image.fromarray(image)
    reduced.thumbnail((side, side))
    file = io.BytesIO()
    reduced.save(file, "JPEG", quality=_PHOTO_QUALITY)
    return file.getvalue()
