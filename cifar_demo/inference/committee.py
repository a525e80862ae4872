"""Several networks with one voice: calibrated probabilities averaged, and their disagreement a reason to refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.errors import UnknownNetworkError, WeightsError
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, Classifier, best_classes, load_classifier
from cifar_demo.inference.familiarity import FALSE_ALARM_RATE, NUM_QUANTILES
from cifar_demo.metrics.calibration import softmax
from cifar_demo.metrics.detection import threshold_for
from cifar_demo.metrics.mixture import as_logits, disagreement, mix
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import ByteImage, CommitteeParts, FloatArray, Prediction
from cifar_demo.store.card import ModelCard
from cifar_demo.store.committee import COMMITTEE, read_verified_committee

# Disagreement is told from none down to here, in nats; its logarithm is what varies evenly.
_LEAST_DISAGREEMENT: Final = 1e-2
# Of familiarity and of agreement in the score that refuses; compared by `python -m benchmarks committee`.
_WEIGHTS: Final = np.array([1.0, 0.5], np.float32)


def _no_layers() -> None:
    raise UnknownNetworkError("The committee has no layers of its own: look inside one of its members.")


SPEC: Final = NetworkSpec(
    name=COMMITTEE,
    title="Committee",
    year=2017,
    authors="Lakshminarayanan, Pritzel, Blundell",
    paper="Simple and scalable predictive uncertainty estimation using deep ensembles",
    url="https://arxiv.org/abs/1612.01474",
    idea="All trained networks vote; each counts by how much it helps, and their disagreement is a reason for doubt.",
    build=_no_layers,
    departures=(),
)


class Answerer(Protocol):
    """A network, or several with one voice."""

    @property
    def spec(self) -> NetworkSpec:
        """What it is called."""

    @property
    def card(self) -> ModelCard:
        """How good it is."""

    def predict(self, images: ByteImage, *, k: int = 3) -> Prediction:
        """Answer for one picture, seen once or several ways."""

    def logits(self, images: ByteImage) -> FloatArray:
        """Answer for many pictures: (N, 32, 32, 3) uint8 to (N, 10) float32."""


@dataclass(frozen=True, eq=False)
class CommitteeJudge:
    """Tells pictures of the ten classes from others, by the members' familiarity and their disagreement.

    Attributes
    ----------
    centre, spread : (2,) float32
        As in `results.CommitteeParts`.
    quantiles : (NUM_QUANTILES,) float32
        Likewise.
    """

    centre: FloatArray
    spread: FloatArray
    quantiles: FloatArray

    @classmethod
    def fit(cls, evidence: FloatArray) -> CommitteeJudge:
        """Take statistics of the held-out pictures' evidence (N, 2), as `gather_evidence` gives it."""
        centre, spread = evidence.mean(axis=0), np.maximum(evidence.std(axis=0), 1e-6)
        joint = _joint(evidence, centre, spread)
        return cls(centre, spread, np.quantile(joint, np.linspace(0, 1, NUM_QUANTILES)).astype(np.float32))

    @classmethod
    def from_parts(cls, parts: CommitteeParts) -> CommitteeJudge:
        """Make one from what the card says."""
        return cls(*(np.asarray(each, np.float32) for each in (parts.centre, parts.spread, parts.quantiles)))

    def score(self, logits: FloatArray, evidence: FloatArray) -> FloatArray:
        """Score familiarity, higher for the familiar: (N, 10), (N, 2) to (N,). The logits are not asked."""
        return _joint(evidence, self.centre, self.spread)

    @property
    def threshold(self) -> float:
        """Score below which a picture is called unfamiliar."""
        return threshold_for(self.quantiles, false_alarm_rate=FALSE_ALARM_RATE)

    def share_below(self, scores: FloatArray) -> FloatArray:
        """Share of held-out pictures that are less familiar: (N,) to (N,) in [0, 1]."""
        return np.interp(scores, self.quantiles, np.linspace(0, 1, len(self.quantiles))).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Committee:
    """Networks that answer together; an `Answerer` like each of them.

    Attributes
    ----------
    card : ModelCard
    members : tuple of Classifier
    shares : (M,) float32
        How much each counts.
    judge : CommitteeJudge
    """

    card: ModelCard
    members: tuple[Classifier, ...]
    shares: FloatArray
    judge: CommitteeJudge

    @property
    def spec(self) -> NetworkSpec:
        """What it is called."""
        return SPEC

    def predict(self, images: ByteImage, *, k: int = 3) -> Prediction:
        """Answer for one picture; see `Classifier.predict`. The members' own answers are its votes."""
        votes = tuple(member.predict(images, k=NUM_CLASSES) for member in self.members)
        view_probs = np.stack([vote.view_probs for vote in votes])  # (M, V, 10)
        view_logits = as_logits(mix(view_probs, self.shares))  # (V, 10)
        calibrated = softmax(view_logits, temperature=self.card.temperature)  # As views were when it was fitted.
        probs = calibrated.mean(axis=0)
        # View by view, for single views set its threshold: averages over views disagree less than views do.
        scores = np.broadcast_to([[vote.score] for vote in votes], view_probs.shape[:2])
        evidence = gather_evidence(scores, view_probs, self.shares).mean(axis=0, keepdims=True)
        score = self.judge.score(view_logits[:1], evidence)
        return Prediction(
            network=COMMITTEE,
            logits=view_logits[0],
            view_probs=calibrated,
            probs=probs,
            top_k=best_classes(probs, k),
            seconds=sum(vote.seconds for vote in votes),
            score=float(score[0]),
            familiarity=float(self.judge.share_below(score)[0]),
            is_unfamiliar=bool(score[0] < self.judge.threshold),
            votes=votes,
        )

    def logits(self, images: ByteImage) -> FloatArray:
        """Answer for many pictures: logarithms of the averaged probabilities, (N, 10)."""
        return look(self.members, self.shares, images)[0]

    def mixed(self, member_logits: Sequence[FloatArray]) -> FloatArray:
        """Answer as `logits` does, from what the members have said already: (N, 10) each to (N, 10)."""
        probs = [
            softmax(logits, temperature=member.card.temperature)
            for member, logits in zip(self.members, member_logits, strict=True)
        ]
        return as_logits(mix(np.stack(probs), self.shares))


