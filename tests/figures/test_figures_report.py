"""Charts of a report: they show the card's own numbers, and each cell can be clicked."""

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.classes import class_bars, confusion_chart
from cifar_demo.figures.learning import accuracy_curves, loss_curves
from cifar_demo.figures.reliability import FEWEST, confidence_histogram, reliability_diagram
from cifar_demo.figures.robustness import corruption_chart, refusal_curve
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.results import AnsweredShare, CorruptionAccuracy, CorruptionFigures, EpochRecord, ReliabilityBin


@pytest.fixture(scope="module")
def evaluation():
    generator = np.random.default_rng(0)
    labels = np.arange(400) % 10
    return evaluate_logits(np.eye(10, dtype=np.float32)[labels] * 2 + generator.normal(0, 1, (400, 10)), labels)


HISTORY = tuple(EpochRecord(epoch, 2 / epoch, 0.1 * epoch, 1 / epoch, 0.2 * epoch, 0.3, 1, 0) for epoch in (1, 2, 3))


def test_class_bars_show_recall_and_precision(evaluation):
    recall, precision = class_bars(evaluation).data
    assert tuple(recall.y) == tuple(precision.y) == CLASS_NAMES
    assert list(recall.x) == list(evaluation.per_class.values())
    assert list(precision.x) == list(evaluation.precision_per_class.values())


def test_every_cell_of_the_confusion_matrix_can_be_pointed_at(evaluation):
    right, wrong, marks = confusion_chart(evaluation.confusion).data
    assert [tuple(cell) for cell in marks.customdata] == [(row, column) for row in range(10) for column in range(10)]
    assert marks.text[3 * 10 + 5] == f"cat taken for dog: {evaluation.confusion[3][5]}"
    assert marks.text[33] == f"cat: {evaluation.confusion[3][3]} answered rightly"
    shown = np.where(np.eye(10, dtype=bool), np.array(right.text), np.array(wrong.text))
    assert shown.tolist() == [[str(count) for count in row] for row in evaluation.confusion]


def test_chosen_cell_is_framed(evaluation):
    (frame,) = confusion_chart(evaluation.confusion, (3, 5)).layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (4.5, 5.5, 2.5, 3.5)


def test_nothing_answered_rightly_still_draws():
    confusion_chart(tuple((0,) * 10 for _ in range(10)))


def test_reliability_leaves_out_what_few_pictures_say():
    bins = (ReliabilityBin(0, 0.5, FEWEST - 1, 0.4, 0.0), ReliabilityBin(0.5, 1, FEWEST, 0.8, 0.7))
    line, before, after = reliability_diagram(bins, bins).data
    assert (list(after.x), list(after.y)) == ([0.8], [0.7])
    assert list(line.x) == list(line.y) == [0, 1]
    assert [trace.name for trace in reliability_diagram(bins).data] == ["perfectly honest", "calibrated"]
    assert before.name == "as trained"


def test_histogram_counts_right_and_wrong():
    right, wrong = confidence_histogram(
        (ReliabilityBin(0, 0.5, 10, 0.4, 0.3), ReliabilityBin(0.5, 1, 4, 0.8, 1.0))
    ).data
    assert (list(right.y), list(wrong.y)) == ([3, 4], [7, 0])
    assert list(right.x) == [0.25, 0.75]


def test_curves_run_over_the_epochs():
    for figure, trained, held_out in (
        (accuracy_curves(HISTORY), [0.1, 0.2, 0.3], [0.2, 0.4, 0.6]),
        (loss_curves(HISTORY), [2, 1, 2 / 3], [1, 0.5, 1 / 3]),
    ):
        assert list(figure.data[0].x) == [1, 2, 3]
        assert list(figure.data[0].y) == pytest.approx(trained)
        assert list(figure.data[1].y) == pytest.approx(held_out)


def test_corruption_is_coloured_by_what_it_costs():
    rows = (CorruptionAccuracy("fog", (1.0, 2.0, 3.0), (0.9, 0.8, 0.5)),)
    (cells,) = corruption_chart(CorruptionFigures(10, 0, 0.9, 0.73, rows), {"fog": "Fog"}).data
    np.testing.assert_allclose(cells.z, [[0, 0.1, 0.4]], atol=1e-6)
    assert cells.zmax == pytest.approx(0.4)
    assert list(cells.text[0]) == ["90.0%", "80.0%", "50.0%"]
    assert list(cells.y) == ["Fog"]


def test_refusing_leaves_out_what_nobody_is_sure_enough_of():
    shares = (AnsweredShare(0.0, 1.0, 0.7), AnsweredShare(0.9, 0.4, 0.95), AnsweredShare(0.99, 0.0, 0.0))
    (curve,) = refusal_curve(shares).data
    assert list(zip(curve.text, curve.x, curve.y, strict=True)) == [("all", 1.0, 0.7), ("90%", 0.4, 0.95)]
