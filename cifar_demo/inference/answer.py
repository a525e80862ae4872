"""From any picture to an answer: the one road that the app and the command line share."""

import numpy as np

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.image.framing import DEFAULT_VIEWS, FrameMode, Resampling, views
from cifar_demo.inference.committee import Answerer
from cifar_demo.results import Box, ByteImage, Prediction


def answer_picture(
    answerer: Answerer,
    image: ByteImage,
    *,
    mode: FrameMode = "crop",
    box: Box | None = None,
    resampling: Resampling = "lanczos",
    num_views: int = DEFAULT_VIEWS,
    k: int = NUM_CLASSES,
) -> Prediction:
    """Frame a picture and answer for it.

    Parameters
    ----------
    answerer : Answerer
        A network, or the committee.
    image : (H, W, 3) uint8
        Upright RGB.
    mode, box, resampling
        As for `image.framing.frame_image`.
    num_views : int
        1 to 10 views whose answers are averaged.
    k : int
        How many classes to name, 1 to 10.
    """
    framed = views(image, num_views, mode=mode, box=box, resampling=resampling)
    return answerer.predict(np.stack([view.image for view in framed]), k=k)
