"""Sentences about heatmaps, what they are worth, and what breaks an answer."""

from __future__ import annotations

from typing import Final

import numpy as np

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.image.damage import Knob
from cifar_demo.results import AdversarialExample, Explanation, FaithfulnessCurves, FloatArray, Target, WeightsCheck

# From these rank correlations on, a map is said to notice shuffled weights, or not to.
_FORGETS: Final = 0.3
_REMEMBERS: Final = 0.6
# Areas that differ by less are said to be equal.
_CLEAR: Final = 0.02
# Root mean square distance from a map's centre, in sides of the picture: beyond it the centre says nothing. An even map
# has 0.42.
_SCATTERED: Final = 0.45
_ROWS: Final = ("upper", "middle", "lower")
_COLUMNS: Final = ("left", "", "right")


def target_words(target: Target) -> str:
    """Name what is explained: “cat” or “cat” rather than “dog”."""
    name = f"“{CLASS_NAMES[target.class_index]}”"
    return name if target.against is None else f"{name} rather than “{CLASS_NAMES[target.against]}”"


def score_words(found: Explanation, probability: float) -> str:
    """Say what the score is."""
    if found.target.against is None:
        return f"Its raw score is {_points(found.score)}; that makes {as_percent(probability)}."
    side = "ahead" if found.score >= 0 else "behind"
    return f"It is {_points(abs(found.score))} {side}: {as_percent(probability)} if only these two were possible."


def where(heatmap: FloatArray) -> str:
    """Say how much of a map lies in how few pixels, and where on the whole.

    Parameters
    ----------
    heatmap : (H, W) float32
        Only what is above zero counts; something must be.
    """
    values = np.clip(heatmap, 0, None)
    ordered = np.sort(values.ravel())[::-1]
    half = int(np.searchsorted(np.cumsum(ordered), values.sum() / 2)) + 1
    places = [share.ravel() / (side - 1) for share, side in zip(np.indices(values.shape), values.shape, strict=True)]
    weights = values.ravel()
    down, across = (np.average(place, weights=weights) for place in places)
    distance = np.sqrt(np.average((places[0] - down) ** 2 + (places[1] - across) ** 2, weights=weights))
    lies = "in places far apart" if distance > _SCATTERED else f"centred {_place(down, across)} of the picture"
    return f"Half of the map's weight lies in {half / values.size:.0%} of the pixels, {lies}."


def credit_words(found: Explanation) -> str:
    """Say how well the credits of integrated gradients add up."""
    if found.gap is None or found.difference is None:
        return ""
    total = found.difference + found.gap
    return (
        f"All credits together: {total:+.2f} points. From a grey picture to yours the score "
        f"{'rose' if found.difference >= 0 else 'fell'} by {abs(found.difference):.2f}, so they miss it by "
        f"{abs(found.gap):.2f}."
    ).replace("-", "−")


def scale_ends(found: Explanation) -> tuple[str, str]:
    """Write what the lowest and the highest colour stand for."""
    high = f"{found.peak:.2g} {found.unit}" if found.unit else "strongest"
    return (f"−{found.peak:.2g}", high) if found.is_signed else ("0", high)


def curves_verdict(curves: FaithfulnessCurves) -> str:
    """Say whether the map's order of places is better, or worse, than both kinds of chance."""
    by_map, *by_chance = map(curves.area, (curves.deletion, curves.elsewhere_deletion, curves.random_deletion))
    falls, stays = min(by_chance) - by_map, by_map - max(by_chance)
    by_map, *by_chance = map(curves.area, (curves.insertion, curves.elsewhere_insertion, curves.random_insertion))
    rises, lags = by_map - max(by_chance), min(by_chance) - by_map
    if falls > _CLEAR and rises > _CLEAR:
        return "**Better than chance both ways:** the places that it marks do carry the answer."
    if stays > _CLEAR and lags > _CLEAR:
        return "**Worse than chance both ways:** on this picture, the places that it marks are not the ones that count."
    if max(falls, rises) <= _CLEAR:
        return "**No better than chance:** on this picture, another order does as well. Do not build on this map."
    better, other = ("taken away", "brought back") if falls > rises else ("brought back", "taken away")
    return f"**Mixed:** better than chance when places are {better}, not when they are {other}."


def area_words(curves: FaithfulnessCurves, *, is_insertion: bool) -> str:
    """Give the areas under one kind of curve."""
    lines = (
        (curves.insertion, curves.elsewhere_insertion, curves.random_insertion)
        if is_insertion
        else (curves.deletion, curves.elsewhere_deletion, curves.random_deletion)
    )
    ours, elsewhere, random = (curves.area(curve) for curve in lines)
    wish = "highest" if is_insertion else "lowest"
    return f"Mean probability {ours:.1%}; elsewhere {elsewhere:.1%}, at random {random:.1%}. A good map has the {wish}."


def weights_verdict(check: WeightsCheck) -> str:
    """Say whether the map noticed that the network was made to forget."""
    left = float(check.rank_correlations[-1])
    end = f"With all weights shuffled, {max(0.0, left):.0%} of the order of its pixels is left."
    if left < _FORGETS:
        return f"**It depends on what the network learned.** {end}"
    if left > _REMEMBERS:
        return (
            f"**It hardly notices that the network has forgotten everything.** {end} What it shows is mostly the "
            "picture, not the network's reasons."
        )
    return f"**It notices in part.** {end} Some of what it shows is the picture's own shapes."


def minds_words(changed: int, count: int) -> str:
    """Say how many networks changed their minds."""
    if changed == 0:
        return "Nobody has changed their mind" if count > 1 else "It has not changed its mind"
    if changed == count:
        return "All have changed their minds" if count > 1 else "It has changed its mind"
    return f"1 of {count} has changed its mind" if changed == 1 else f"{changed} of {count} have changed their minds"


def knob_value(knob: Knob, value: float) -> str:
    """Write where a knob stands: "−14°", "0.85 ×", "12 levels of 255"."""
    number = f"{value:+g}" if knob.low < knob.neutral < knob.high and knob.neutral == 0 else f"{value:g}"
    gap = "" if knob.unit == "°" else " "
    return f"{number}{gap}{knob.unit}".replace("-", "−")


def attack_words(found: AdversarialExample, before: float, after: float) -> str:
    """Say what an adversarial step did.

    Parameters
    ----------
    found : AdversarialExample
    before, after : float
        Probability of the answer to the picture as it was, and to the changed one, each of its own class.
    """
    names = [CLASS_NAMES[int(logits.argmax())] for logits in (found.logits_before, found.logits_after)]
    size = f"No value of any pixel moved by more than {found.size} of 255 grey levels."
    if names[0] == names[1]:
        return f"Still “{names[0]}”, {as_percent(after)} sure ({as_percent(before)} before). {size}"
    return f"“{names[0]}”, {as_percent(before)} sure, became **“{names[1]}”, {as_percent(after)} sure**. {size}"


def _points(score: float) -> str:
    return f"{score:.1f} points".replace("-", "−")


def _place(row: float, column: float) -> str:
    """Name a place of a picture by thirds: "in the middle", "at the lower left"."""
    # A centre of mass stays far from the edges, so the middle third is narrow.
    down, across = (0 if share < 0.42 else 2 if share > 0.58 else 1 for share in (row, column))
    if down == 1:
        return "in the middle" if across == 1 else f"at the {_COLUMNS[across]}"
    return f"in the {_ROWS[down]} {_COLUMNS[across] or 'middle'}"
