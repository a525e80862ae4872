"""Adversarial examples: a change too small to notice, chosen so that the network errs.

One step: Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", 2014 (arXiv:1412.6572).
Ten smaller ones: Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep learning models resistant to adversarial
attacks", 2017 (arXiv:1706.06083).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess, unprocess
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import AdversarialExample, ByteImage, FloatArray

PGD_STEPS: Final = 10
# Steps that could go two and a half times as far as is allowed, so that they can turn round.
_REACH: Final = 2.5


def fgsm(
    view: GradientView, image: ByteImage, epsilon: float, *, target: int | None = None, seed: int = 0
) -> AdversarialExample:
    """Change every value by `epsilon` grey levels, up or down, as the gradient of the loss says: one step.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    epsilon : float
        Grey levels of 255, above 0. A part of a level is lost when the picture is rounded.
    target : int or None
        Class that it should be taken for; None pushes away from the first answer, wherever to.
    seed : int
        Not used: one step leaves nothing to chance.

    Raises
    ------
    ValueError
        If `epsilon` is not positive.
    """
    return _attack(view, image, epsilon, target, method="fgsm", num_steps=1)


def pgd(
    view: GradientView,
    image: ByteImage,
    epsilon: float,
    *,
    target: int | None = None,
    num_steps: int = PGD_STEPS,
    seed: int = 0,
) -> AdversarialExample:
    """Go several small steps from a random start, never farther than `epsilon` grey levels from the picture.

    Parameters
    ----------
    view, image, epsilon, target
        As for `fgsm`.
    num_steps : int
    seed : int
        Of the start.

    Raises
    ------
    ValueError
        If `epsilon` is not positive.
    """
    start = np.random.default_rng(seed).uniform(-1, 1, image.shape).astype(np.float32)
    return _attack(view, image, epsilon, target, method="pgd", num_steps=num_steps, start=start)


def _attack(
    view: GradientView,
    image: ByteImage,
    epsilon: float,
    target: int | None,
    *,
    method: str,
    num_steps: int,
    start: FloatArray | None = None,
) -> AdversarialExample:
    if not epsilon > 0:
        raise ValueError(f"epsilon must be a positive number of grey levels, got {epsilon}.")
    batch, reach = preprocess(image), GREY_LEVEL * np.float32(epsilon)
    low = np.maximum(batch - reach, preprocess(np.zeros_like(image)))
    high = np.minimum(batch + reach, preprocess(np.full_like(image, 255)))
    before = view.logits(batch)[0]
    wanted, sign = (int(before.argmax()), 1) if target is None else (target, -1)
    stride = reach * np.float32(1 if num_steps == 1 else _REACH / num_steps)
    current = batch if start is None else np.clip(batch + start * reach, low, high)
    for _ in range(num_steps):
        uphill = loss_gradient(view, current, wanted)
        current = np.clip(current + sign * stride * np.sign(uphill), low, high)
    changed = unprocess(current)[0]
    after = view.logits(preprocess(changed))[0]
    return AdversarialExample(method, image, changed, epsilon, target, before, after)


def loss_gradient(view: GradientView, batch: FloatArray, class_index: int) -> FloatArray:
    """Differentiate the cross-entropy of a class by the scaled pixels, up to a positive factor.

    Parameters
    ----------
    view : GradientView
    batch : (1, 32, 32, 3) float32
    class_index : int

    Returns
    -------
    (1, 32, 32, 3) float32
        The factor keeps a gradient alive where the network is too sure of itself for float32.
    """
    logits = view.logits(batch).astype(np.float64)
    others = np.delete(logits, class_index, axis=1)
    # The derivative is p - 1 for the class and p for each other; divided by 1 - p, the others' shares among themselves.
    direction = np.insert(softmax(others.astype(np.float32)), class_index, -1, axis=1).astype(np.float32)
    return view.pixel_gradients(batch, direction)[1]
