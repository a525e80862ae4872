"""Real photographs: how often is each network right about them, how sure is it, and what does it call other things?

The project holds none. `PHOTOGRAPHS_DIR` names a folder with a subfolder for each class that there are photographs of
(`airplane`, `cat`, …), and one called `other` for pictures of anything else. Each is seen as the app sees an upload.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import DEFAULT_VIEWS, views
from cifar_demo.inference.committee import load_committee
from cifar_demo.metrics.detection import area_under_roc
from cifar_demo.results import ByteImage, Prediction

ENVIRONMENT_VARIABLE: Final = "PHOTOGRAPHS_DIR"
OTHER: Final = "other"
SURE: Final = 0.9
NUM_VIEWS: Final = (1, DEFAULT_VIEWS)


def main() -> None:
    """Measure the committee and each of its members, with one view and with as many as the app takes by itself."""
    folder = find_photographs()
    import_keras_for_serving()
    committee = load_committee()
    titles = (*(member.spec.title for member in committee.members), committee.spec.title)
    answers: dict[tuple[str, int], list[Prediction]] = {(title, count): [] for title in titles for count in NUM_VIEWS}
    labels = []
    for label, image in photographs(folder):
        labels.append(label)
        seen = np.stack([view.image for view in views(image, max(NUM_VIEWS))])
        for count in NUM_VIEWS:
            together = committee.predict(seen[:count])
            for title, each in zip(titles, (*together.votes, together), strict=True):
                answers[title, count].append(each)
    print_answers(answers, np.array(labels))


def find_photographs() -> Path:
    """Give the folder; says what to do where there is none."""
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if not named or not Path(named, OTHER).is_dir():
        raise SystemExit(
            f"Set {ENVIRONMENT_VARIABLE} to a folder of photographs with subfolders called {OTHER!r} and as the "
            "classes are."
        )
    return Path(named)


def photographs(folder: Path) -> Iterator[tuple[str, ByteImage]]:
    """Give the label and the pixels of each, in order of class and file name."""
    for label in (*CLASS_NAMES, OTHER):
        for file in sorted(folder.joinpath(label).glob("*")):
            yield label, decode_image(file.read_bytes(), file.name).image


def print_answers(answers: dict[tuple[str, int], list[Prediction]], labels: np.ndarray) -> None:
    """Print a row for each network and number of views."""
    is_other = labels == OTHER
    print(f"{(~is_other).sum()} photographs of the ten classes, {is_other.sum()} of other things")
    heads = ("right", "sure on average", "turned away", "others turned away", f"named, {SURE:.0%} sure", "ROC area")
    print(f"{'network, views':<20}" + "".join(f"{head:>20}" for head in heads))
    for (title, count), predictions in answers.items():
        print(f"{f'{title}, {count}':<20}" + "".join(f"{cell:>20}" for cell in cells(predictions, labels, is_other)))


def cells(predictions: list[Prediction], labels: np.ndarray, is_other: np.ndarray) -> tuple[str, ...]:
    """Write one row: of the ten classes three shares, of other things two, and how well both are told apart."""
    is_right = np.array([each.top_k[0].class_name for each in predictions]) == labels
    confidence = np.array([each.probs.max() for each in predictions])
    is_unfamiliar = np.array([each.is_unfamiliar for each in predictions])
    scores = np.array([each.score for each in predictions])
    shares = (
        is_right[~is_other].mean(),
        confidence[~is_other].mean(),
        is_unfamiliar[~is_other].mean(),
        is_unfamiliar[is_other].mean(),
        (~is_unfamiliar & (confidence >= SURE))[is_other].mean(),
    )
    return (*(f"{share:.1%}" for share in shares), f"{area_under_roc(scores[~is_other], scores[is_other]):.3f}")
