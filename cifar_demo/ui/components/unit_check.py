"""One unit, checked: the numbers that make its value, which add up to what the network itself gave."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import ceil, log10
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.results import ArithmeticTerm, FloatArray, SoftmaxArithmetic, UnitArithmetic
from cifar_demo.ui import layers_cache, picture_state, state, words
from cifar_demo.ui.components.number_grid import STYLE, formula, grid, line, listing, number, paragraph, part, sign
from cifar_demo.ui.components.take_along import offer_csv
from cifar_demo.ui.components.unit_table import HEADS, unit_rows

_SHOWN_MAPS: Final = 3
_MAX_ROWS: Final = 4
_SHOWN_TERMS: Final = 8
# Distance that float32 arithmetic in another order may leave, relative to the value.
_TOLERANCE: Final = 1e-4
_COLOURS: Final = ("red", "green", "blue")


def show_unit_check(network: str, layer: str, unit: tuple[int, ...], titles: Mapping[str, str]) -> None:
    """Show how a unit's value for the current picture comes about, step by step.

    Parameters
    ----------
    network, layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    titles : mapping of layer name to str
        What people call the layers.
    """
    image = picture_state.picture().framed.image
    steps = layers_cache.unit_steps(network, image, layer, unit)
    st.markdown(
        f"Here is **{_what(layer, unit)}** again, done by hand from the numbers the network had. "
        "Notice that every step can be done with a calculator."
    )
    for index, step in enumerate(steps, start=1):
        heading = f"{index}. {step.operation[0].upper()}{step.operation[1:]}"
        st.markdown(f"**{heading}.** {_named(step.formula, titles)}")
        st.html(f'{STYLE}<div class="sums">{_working(step, titles)}{_verdict(step)}</div>')
        offer_csv(HEADS, partial(unit_rows, step), f"{step.layer}-one-number", key=f"sum_{step.layer}_csv")
        _offer_source(network, step, titles)
    if layer == "logits":
        _show_softmax(layers_cache.softmax_steps(network, image))


def show_kernel_at_work(network: str, layer: str, unit: tuple[int, ...], titles: Mapping[str, str]) -> None:
    """Show the first step of a unit's arithmetic alone: inputs times kernel."""
    step = layers_cache.unit_steps(network, picture_state.picture().framed.image, layer, unit)
    mine = next(one for one in step if one.layer == layer)
    st.html(f'{STYLE}<div class="sums">{_working(mine, titles)}{_verdict(mine)}</div>')


def _offer_source(network: str, step: UnitArithmetic, titles: Mapping[str, str]) -> None:
    """Lead on to the one number that was passed on: the winner of a pooling, a place of a flattened map."""
    source, unit = step.source_layer, step.source_unit
    if source is None or unit is None or source == step.layer:
        return

    def follow() -> None:
        state.pin_unit(network, source, unit)
        state.choose_layer(network, source)

    label = f"Where it came from: {titles[source]}, {words.unit_words(unit)}"
    st.button(label, icon=":material/subdirectory_arrow_left:", on_click=follow, key=f"follow_{step.layer}")


def _what(layer: str, unit: tuple[int, ...]) -> str:
    return f"the score for “{CLASS_NAMES[unit[0]]}”" if layer == "logits" else words.unit_words(unit)


def _working(step: UnitArithmetic, titles: Mapping[str, str]) -> str:
    """Choose how to show what a kind of layer does."""
    if step.kernel is not None and step.patch is not None and step.products is not None:
        return _convolution(step) if step.patch.ndim == 3 else _dense(step)
    if step.patch is not None and step.patch.ndim == 3:
        return _pooling(step)
    rows = [(_named(term.label, titles), number(term.value)) for term in (*step.quantities, *step.terms)]
    if len(step.terms) > 1:
        rows.append(("sum", number(step.total)))
    if len(rows) > _MAX_ROWS:  # Side by side, as a formula reads.
        return formula(rows)
    return listing(("", ""), rows)


def _convolution(step: UnitArithmetic) -> str:
    patch, kernel, products = (_not_none(values) for values in (step.patch, step.kernel, step.products))
    sums = products.sum(axis=(0, 1), dtype=np.float64)
    chosen = _largest(sums, _SHOWN_MAPS)
    limits = [float(np.abs(values[..., chosen]).max()) or 1.0 for values in (patch, kernel, products)]
    lines = [
        line(
            _map_name(step, channel),
            part(grid(patch[..., channel], limits[0]), "what it sees"),
            sign("×"),
            part(grid(kernel[..., channel], limits[1]), "what it learned"),
            sign("="),
            part(grid(products[..., channel], limits[2]), f"add up to {number(sums[channel])}"),
        )
        for channel in chosen
    ]
    table = _adding_up(step, {_map_name(step, channel): float(sums[channel]) for channel in chosen})
    return f'<div class="beside"><div>{"".join(lines)}</div>{table}</div>'


