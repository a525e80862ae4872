import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.histograms import value_histogram
from cifar_demo.figures.kernel_charts import kernel_heatmap, weight_heatmap
from cifar_demo.figures.theme import ACCENT, ALARM
from cifar_demo.figures.tour_charts import contribution_bars, softmax_columns
from cifar_demo.results import SoftmaxArithmetic


def test_tile_of_an_output_and_an_input_holds_their_kernel():
    kernel = np.random.default_rng(0).normal(size=(3, 3, 5, 7)).astype(np.float32)
    figure = kernel_heatmap(kernel, [4, 1], [6, 0, 2])
    values = np.asarray(figure.data[0].z)
    assert values.shape == (2 * 4 - 1, 3 * 4 - 1)
    np.testing.assert_array_equal(values[4:7, 0:3], kernel[:, :, 1, 6])
    np.testing.assert_array_equal(values[0:3, 8:11], kernel[:, :, 4, 2])
    assert np.isnan(values[3]).all()
    assert np.asarray(figure.data[0].customdata)[4, 9].tolist() == [1, 2]
    assert list(figure.layout.xaxis.ticktext) == ["6", "0", "2"]
    assert figure.data[0].zmax == -figure.data[0].zmin == pytest.approx(float(np.quantile(np.abs(kernel), 0.995)))


def test_matrix_has_a_row_for_each_output():
    kernel = np.arange(12, dtype=np.float32).reshape(1, 1, 4, 3)
    figure = weight_heatmap(kernel, [3, 0], [2, 1, 0], ["a", "b", "c"])
    assert list(figure.layout.yaxis.ticktext) == ["c", "b", "a"]
    np.testing.assert_array_equal(np.asarray(figure.data[0].z), [[11, 2], [10, 1], [9, 0]])
    assert np.asarray(figure.data[0].customdata)[0, 1].tolist() == [0, 2]


def test_no_more_ticks_than_fit():
    figure = weight_heatmap(np.zeros((1, 1, 96, 96), np.float32), range(96), range(96))
    assert len(figure.layout.xaxis.ticktext) <= 24
    assert figure.data[0].zmax > figure.data[0].zmin


def test_every_number_is_counted_and_signs_stand_apart():
    values = np.array([-5, -0.5, -0.4, 0.3, 0.2, 0.1], np.float32)
    bars = value_histogram(values).data[0]
    assert sum(bars.y) == 6
    negative = [colour == ALARM for colour in bars.marker.color]
    assert sum(count for count, is_negative in zip(bars.y, negative, strict=True) if is_negative) == 3
    assert set(bars.marker.color) == {ACCENT, ALARM}


def test_votes_end_in_the_score():
    bars = contribution_bars(["a", "b", "bias"], [1.5, -0.25, 0.0], 1.25)
    assert list(bars.data[0].x) == [1.5, -0.25, 0.0, 1.25]
    assert list(bars.data[0].text) == ["+1.50", "−0.25", "0.00", "1.25"]
    low, high = bars.layout.xaxis.range
    assert low < 0 and high > 1.5


def test_softmax_columns_agree_with_the_arithmetic():
    logits = np.linspace(-2, 3, 10)
    powers = np.exp(logits / 2)
    softmax = SoftmaxArithmetic(
        2.0, logits, logits / 2, logits / 2 - 1.5, np.exp(logits / 2 - 1.5), 1.0, powers / powers.sum(), powers
    )
    scores, exponentials, shares = softmax_columns(softmax, CLASS_NAMES).data
    assert scores.y[0] == CLASS_NAMES[9]
    np.testing.assert_allclose(exponentials.x, np.exp(scores.x))
    assert sum(shares.x) == pytest.approx(1)
