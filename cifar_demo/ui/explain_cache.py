"""What explaining and spoiling compute once and keep: one of the five caches, see `cache`."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import streamlit as st

from cifar_demo.explain.catalog import METHODS
from cifar_demo.image.damage import KNOBS, damaged, find_knob
from cifar_demo.results import (
    AdversarialExample,
    ByteImage,
    Explanation,
    FaithfulnessCurves,
    FloatArray,
    SmallestChange,
    Target,
    WeightsCheck,
)
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import cache

if TYPE_CHECKING:
    from cifar_demo.explain.view import GradientView

T = TypeVar("T")
Attack = Literal["fgsm", "pgd"]
Say = Callable[[float, str], None]
Waited = Callable[[float], None]

_MAX_KEPT: Final = 64
_MAX_WORKS: Final = 256
_MAX_LOGITS: Final = 1024  # Of 46 pictures at most: 2 kB. One search makes 16 a network.
_AT_ONCE: Final = 2  # Maps and attacks that are worked out at the same time, for all visitors together.
_BREATH: Final = 0.25  # Seconds between two words about what is being worked out.
_AN_HOUR: Final = 3600  # Seconds; as a word it would import pandas.


@dataclass(frozen=True, eq=False)
class Trust:
    """How far a heatmap may be trusted: both checks of it."""

    curves: FaithfulnessCurves
    check: WeightsCheck


@st.cache_resource(show_spinner=False)
def gradient_view(network: str) -> GradientView:
    """Prepare a network for explaining."""
    from cifar_demo.explain.view import GradientView

    loaded = cache.classifier(network)
    return GradientView(loaded.model, loaded.forward)


@st.cache_resource(show_spinner=False)
def method_names(network: str) -> tuple[str, ...]:
    """Name the methods that can explain a network."""
    from cifar_demo.explain.methods import methods_for

    return tuple(method.name for method in methods_for(cache.classifier(network).model))


@st.cache_resource(show_spinner=False)
def methods_left_out(network: str) -> str:
    """Say which methods cannot explain a network, and why; empty if all can."""
    from cifar_demo.explain.methods import why_not

    model = cache.classifier(network).model
    reasons = [f"{method.title}. {reason}" for method in METHODS if (reason := why_not(method.name, model))]
    return f"Left out here: {' '.join(reasons)}" if reasons else ""


@st.cache_resource(show_spinner=False)
def cam_layers(network: str) -> tuple[str, ...]:
    """Name the layers that Grad-CAM can look at."""
    from cifar_demo.explain.grad_cam import cam_layers

    return cam_layers(cache.classifier(network).model)


@st.cache_resource(show_spinner=False)
def default_cam_layer(network: str) -> str:
    """Name the layer that Grad-CAM looks at unless told otherwise."""
    from cifar_demo.explain.grad_cam import default_layer

    return default_layer(cache.classifier(network).model)


def explanation(
    network: str,
    image: ByteImage,
    method: str,
    target: Target,
    layer: str | None,
    *,
    say: Waited | None = None,
) -> Explanation:
    """Explain a score. Not to be changed.

    It is worked out beside the page, so that a visitor may leave meanwhile: what was begun is finished and kept.

    Parameters
    ----------
    network : str
    image : (32, 32, 3) uint8
    method : str
    target : Target
    layer : str or None
    say : callable
        Called four times a second with the seconds waited, none for what is known; a page may be interrupted there.
    """
    from cifar_demo.explain.methods import explain

    def begin() -> Explanation:
        return explain(method, view, image, target, layer=layer)

    view = gradient_view(network)
    return _worked_out((network, image.tobytes(), method, target, layer), begin, say)


def _worked_out(key: tuple[Any, ...], begin: Callable[[], T], say: Waited | None) -> T:
    works = _works()
    work: Future[T] | None = works.get(key)
    if work is None:
        work = cache.keep_latest(works, key, _workers().submit(begin), _MAX_WORKS)
    waited = 0.0
    while not wait_for([work], timeout=_BREATH).done:
        waited += _BREATH
        if say is not None:
            say(waited)
    if work.exception() is not None:
        works.pop(key, None)
    return work.result()


@st.cache_resource(show_spinner=False)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="explain")


@st.cache_resource(show_spinner=False, ttl=_AN_HOUR)
def _works() -> dict[tuple[Any, ...], Future[Any]]:
    return {}


def known_trust(network: str, found: Explanation) -> Trust | None:
    """Give what `measure_trust` found before, if it has not been forgotten."""
    trust: Trust | None = _kept().get(_trust_key(network, found))
    return trust


def measure_trust(network: str, found: Explanation, *, say: Say) -> Trust:
    """Measure how far a heatmap may be trusted; slow, and so kept.

    Parameters
    ----------
    network : str
    found : Explanation
    say : callable
        Called with the share that is done and what is being done; a page may be interrupted there.
    """
    from cifar_demo.explain.faithfulness import faithfulness_curves
    from cifar_demo.explain.methods import explain
    from cifar_demo.explain.weights_check import check_weights

    view = gradient_view(network)
    curves = faithfulness_curves(
        view,
        found,
        temperature=cache.card(network).temperature,
        progress=lambda done, total: say(0.5 * done / total, "Taking pixels away and bringing them back …"),
    )
    check = check_weights(
        view,
        found,
        lambda shuffled: explain(found.method, shuffled, found.image, found.target, layer=found.layer),
        progress=lambda done, total: say(0.5 + 0.5 * done / total, "Shuffling the weights of a copy …"),
    )
    trust = Trust(curves, check)
    cache.keep_latest(_kept(), _trust_key(network, found), trust, _MAX_KEPT)
    return trust


def adversarial(
    network: str, image: ByteImage, attack: Attack, epsilon: int, target: int | None, *, say: Waited | None = None
) -> AdversarialExample:
    """Change a picture a little so that the network errs. Not to be changed; for `say` see `explanation`."""
    from cifar_demo.explain.adversarial import fgsm, pgd

    def begin() -> AdversarialExample:
        return {"fgsm": fgsm, "pgd": pgd}[attack](view, image, epsilon, target=target)

    view = gradient_view(network)
    return _worked_out((network, image.tobytes(), attack, epsilon, target), begin, say)


def known_limits(network: str, image: ByteImage) -> dict[str, SmallestChange] | None:
    """Give what `find_limits` found before, if it has not been forgotten."""
    limits: dict[str, SmallestChange] | None = _kept().get((network, image.tobytes(), "limits"))
    return limits


def find_limits(network: str, image: ByteImage, *, progress: Callable[[int, int], None]) -> dict[str, SmallestChange]:
    """Find how far each knob can be turned before a network changes its mind, whichever way is shorter; kept.

    Parameters
    ----------
    network : str
    image : (32, 32, 3) uint8
    progress : callable
        Called with knobs done and knobs in all; a page may be interrupted there.
    """
    limits = {}
    for done, knob in enumerate(KNOBS, start=1):
        limits[knob.name] = _limit(network, image, knob.name)
        progress(done, len(KNOBS))
    return cache.keep_latest(_kept(), (network, image.tobytes(), "limits"), limits, _MAX_KEPT)


def _limit(network: str, image: ByteImage, name: str) -> SmallestChange:
    """Try every place where the knob's slider can stand, from neutral to each end."""
    from cifar_demo.explain.smallest_change import smallest_change

    knob, answer = find_knob(name), _committee_logits if network == COMMITTEE else partial(_logits, network)

    def damage(value: float) -> ByteImage:
        return damaged(image, {name: round(value, 6)})

    ways = [
        smallest_change(answer, image, damage, knob.neutral, end, grid=len(knob.positions(end)), bisections=0)
        for end in knob.ends
    ]
    reached = [way for way in ways if way.value is not None]
    return min(reached, key=lambda way: abs((way.value or 0) - knob.neutral), default=ways[0])


def _logits(network: str, images: ByteImage) -> FloatArray:
    return _logits_of(network, blake2b(images.tobytes()).digest(), images)


@st.cache_data(show_spinner=False, max_entries=_MAX_LOGITS, ttl=_AN_HOUR)
def _logits_of(network: str, digest: bytes, _images: ByteImage) -> FloatArray:
    """Answer for many pictures, told apart by their digest; the committee asks its members again for the same."""
    return cache.classifier(network).logits(_images)


def _committee_logits(images: ByteImage) -> FloatArray:
    committee = cache.committee()
    return committee.mixed([_logits(member.spec.name, images) for member in committee.members])


def _trust_key(network: str, found: Explanation) -> tuple[Any, ...]:
    return network, found.image.tobytes(), found.method, found.target, found.layer


@st.cache_resource(show_spinner=False)
def _kept() -> dict[tuple[Any, ...], Any]:
    return {}
