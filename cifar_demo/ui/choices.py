"""How a visitor wants pictures framed."""

from __future__ import annotations

from dataclasses import dataclass

from cifar_demo.image.framing import DEFAULT_VIEWS, FrameMode, Resampling


@dataclass(frozen=True)
class Framing:
    """How pictures become 32x32: the visitor's choice, which holds from picture to picture and page to page.

    Attributes
    ----------
    mode, resampling
        As for `image.framing.frame_image`.
    num_views : int
        1 to 10; the answers to several views are averaged.
    """

    mode: FrameMode = "crop"
    resampling: Resampling = "lanczos"
    num_views: int = DEFAULT_VIEWS
