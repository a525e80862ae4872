"""Making the committee from the networks that are trained: shares on held-out pictures, then one test."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any, Final

import numpy as np

from cifar_demo.dataset.cifar10 import Cifar10, Split
from cifar_demo.errors import TrainingError, WeightsError
from cifar_demo.evaluation.measure import Measurement, Report, measure
from cifar_demo.image.unfamiliar import UNFAMILIAR_KINDS, blended, draw_unfamiliar, scrambled, zoomed
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.inference.committee import SPEC, CommitteeJudge, combine, look, view_of
from cifar_demo.metrics.detection import area_under_roc
from cifar_demo.metrics.mixture import fit_shares
from cifar_demo.networks import network_names
from cifar_demo.results import ByteImage, CommitteeMember, CommitteeParts, FloatArray, IntArray, Standing
from cifar_demo.store.card import CARD_FORMAT, ModelCard
from cifar_demo.store.committee import COMMITTEE, joint_digest
from cifar_demo.store.weights import save_measured
from cifar_demo.training.card import held_out_indices
from cifar_demo.training.hardware import describe_hardware, software_versions

# Fewer common held-out pictures tell too little of how much each member should count.
FEWEST_HELD_OUT: Final = 500
NUM_DRAWN: Final = 100  # Of each kind.
NUM_SPOILT: Final = 1_000


def make_committee(data: Cifar10, folder: Path, report: Report, names: Sequence[str] = ()) -> ModelCard:
    """Fit a committee of the trained networks, measure it, and write its card and test predictions.

    Parameters
    ----------
    data : Cifar10
        The data that they were trained on.
    folder : Path
        Holds their weights and cards.
    report : callable
        Called with the pictures done and those there will be in all.
    names : sequence of str
        Who is to sit on it; empty for all that are trained.

    Returns
    -------
    ModelCard
        As written; its settings are `results.CommitteeParts`.

    Raises
    ------
    TrainingError
        If fewer than two networks can be used, or they held back too few pictures in common.
    """
    started = time.perf_counter()
    members = load_members(folder, names)
    held_out = data.train.take(common_held_out(members, data))
    views = [view_of(member, held_out.images) for member in members]
    shares = fit_shares(np.stack([probs for probs, _ in views]), held_out.labels)
    judge = CommitteeJudge.fit(combine(views, shares)[1])
    measured = measure(lambda images: look(members, shares, images), judge, held_out, data.test, report)
    parts = CommitteeParts(
        members=tuple(_seat(member, share) for member, share in zip(members, shares, strict=True)),
        centre=_plain(judge.centre),
        spread=_plain(judge.spread),
        quantiles=_plain(judge.quantiles),
        num_fitted=len(held_out),
        standings=compare(members, shares, judge, measured, data.test),
    )
    card = committee_card(members, parts, measured, data, time.perf_counter() - started)
    return save_measured(measured.predictions, card, folder)


def load_members(folder: Path, names: Sequence[str] = ()) -> list[Classifier]:
    """Load every network that can be used; those that were named must be usable.

    Raises
    ------
    TrainingError
        If there are fewer than two.
    WeightsError
        If one that was named cannot be used.
    """
    members = []
    for name in names or network_names():
        try:
            members.append(load_classifier(name, folder))
        except WeightsError:
            if names:
                raise
    if len(members) < 2:
        raise TrainingError(
            f"A committee needs two trained networks or more, {folder} has {len(members)}. Train one with: "
            "python train_model.py --network lenet"
        )
    return members


def common_held_out(members: Sequence[Classifier], data: Cifar10) -> IntArray:
    """Find the training pictures that no member was trained on: positions (N,).

    Raises
    ------
    TrainingError
        If there are too few.
    """
    common = reduce(np.intersect1d, [held_out_indices(member.card, data) for member in members])
    if len(common) < min(FEWEST_HELD_OUT, len(data.train) // 20):
        raise TrainingError(
            f"The members held back only {len(common)} training pictures in common, too few to fit a committee on. "
            "Train them with the same --seed."
        )
    return np.asarray(common, np.int64)


def compare(
    members: Sequence[Classifier], shares: FloatArray, judge: CommitteeJudge, measured: Measurement, test: Split
) -> tuple[Standing, ...]:
    """Measure each member and the committee: accuracy, calibration, and refusing what is none of the ten classes."""

    def scores_of(images: ByteImage) -> list[FloatArray]:
        views = [view_of(member, images) for member in members]
        return [scores for _, scores in views] + [judge.score(*combine(views, shares))]

    familiar = scores_of(test.images)
    refusals: list[dict[str, float]] = [{} for _ in familiar]
    for kind, images in unfamiliar_pictures(test.images).items():
        strange = scores_of(images)
        for refusal, usual, unusual in zip(refusals, familiar, strange, strict=True):
            refusal[kind] = area_under_roc(usual, unusual)
    figures = [member.card.test for member in members] + [measured.test]
    names = [member.spec.name for member in members] + [COMMITTEE]
    return tuple(
        Standing(name, each.accuracy, each.ece, each.nll, refusal)
        for name, each, refusal in zip(names, figures, refusals, strict=True)
    )


def unfamiliar_pictures(images: ByteImage) -> dict[str, ByteImage]:
    """Make four kinds of pictures that show none of the ten classes: name to (N, 32, 32, 3) uint8."""
    return {
        "drawn": np.concatenate([draw_unfamiliar(kind, NUM_DRAWN, seed=1) for kind in UNFAMILIAR_KINDS]),
        "scrambled": scrambled(images[:NUM_SPOILT], seed=0),
        "blended": blended(images[:NUM_SPOILT], seed=0),
        "zoomed": zoomed(images[:NUM_SPOILT], seed=0),
    }


def committee_card(
    members: Sequence[Classifier], parts: CommitteeParts, measured: Measurement, data: Cifar10, seconds: float
) -> ModelCard:
    """Put the card together; what it says of the predictions is filled in when they are written."""
    cards = [member.card for member in members]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    figures: dict[str, Any] = {name: value for name, value in vars(measured).items() if name != "predictions"}
    return ModelCard(
        **figures,
        network=COMMITTEE,
        settings=asdict(parts),
        seed=0,
        history=(),
        is_interrupted=False,
        versions=software_versions(),
        hardware=describe_hardware(),
        wall_seconds=seconds,
        data_sha256=data.sha256,
        weights_sha256=joint_digest(member.weights_sha256 for member in parts.members),
        weights_bytes=sum(card.weights_bytes for card in cards),
        created=now,
        card_format=CARD_FORMAT,
        title=SPEC.title,
        year=SPEC.year,
        paper=SPEC.paper,
        url=SPEC.url,
        num_params=sum(card.num_params for card in cards),
        num_mult_adds=sum(card.num_mult_adds for card in cards),
        data_share=0.0,
        measured=now,
        predictions_sha256="",
    )


def _seat(member: Classifier, share: float) -> CommitteeMember:
    return CommitteeMember(member.spec.name, member.spec.title, member.card.weights_sha256, float(share))


def _plain(values: FloatArray) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
