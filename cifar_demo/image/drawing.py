"""What a person has drawn, laid over what stands behind it."""

import numpy as np
from PIL import Image

from cifar_demo.image.faults import fault
from cifar_demo.image.opening import damage_named, open_header
from cifar_demo.results import ByteImage


def lay_over(layer: bytes, ground: ByteImage, name: str) -> ByteImage:
    """Lay a drawing over a background.

    Parameters
    ----------
    layer : bytes
        A PNG file, transparent where nothing is drawn, as large as the background.
    ground : (H, W, 3) uint8
    name : str
        What to call the drawing, for messages.

    Returns
    -------
    (H, W, 3) uint8

    Raises
    ------
    ImageDecodeError
        If the layer is no PNG of that size, or damaged.
    """
    file = open_header(layer, name)
    if file.format != "PNG" or file.size != (ground.shape[1], ground.shape[0]):
        raise fault(name, "it is not what the canvas of this page sends", "reload the page and draw again")
    with damage_named(name, "PNG"):
        drawn = file.convert("RGBA")
    below = Image.fromarray(ground).convert("RGBA")
    return np.array(Image.alpha_composite(below, drawn).convert("RGB"))
