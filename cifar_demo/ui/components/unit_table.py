"""All numbers that make one unit's value, as the rows of a table to take along: the page shows the largest alone."""

from __future__ import annotations

from typing import Final

import numpy as np

from cifar_demo.results import UnitArithmetic

HEADS: Final = ("what", "row", "column", "map or input", "what it sees", "what it learned", "value")
Cell = str | int | float


def unit_rows(step: UnitArithmetic) -> list[tuple[Cell, ...]]:
    """Write one row a number, in the columns `HEADS`.

    Parameters
    ----------
    step : UnitArithmetic

    Returns
    -------
    list of tuple
        What the unit looked at, each times its weight where there are weights; then what is added, the sum, and the
        network's own value.
    """
    has_products = step.products is not None
    terms = step.terms[1:] if has_products else step.terms
    named = [(term.label, term.value) for term in (*step.quantities, *terms)]
    named += [("sum", step.total), ("the network's own value", step.network_value)]
    return [*_looked_at(step), *((name, "", "", "", "", "", float(value)) for name, value in named)]


def _looked_at(step: UnitArithmetic) -> list[tuple[Cell, ...]]:
    if step.patch is None:
        return []
    rows: list[tuple[Cell, ...]] = []
    for index in np.ndindex(step.patch.shape):
        place: tuple[Cell, ...] = index if len(index) == 3 else ("", "", *index)
        learned = float(step.kernel[index]) if step.kernel is not None else ""
        product = float(step.products[index]) if step.products is not None else ""
        rows.append(("input", *place, float(step.patch[index]), learned, product))
    return rows
