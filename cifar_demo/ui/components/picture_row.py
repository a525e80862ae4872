"""Pictures in a row, each with its words below; they wrap where the page is narrow."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.pixels import encode_png
from cifar_demo.results import ByteImage
from cifar_demo.ui.components.take_along import offer_png


def picture_row(pictures: Mapping[str, ByteImage], width: int, *, save_as: str = "") -> None:
    """Show pictures side by side.

    Parameters
    ----------
    pictures : mapping of str to (H, W, 3) uint8
        What each shows, in words, and its pixels; never compressed with loss.
    width : int
        Of each, pixels.
    save_as : str
        Name of a file to offer all of them in, without its ending; none is offered if empty.
    """
    with st.container(horizontal=True, gap="small"):
        for words, picture in pictures.items():
            st.image(encode_png(picture), caption=words, width=width, alt=words[0].upper() + words[1:])
    if save_as:
        offer_png(lambda: contact_sheet(pictures), save_as, key=f"{save_as}_png")
