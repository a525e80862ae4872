"""How a training run went, epoch by epoch."""

from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.figures.theme import ACCENT, GRID, MUTED, layout, legend_above
from cifar_demo.results import EpochRecord

_HEIGHT: Final = 380
_TRAINING: Final = "on training pictures"
_HELD_OUT: Final = "on held-out pictures"


def accuracy_curves(history: tuple[EpochRecord, ...]) -> go.Figure:
    """Draw the share of right answers over the epochs, on training (grey) and held-out pictures (blue)."""
    trained = _curve(_TRAINING, history, [record.accuracy for record in history], MUTED, "%{y:.1%} right")
    held_out = _curve(_HELD_OUT, history, [record.val_accuracy for record in history], ACCENT, "%{y:.1%} right")
    return _over_epochs([trained, held_out], {"title": {"text": "right answers"}, "tickformat": ".0%"})


def loss_curves(history: tuple[EpochRecord, ...]) -> go.Figure:
    """Draw what training makes small over the epochs, on training (grey) and held-out pictures (blue)."""
    trained = _curve(_TRAINING, history, [record.loss for record in history], MUTED, "loss %{y:.3f}")
    held_out = _curve(_HELD_OUT, history, [record.val_loss for record in history], ACCENT, "loss %{y:.3f}")
    return _over_epochs([trained, held_out], {"title": {"text": "loss (surprise)"}, "rangemode": "tozero"})


def _curve(name: str, history: tuple[EpochRecord, ...], values: list[float], colour: str, said: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[record.epoch for record in history],
        y=values,
        # One mark an epoch, so that a run of a single epoch shows at all.
        mode="lines+markers",
        marker={"size": 5},
        line={"color": colour, "width": 3},
        hovertemplate=f"epoch %{{x}}, {name}: {said}<extra></extra>",
    )


def _over_epochs(curves: list[go.Scatter], yaxis: dict[str, Any]) -> go.Figure:
    xaxis = {"title": {"text": "epoch (one round of training)"}, "showgrid": False}
    return go.Figure(curves, layout(height=_HEIGHT, xaxis=xaxis, yaxis=yaxis | {"gridcolor": GRID}) | legend_above())
