"""Pictures in a row, each with its words below; they wrap where the page is narrow."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cifar_demo.figures.pixels import encode_png
from cifar_demo.results import ByteImage


def picture_row(pictures: Mapping[str, ByteImage], width: int) -> None:
    """Show pictures side by side.

    Parameters
    ----------
    pictures : mapping of str to (H, W, 3) uint8
        What each shows, in words, and its pixels; never compressed with loss.
    width : int
        Of each, pixels.
    """
    with st.container(horizontal=True, gap="small"):
        for words, picture in pictures.items():
            st.image(encode_png(picture), caption=words, width=width, alt=words[0].upper() + words[1:])
