"""Step 7: everything that was found, weighed once for each class."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.tour_charts import contribution_bars
from cifar_demo.results import FloatArray
from cifar_demo.ui import cache, tour_words
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand

_FOR: Final = 5  # Votes shown, the strongest.
_AGAINST: Final = 3


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    logits = stand.activation("logits")
    return tour_words.dense(stand.activation(stand.marks.features).size, CLASS_NAMES[int(logits.argmax())])


def ask(stand: Stand) -> Question:
    """Ask whether one vote decides."""
    logits, (products, _) = stand.activation("logits"), _votes(stand)
    best = int(logits.argmax())
    strongest = int(products[:, best].argmax())
    without = logits - products[strongest]
    after = int(without.argmax())
    reason = tour_words.removal_reason(CLASS_NAMES[best], CLASS_NAMES[after], float(logits[best]), float(without[best]))
    prompt = tour_words.removal_asked(CLASS_NAMES[best], float(products[strongest, best]))
    return Question(prompt, ("yes, another class wins", "no, it stays"), int(after == best), reason)


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show what speaks for the winner and against it, the strongest votes first."""
    logits, (products, bias) = stand.activation("logits"), _votes(stand)
    best = int(logits.argmax())
    votes = products[:, best]
    ranked = np.argsort(-votes, kind="stable")
    order = [*ranked[:_FOR], *(unit for unit in ranked[-_AGAINST:] if len(votes) > _FOR + _AGAINST)]
    features = stand.activation(stand.marks.features).ravel()
    weights = votes / np.where(features != 0, features, 1)
    names = [f"unit {unit}: {_signed(float(features[unit]))} × {_signed(float(weights[unit]))}" for unit in order]
    values = [float(votes[unit]) for unit in order]
    if len(votes) > len(order):
        names.append(f"the other {len(votes) - len(order):,} together")
        values.append(float(votes.sum(dtype=np.float64)) - sum(values))
    names.append("bias (its head start)")
    values.append(float(bias[best]))
    st.markdown(f"**The score of “{CLASS_NAMES[best]}”**, added up:")
    show_chart(
        contribution_bars(names, values, float(logits[best])),
        f"What adds up to the score of {CLASS_NAMES[best]}, {logits[best]:.2f}",
        key="votes_of_units",
    )
    st.caption("Blue speaks for it, orange against it. A unit's number times its weight is its vote.")


def _votes(stand: Stand) -> tuple[FloatArray, FloatArray]:
    """Number times weight of each unit for each class, (units, 10), and the biases, (10,)."""
    kernels = cache.kernels(stand.spec.name, "logits")
    if kernels is None or kernels.bias is None:
        raise ValueError("The scores are made without weights or biases.")
    features = stand.activation(stand.marks.features).ravel()
    return features[:, None] * kernels.kernel[0, 0], kernels.bias


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