def _adding_up(step: UnitArithmetic, shown: Mapping[str, float]) -> str:
    """List the shown parts of a weighted sum, all others together, and the bias."""
    products = _not_none(step.products)
    num_parts = products.shape[-1]
    rows = [(name, number(value)) for name, value in shown.items()]
    if num_parts > len(shown):
        rest = float(products.sum(dtype=np.float64)) - sum(shown.values())
        rows.append((f"the other {num_parts - len(shown):,} together", number(rest)))
    rows += [(term.label, number(term.value)) for term in step.terms[1:]]
    return listing(("summand", "value"), [*rows, ("sum", number(step.total))], best=len(rows))


def _dense(step: UnitArithmetic) -> str:
    patch, kernel, products = (_not_none(values) for values in (step.patch, step.kernel, step.products))
    chosen = _largest(products, _SHOWN_TERMS)
    rows = [(f"input {i}", number(patch[i]), number(kernel[i]), number(products[i])) for i in chosen]
    rest = float(products.sum(dtype=np.float64)) - float(products[chosen].sum(dtype=np.float64))
    if len(products) > len(chosen):
        rows.append((f"the other {len(products) - len(chosen):,} together", "", "", number(rest)))
    rows += [(term.label, "", "", number(term.value)) for term in step.terms[1:]]
    rows.append(("sum", "", "", number(step.total)))
    return listing(("the largest first", "value", "× weight", "= product"), rows, best=len(rows) - 1)


def _pooling(step: UnitArithmetic) -> str:
    patch, box = _not_none(step.patch)[..., 0], step.patch_box
    limit = float(np.nanmax(np.abs(patch))) or 1.0
    winner, caption = None, "what it sees"
    if step.source_unit is not None and box is not None:
        winner = (step.source_unit[0] - box[1], step.source_unit[1] - box[0])
        caption = f"the winner: row {step.source_unit[0]}, column {step.source_unit[1]}"
    rows = [(term.label, _count(term)) for term in (*step.quantities, *step.terms)]
    shown = part(grid(patch, limit, winner=winner), caption)
    return f'<div class="beside"><div class="line">{shown}</div>{listing(("", ""), rows)}</div>'


def _show_softmax(softmax: SoftmaxArithmetic) -> None:
    st.markdown(
        f"**From scores to percent: softmax.** Divide each score by {softmax.temperature:.2f} (a number fitted once, "
        "so that the percentages are honest on pictures like CIFAR-10's), take e to that power, and divide by the sum "
        "of all ten."
    )
    columns = (softmax.logits, softmax.shifted, softmax.exponentials)
    rows = [
        (name, *(number(float(values[i])) for values in columns), as_percent(float(softmax.probs[i])))
        for i, name in enumerate(CLASS_NAMES)
    ]
    head = ("class", "score", "divided, less the largest", "e to that power", "share of the sum")
    total = paragraph(f"The ten powers add up to {number(softmax.exponential_sum)}.")
    table = listing(head, rows, best=int(softmax.probs.argmax()))
    verdict = paragraph(f"The app shows the same percentages, {agreement(softmax.difference, 1.0)}.", "check")
    st.html(f'{STYLE}<div class="sums">{table}{total}{verdict}</div>')


def _verdict(step: UnitArithmetic) -> str:
    """Set our sum beside the network's own value."""
    agrees = step.difference <= _TOLERANCE * max(1.0, abs(step.network_value))
    text = f"By hand: {number(step.total, 6)}. The network itself: {number(step.network_value, 6)}. "
    text += f"The two agree, {agreement(step.difference, step.network_value)}." if agrees else "They do not agree."
    return paragraph(text, "check" if agrees else "check wrong")


def agreement(difference: float, value: float) -> str:
    """Say how closely two numbers agree: "to within 0.000001", rounded up to a power of ten."""
    if difference == 0 or difference < abs(value) * 1e-12:
        return "to the last digit"
    exponent = ceil(log10(difference))
    return f"to within {10.0**exponent:.{max(0, -exponent)}f}"


def _largest(values: FloatArray, count: int) -> list[int]:
    """Places of the largest magnitudes, largest first; all in order where there are no more than that."""
    if len(values) <= count:
        return list(range(len(values)))
    return [int(place) for place in np.argsort(-np.abs(values), kind="stable")[:count]]


def _count(term: ArithmeticTerm) -> str:
    return number(term.value, 0 if term.label.startswith("number of") else 4)


def _map_name(step: UnitArithmetic, channel: int) -> str:
    return _COLOURS[channel] if step.inputs == ("input",) else f"map {channel}"


def _named(text: str, titles: Mapping[str, str]) -> str:
    """Put what people call a layer in the place of its name."""
    for name in sorted(titles, key=len, reverse=True):
        if "_" in name:
            text = text.replace(name, titles[name])
    return text


def _not_none(values: FloatArray | None) -> FloatArray:
    if values is None:
        raise ValueError("This arithmetic has no patch, kernel or products.")
    return values