def load_committee(folder: Path = WEIGHTS_FOLDER, members: Sequence[Classifier] | None = None) -> Committee:
    """Load the committee with all its members.

    Parameters
    ----------
    folder : Path
        Holds `committee.json` and the members' weights.
    members : sequence of Classifier
        Loaded already, all that sit on it, in its order; None loads them.

    Raises
    ------
    WeightsError
        If there is none, or a member is missing, has other weights now or was loaded with others; says what to do.
    """
    card, parts = read_verified_committee(folder)
    loaded = members if members is not None else [load_classifier(each.network, folder) for each in parts.members]
    for seat, member in zip(parts.members, loaded, strict=True):
        if member.card.weights_sha256 != seat.weights_sha256:
            raise WeightsError(
                f"{seat.title} was trained again while the app was running: start the app again to ask the committee."
            )
    shares = np.array([member.share for member in parts.members], np.float32)
    return Committee(card, tuple(loaded), shares, CommitteeJudge.from_parts(parts))


def load_answerer(name: str, folder: Path = WEIGHTS_FOLDER) -> Answerer:
    """Load a network by name, or the committee; raises as `load_classifier` and `load_committee` do."""
    return load_committee(folder) if name == COMMITTEE else load_classifier(name, folder)


def look(members: Sequence[Classifier], shares: FloatArray, images: ByteImage) -> tuple[FloatArray, FloatArray]:
    """Have members look at many pictures.

    Parameters
    ----------
    members : sequence of Classifier
    shares : (M,) float32
    images : (N, 32, 32, 3) uint8

    Returns
    -------
    logits, evidence : (N, 10), (N, 2) float32
        Logarithms of the averaged probabilities, and what `CommitteeJudge` judges by.
    """
    return combine([view_of(member, images) for member in members], shares)


def view_of(member: Classifier, images: ByteImage) -> tuple[FloatArray, FloatArray]:
    """Give a member's calibrated probabilities (N, 10) and familiarity scores (N,) of many pictures."""
    logits, features = member.logits_and_features(images)
    return softmax(logits, temperature=member.card.temperature), member.familiarity.score(logits, features)


def combine(views: Sequence[tuple[FloatArray, FloatArray]], shares: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Combine what `view_of` gave for each member; gives what `look` gives."""
    probs = np.stack([each[0] for each in views])
    return as_logits(mix(probs, shares)), gather_evidence(np.stack([each[1] for each in views]), probs, shares)


def gather_evidence(scores: FloatArray, probs: FloatArray, shares: FloatArray) -> FloatArray:
    """Put side by side what speaks for a picture being familiar.

    Parameters
    ----------
    scores : (M, N) float32
        Familiarity in the eyes of each member.
    probs : (M, N, 10) float32
        Calibrated answers of each.
    shares : (M,) float32

    Returns
    -------
    (N, 2) float32
        The members' scores averaged by their shares; the logarithm of their agreement (less where they disagree),
        in which all count the same: one that adds little to the answer may still notice that something is odd.
    """
    equal = np.full(len(probs), 1 / len(probs), np.float32)
    agreement = -np.log(disagreement(probs, equal) + _LEAST_DISAGREEMENT)
    return np.stack([shares @ scores, agreement], axis=1).astype(np.float32)


def _joint(evidence: FloatArray, centre: FloatArray, spread: FloatArray) -> FloatArray:
    return np.asarray((evidence - centre) / spread @ _WEIGHTS, np.float32)
