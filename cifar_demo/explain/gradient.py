"""Plain gradient: which pixels the score is most sensitive to.

Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013 (arXiv:1312.6034), section 3.
"""

from __future__ import annotations

from typing import Final

from cifar_demo.explain.backward_rules import Rule
from cifar_demo.explain.contract import scaled_to_one, score_of, strongest_colour
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess
from cifar_demo.results import ByteImage, Explanation, Target

UNIT: Final = "points of score per grey level"
NO_UNIT: Final = ""  # What comes back by another rule than the gradient's is no rate of change.
SILENCE: Final = "No pixel can move this score: the gradient is zero everywhere."
SILENCE_OF_A_RULE: Final = "Nothing that speaks for this came back to the pixels: all of it was stopped on the way."


def gradient(view: GradientView, image: ByteImage, target: Target) -> Explanation:
    """Map how much a small change of each pixel moves the score, whichever way.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target

    Returns
    -------
    Explanation
        Unsigned; its pattern holds the signed gradient of each colour.
    """
    return explain_backward(view, image, target, method="gradient", rule="plain")


def explain_backward(
    view: GradientView, image: ByteImage, target: Target, *, method: str, rule: Rule, note: str | None = None
) -> Explanation:
    """Send the target's direction back to the pixels by a rule; shared by the methods that differ in the rule alone.

    Parameters
    ----------
    view, image, target
        As for `gradient`.
    method : str
        What to call it.
    rule : str
        See `backward_rules`.
    note : str or None
        What a reader has to know.
    """
    logits, signal = view.pixel_gradients(preprocess(image), target.direction, rule=rule)
    per_level = signal[0] * GREY_LEVEL
    heatmap, peak = scaled_to_one(strongest_colour(per_level))
    return Explanation(
        method=method,
        network=view.model.name,
        image=image,
        target=target,
        score=score_of(logits[0], target),
        heatmap=heatmap,
        is_signed=False,
        peak=peak,
        unit=UNIT if rule == "plain" else NO_UNIT,
        pattern=scaled_to_one(per_level)[0],
        silence=None if peak else SILENCE if rule == "plain" else SILENCE_OF_A_RULE,
        note=note,
    )
