"""Sentences about several networks at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from cifar_demo.networks import NETWORKS, NetworkSpec
from cifar_demo.results import Prediction
from cifar_demo.ui.words import with_article

NUMBERS: Final = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
DEPARTURE_HEADS: Final = ("Network", "In the paper", "Here", "Why")


def agreement(answers: Sequence[tuple[str, Prediction]]) -> str:
    """Say in one sentence what the networks see, and who dissents.

    Parameters
    ----------
    answers : sequence of (title, Prediction)
        At least one, in the order of the page.
    """
    classes = {title: prediction.top_k[0].class_name for title, prediction in answers}
    counts = Counter(classes.values())  # In the order of the page.
    majority, most = counts.most_common(1)[0]
    if len(classes) == 1:
        return f"{next(iter(classes))} sees {with_article(majority)}."
    if len(counts) == 1:
        return f"{_all(len(classes))} see {with_article(majority)}."
    if list(counts.values()).count(most) > 1:
        lead = "No two agree" if most == 1 else "They are divided"
        return f"{lead}: {_listed([_side(classes, name) for name in counts])}."
    dissent = [_side(classes, name) for name in counts if name != majority]
    return f"{_count(most)} of {_count(len(classes)).lower()} see {with_article(majority)}; {_listed(dissent)}."


def strangeness(answers: Sequence[tuple[str, Prediction]]) -> str:
    """Say which networks find that the picture looks like none of the ten classes; empty if none does."""
    strange = [title for title, prediction in answers if prediction.is_unfamiliar]
    if not strange:
        return ""
    if len(strange) == len(answers) > 1:
        return f"{_all(len(strange))} find that it looks like none of the ten."
    verb = "finds" if len(strange) == 1 else "find"
    return f"{_listed(strange)} {verb} that it looks like none of the ten."


def absence(networks: Sequence[NetworkSpec]) -> str:
    """Say in one sentence which networks are missing, and why; empty if none is.

    Parameters
    ----------
    networks : sequence of NetworkSpec
        Not trained yet.
    """
    if not networks:
        return ""
    are, them = ("is", "it") if len(networks) == 1 else ("are", "the first of them")
    pronoun = "it is" if len(networks) == 1 else "they are"
    return (
        f"{_listed([spec.title for spec in networks])} {are} missing here, because {pronoun} not trained yet; "
        f"python train_model.py --network {networks[0].name} trains {them}."
    )


def familiarity(prediction: Prediction) -> str:
    """Say in a few words whether a picture looks like one of the ten to a network."""
    return "looks like none of the ten" if prediction.is_unfamiliar else "looks like one of the ten"


def short_count(count: int) -> str:
    """Write a large count with three digits at most: "2.3 million"."""
    for size, name in ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")):
        if count >= size:
            value = count / size
            return f"{value:.1f} {name}" if value < 10 else f"{value:.0f} {name}"
    return str(count)


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {NUMBERS[count].lower() if count < len(NUMBERS) else count}"


def _count(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _side(classes: Mapping[str, str], class_name: str) -> str:
    titles = [title for title, name in classes.items() if name == class_name]
    return f"{_listed(titles)} {'says' if len(titles) == 1 else 'say'} {with_article(class_name)}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def departure_rows() -> list[tuple[str, ...]]:
    """List what each network departs in from its paper, in the columns `DEPARTURE_HEADS`."""
    return [(spec.title, one.paper, one.here, one.reason) for spec in NETWORKS for one in spec.departures]
