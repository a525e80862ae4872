"""The committee's card: a model card whose settings say who sits on it, checked against the members' weights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cifar_demo.errors import WeightsError
from cifar_demo.results import CommitteeMember, CommitteeParts
from cifar_demo.store.card import COMMITTEE as COMMITTEE
from cifar_demo.store.card import ModelCard, card_path, measuring_command, read_card
from cifar_demo.store.records import parse_record
from cifar_demo.store.weights import read_verified_card

HOW_TO_MAKE: Final = f"Make it, without training, with: {measuring_command(COMMITTEE)}"


def has_committee(folder: Path) -> bool:
    """Whether a committee was made here; it may be out of date."""
    return card_path(folder, COMMITTEE).is_file()


def read_committee(folder: Path) -> tuple[ModelCard, CommitteeParts]:
    """Read the committee's card, and see by the members' cards that it is not out of date. No weights are read.

    Raises
    ------
    WeightsError
        If there is none, it is damaged, or a member is missing or has other weights now; says what to run.
    """
    card = _read(folder)
    parts = committee_parts(card)
    for member in parts.members:
        check_member(member, _card_of(member, folder))
    return card, parts


def read_verified_committee(folder: Path) -> tuple[ModelCard, CommitteeParts]:
    """The same, with the members' weights files checked too."""
    card = _read(folder)
    parts = committee_parts(card)
    for member in parts.members:
        check_member(member, read_verified_card(folder, member.network))
    return card, parts


def read_usable_card(folder: Path, name: str) -> ModelCard:
    """Read the card of a network or of the committee, checked against the weights beside it."""
    return read_verified_committee(folder)[0] if name == COMMITTEE else read_verified_card(folder, name)


def committee_parts(card: ModelCard) -> CommitteeParts:
    """Read from the committee's card who sits on it; raises WeightsError if its settings do not say."""
    try:
        return parse_record(CommitteeParts, card.settings)
    except TypeError as error:
        raise WeightsError(f"{COMMITTEE}.json is not an intact card ({error}). {HOW_TO_MAKE}") from error


def check_member(member: CommitteeMember, card: ModelCard) -> None:
    """See that a member still has the weights that the committee was fitted with.

    Raises
    ------
    WeightsError
        If not.
    """
    if card.weights_sha256 != member.weights_sha256:
        raise WeightsError(
            f"The committee was made with other weights of {member.title} than there are now, so its shares are out "
            f"of date. {HOW_TO_MAKE}"
        )


def joint_digest(digests: Iterable[str]) -> str:
    """Fingerprint of all members' weights together."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _read(folder: Path) -> ModelCard:
    if not has_committee(folder):
        # As for a network that is not trained: no fault, and told in the same tone.
        raise WeightsError(f"There is no committee yet. {HOW_TO_MAKE}") from FileNotFoundError(COMMITTEE)
    try:
        return read_card(folder, COMMITTEE)
    except WeightsError as error:
        raise WeightsError(f"{COMMITTEE}.json cannot be used. {HOW_TO_MAKE}") from error


def _card_of(member: CommitteeMember, folder: Path) -> ModelCard:
    try:
        return read_card(folder, member.network)
    except WeightsError as error:
        raise WeightsError(
            f"{member.title} sits on the committee, but it cannot be used: {error} Or leave it out. {HOW_TO_MAKE}"
        ) from error
