"""What a visitor has brought, kept in the session: the picture that all pages speak about, files, a drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import views
from cifar_demo.image.samples import draw_sample, find_sample
from cifar_demo.results import Box, ByteImage, DecodedImage, FramedImage
from cifar_demo.ui.album import Album
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.sketch import Sketch

_PICTURE: Final = "current_picture"
_FRAMING: Final = "framing"
_ALBUM: Final = "album"
_TROUBLE: Final = "trouble"
_SKETCH: Final = "sketch"

# Wide enough for the largest place a page gives it, and quick to send.
_PREVIEW_PIXELS: Final = 500_000


@dataclass(frozen=True, eq=False)
class CurrentPicture:
    """The picture that all pages speak about.

    Attributes
    ----------
    decoded : DecodedImage
    preview : (H, W, 3) uint8
        The same, reduced to what a page shows.
    views : tuple of FramedImage
        What networks are shown, from one to ten ways.
    sample : str or None
        Its name, if it is one of our own.
    box : (left, top, right, bottom) or None
        Part that the visitor has chosen, in pixels of `decoded.image`; None is all of it.
    source : bytes or None
        The file, where another of its frames or another background may be asked for.
    truth : str or None
        Its class, where that is known: a picture of the test set.
    """

    decoded: DecodedImage
    preview: ByteImage
    views: tuple[FramedImage, ...]
    sample: str | None = None
    box: Box | None = None
    source: bytes | None = None
    truth: str | None = None

    @property
    def framed(self) -> FramedImage:
        """The one view that pages explain."""
        return self.views[0]

    @property
    def is_seen_whole(self) -> bool:
        """Whether some view holds what the first one leaves out."""
        left, top, right, bottom = self.framed.box
        return any(
            view.box[0] < left or view.box[1] < top or view.box[2] > right or view.box[3] > bottom
            for view in self.views
        )

    @property
    def network_input(self) -> ByteImage:
        """What a network is given: (32, 32, 3) uint8, or (V, 32, 32, 3) where several views are averaged."""
        return np.stack([view.image for view in self.views]) if len(self.views) > 1 else self.framed.image


def has_picture() -> bool:
    """Whether the visit has begun: from then on there always is a picture."""
    return _PICTURE in st.session_state


def picture() -> CurrentPicture:
    """The current picture; there always is one."""
    current: CurrentPicture = st.session_state[_PICTURE]
    return current


def keep_picture(
    decoded: DecodedImage,
    *,
    sample: str | None = None,
    source: bytes | None = None,
    truth: str | None = None,
    box: Box | None = None,
) -> None:
    """Make a picture the current one, on all pages; for the rest see `CurrentPicture`."""
    preview = decode_array(decoded.image, decoded.name, max_pixels=_PREVIEW_PIXELS).image
    current = CurrentPicture(decoded, preview, _views(decoded, box), sample, box, source, truth)
    st.session_state[_PICTURE] = current
    forget_trouble()


def framing() -> Framing:
    """How pictures become 32x32."""
    chosen: Framing = st.session_state.get(_FRAMING, Framing())
    return chosen


def choose_framing(chosen: Framing) -> None:
    """Have this picture and all later ones become 32x32 in another way."""
    st.session_state[_FRAMING] = chosen
    choose_box(picture().box)


def choose_box(box: Box | None) -> None:
    """Have networks see a part of the current picture, in its pixels; None is all of it."""
    current = picture()
    st.session_state[_PICTURE] = replace(current, box=box, views=_views(current.decoded, box))


def _views(decoded: DecodedImage, box: Box | None) -> tuple[FramedImage, ...]:
    chosen = framing()
    return views(decoded.image, chosen.num_views, mode=chosen.mode, box=box, resampling=chosen.resampling)


def choose_sample(name: str) -> None:
    """Make one of our own pictures the current one."""
    keep_picture(decode_array(draw_sample(name), find_sample(name).title, source_format="sample"), sample=name)


def remember_trouble(error: CifarDemoError) -> None:
    """Keep a sentence about what went wrong until the next picture."""
    st.session_state[_TROUBLE] = str(error)


def forget_trouble() -> None:
    """Drop the sentence about what went wrong."""
    st.session_state[_TROUBLE] = None


def trouble() -> str | None:
    """What went wrong with the last picture offered, if anything."""
    sentence: str | None = st.session_state.get(_TROUBLE)
    return sentence


def album() -> Album:
    """All files that the visitor has uploaded; they stay until the visitor forgets them."""
    if _ALBUM not in st.session_state:
        st.session_state[_ALBUM] = Album()
    known: Album = st.session_state[_ALBUM]
    return known


def forget_album() -> None:
    """Forget all uploaded files; the current picture stays."""
    st.session_state[_ALBUM] = Album()


def sketch() -> Sketch:
    """The visitor's drawing."""
    if _SKETCH not in st.session_state:
        st.session_state[_SKETCH] = Sketch()
    drawing: Sketch = st.session_state[_SKETCH]
    return drawing
