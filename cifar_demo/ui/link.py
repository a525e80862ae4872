"""What a link asks for, read with suspicion: anyone can write anything behind the question mark of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cifar_demo.image.faults import short_name
from cifar_demo.image.samples import sample_names
from cifar_demo.networks import network_names
from cifar_demo.store.committee import COMMITTEE

# What a page alone can judge, by its name in the address and in words.
WISHES: Final[Mapping[str, str]] = {
    "layer": "a layer",
    "unit": "a number",
    "step": "a step of the tour",
    "method": "a method",
    "class": "a class",
    "against": "a class to compare with",
}


@dataclass(frozen=True)
class Link:
    """What a link asks for.

    Attributes
    ----------
    network, sample : str or None
        None where it names none, or one that does not exist.
    wishes : dict of str to str
        What only the page can judge, by its name in the address (`WISHES`).
    notes : tuple of str
        Sentences for the visitor: what the link names that does not exist.
    """

    network: str | None = None
    sample: str | None = None
    wishes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_link(asked: Mapping[str, str]) -> Link:
    """Read the query parameters of an address; whatever they hold, the answer is a link.

    Parameters
    ----------
    asked : mapping of str to str
        Of a key that comes several times, the last one.
    """
    network, sample = asked.get("network"), asked.get("sample")
    notes = []
    if network and network not in (*network_names(), COMMITTEE):
        notes.append(unknown("a network", network, "You see the most accurate one instead."))
    if sample and sample not in sample_names():
        notes.append(unknown("a sample picture", sample))
    return Link(
        network if network in (*network_names(), COMMITTEE) else None,
        sample if sample in sample_names() else None,
        {key: asked[key] for key in WISHES if asked.get(key)},
        tuple(notes),
    )


def unknown(what: str, name: str, instead: str = "You see another one instead.") -> str:
    """Say that a link names something that does not exist.

    Parameters
    ----------
    what : str
        With its article: "a network".
    name : str
        As it stands in the link; shown shortened, as plain text.
    instead : str
        What the visitor gets.
    """
    return f"The link asks for {what} called “{short_name(name)}”, and there is none here. {instead}"
