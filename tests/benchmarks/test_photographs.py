"""What is counted of photographs, on answers that can be counted by hand."""

import numpy as np
import pytest

from benchmarks import photographs
from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.pixels import encode_png
from cifar_demo.results import Prediction, ScoredClass


def says(class_name: str, confidence: float, score: float) -> Prediction:
    """Answer with one class; a score below zero is unfamiliar."""
    probs = np.where(np.array(CLASS_NAMES) == class_name, confidence, (1 - confidence) / 9).astype(np.float32)
    best = (ScoredClass(class_name, confidence),)
    return Prediction("tiny", np.log(probs), probs[None], probs, best, 0.001, score=score, is_unfamiliar=score < 0)


def test_shares_are_of_the_ten_and_of_other_things_apart():
    labels = np.array(["cat", "dog", "other", "other", "other", "other"])
    answers = [
        says("cat", 0.9, 2.0),
        says("cat", 0.5, -1.0),
        says("frog", 0.95, 1.0),
        says("frog", 0.95, -2.0),
        says("ship", 0.4, -3.0),
        says("ship", 0.8, 0.5),
    ]
    row = photographs.cells(answers, labels, labels == "other")
    # Of other things: named and sure is the first alone. Of 2 x 4 pairs the cat is ahead in 4, the dog in 2.
    assert row == ("50.0%", "70.0%", "50.0%", "50.0%", "25.0%", "0.750")


def test_folder_is_asked_for_where_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv(photographs.ENVIRONMENT_VARIABLE, str(tmp_path))
    with pytest.raises(SystemExit, match="subfolders called 'other'"):
        photographs.find_photographs()


def test_subfolders_are_the_labels(tmp_path):
    drawn = {"other": np.full((5, 7, 3), 9, np.uint8), "cat": np.full((6, 4, 3), 200, np.uint8)}
    for label, image in drawn.items():
        (tmp_path / label).mkdir()
        (tmp_path / label / "a.png").write_bytes(encode_png(image))
    found = list(photographs.photographs(tmp_path))
    assert [label for label, _ in found] == ["cat", "other"]
    for label, image in found:
        np.testing.assert_array_equal(image, drawn[label])
