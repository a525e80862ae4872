import itertools

import pytest

from cifar_demo.figures import label_places as module
from cifar_demo.figures.costs import CostPoint, cost_chart
from cifar_demo.figures.label_places import label_places, overlap

FRAME = (300.0, 300.0)
SIZE = (60.0, 36.0)


def test_names_stand_above_where_there_is_room():
    assert label_places([(80, 150), (220, 150)], [SIZE] * 2, FRAME) == ["top center"] * 2


def test_name_at_the_upper_edge_goes_below():
    assert label_places([(150, 15)], [SIZE], FRAME) == ["bottom center"]


def test_area_that_boxes_share():
    assert overlap((0, 0, 10, 10), (5, 8, 20, 20)) == pytest.approx(10)
    assert overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0


@pytest.mark.parametrize("marks", [[(200, 100), (215, 130), (190, 150)], [(200, 100), (200, 120)]])
def test_crowded_names_keep_clear_of_each_other_and_of_the_marks(marks):
    places = label_places(marks, [SIZE] * len(marks), FRAME)
    boxes = [module._box(mark, SIZE, place) for mark, place in zip(marks, places, strict=True)]
    assert all(overlap(one, other) == 0 for one, other in itertools.combinations(boxes, 2))
    discs = [(x - 8, y - 8, x + 8, y + 8) for x, y in marks]
    for (i, box), (j, disc) in itertools.product(enumerate(boxes), enumerate(discs)):
        assert i == j or overlap(box, disc) == 0


def test_networks_of_nearly_the_same_cost_and_accuracy_are_told_apart():
    figures = {"LeNet-5": (0.686, 62_006), "VGGNet": (0.931, 2_314_122), "GoogLeNet": (0.9, 1_540_970)}
    points = [
        CostPoint(title, title, 2014, accuracy, accuracy - 0.005, accuracy + 0.005, cost)
        for title, (accuracy, cost) in {**figures, "ResNet": (0.912, 3_022_410)}.items()
    ]
    marks = cost_chart(points, "learned numbers").data[-1]
    assert len(set(marks.textposition)) > 1
