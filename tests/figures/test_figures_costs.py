import numpy as np

from cifar_demo.figures.costs import CostPoint, cost_chart
from cifar_demo.figures.mosaics import busiest_maps

POINTS = (
    CostPoint("late", "Late", 2015, 0.95, 0.94, 0.96, 270_000),
    CostPoint("early", "Early", 1998, 0.7, 0.69, 0.71, 62_006),
)


def test_networks_stand_in_order_of_years_with_their_cost():
    road, marks = cost_chart(POINTS, "learned numbers").data
    assert list(marks.customdata) == ["early", "late"]
    assert list(marks.x) == list(road.x) == [62_006, 270_000]
    assert "70.00% right (69.0% to 71.0%)" in marks.hovertext[0]
    assert "62,006 learned numbers" in marks.hovertext[0]


def test_all_marks_lie_within_the_axes():
    layout = cost_chart(POINTS, "learned numbers").layout
    assert layout.xaxis.range[0] < np.log10(62_006) and np.log10(270_000) < layout.xaxis.range[1]
    assert layout.yaxis.range[0] < 0.69 and layout.yaxis.range[1] > 0.96


def test_one_network_alone_can_be_drawn():
    low, high = cost_chart(POINTS[:1], "learned numbers").layout.yaxis.range
    assert low < 0.95 < high


def test_busiest_maps_come_first_and_make_a_square():
    activation = np.zeros((4, 4, 12), np.float32)
    activation[0, 0, 7] = 5  # The only map that varies.
    mosaic = busiest_maps(activation, width=100)
    assert (mosaic.num_rows, mosaic.num_columns, mosaic.num_left_out) == (3, 3, 3)
    assert mosaic.image.shape[0] == mosaic.image.shape[1] <= 100
    first = mosaic.image[5, 5].astype(int)
    assert first.sum() > 500  # Its bright corner.


def test_few_maps_make_a_smaller_square():
    mosaic = busiest_maps(np.random.default_rng(0).normal(0, 1, (4, 4, 6)).astype(np.float32))
    assert (mosaic.num_rows, mosaic.num_columns, mosaic.num_left_out) == (2, 2, 2)
    assert mosaic.is_diverging
