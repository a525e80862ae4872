import base64
import io

import numpy as np
from PIL import Image

from cifar_demo.figures.photographs import photo_url


def opened(url: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(url.split(",")[1])))


def test_large_picture_is_shrunk_and_keeps_its_proportions():
    image = opened(photo_url(np.full((300, 600, 3), 90, np.uint8), 200))
    assert (image.format, image.size) == ("JPEG", (200, 100))


def test_few_pixels_are_kept_as_they_are(picture):
    image = opened(photo_url(picture, 640))
    assert image.format == "PNG"
    np.testing.assert_array_equal(np.array(image), picture)
