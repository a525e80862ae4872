"""How far one unit sees: what it could see by arithmetic, and what does move it, by gradient."""

from __future__ import annotations

import streamlit as st

from cifar_demo.figures.fields import field_picture
from cifar_demo.figures.pixels import encode_png
from cifar_demo.results import EffectiveField, ReceptiveField
from cifar_demo.ui import layers_cache, picture_state, state, words
from cifar_demo.ui.components.take_along import offer_png


def show_field(network: str, layer: str, unit: tuple[int, ...]) -> None:
    """Show the receptive field of one unit, measured when asked for.

    Parameters
    ----------
    network, layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    """
    seen = layers_cache.receptive_fields(network).field(layer, unit)
    st.markdown(
        f"**{words.unit_words(unit)[0].upper()}{words.unit_words(unit)[1:]}** can see {words.box_words(seen.box)}. "
        "Nothing else ever reaches it. Measure which of these pixels do move it, and notice that not all count alike."
    )
    wanted = (network, layer, unit)
    if state.value_of(state.MEASURED) != wanted:
        st.button(
            "Measure it",
            icon=":material/center_focus_strong:",
            type="primary",
            key="measure_field",
            on_click=state.put,
            args=(state.MEASURED, wanted),
        )
        st.caption("Our sample pictures run backwards through the network, which takes a moment.")
        return
    with st.spinner("Running our sample pictures backwards through the network …"):
        field = layers_cache.effective_field(network, layer, unit)
    _show_measured(seen, field)


def _show_measured(seen: ReceptiveField, field: EffectiveField) -> None:
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    with left:
        image = field_picture(picture_state.picture().framed.image, field, seen.box)
        st.image(encode_png(image), width=440, alt="The picture, darkened, with the pixels that move the unit lit up")
        offer_png(lambda: image, "how-far-it-sees", key="field_png")
    with right:
        st.markdown(
            f"- **Orange:** what it can see at all, {words.box_words(seen.box)}.\n"
            f"- **Blue:** where 95 % of its sensitivity lies, {words.box_words(field.box)}.\n"
            f"- **Bright:** a change of this pixel moves the unit much. Dark: hardly at all."
        )
        silent = f" {field.num_silent} of them left it silent." if field.num_silent else ""
        st.caption(f"Averaged over our {field.num_images} sample pictures.{silent}")
