import numpy as np

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.damage import MAX_RANKED, before_after_bars, ranking_bars
from cifar_demo.figures.fields import ALLOWED, MEASURED, field_picture
from cifar_demo.results import ChannelRanking, EffectiveField


def test_before_and_after_stand_side_by_side_the_likeliest_before_on_top():
    before = np.linspace(0.01, 0.19, 10).astype(np.float32)
    after = before[::-1].copy()
    figure = before_after_bars(before, after, ("before", "after"))
    now, then = figure.data
    assert list(then.y) == list(CLASS_NAMES[::-1])
    np.testing.assert_allclose(then.x, np.sort(before)[::-1])
    np.testing.assert_allclose(now.x, np.sort(before))


def test_ranking_shows_the_most_needed_first_and_no_more_than_fit():
    ranking = ChannelRanking("stage1_conv", 3, 5.0, np.arange(40, dtype=np.float32) - 5)
    bars = ranking_bars(ranking, "map").data[0]
    assert len(bars.y) == MAX_RANKED
    assert (bars.y[0], bars.x[0], bars.text[0]) == ("map 39", 34.0, "+34.00")


def test_field_picture_frames_what_can_be_seen_and_what_is():
    heatmap = np.zeros((32, 32), np.float32)
    heatmap[10, 12] = 1
    field = EffectiveField("stage1_conv", (0, 0, 0), heatmap, heatmap, (11, 9, 14, 12), 1, 0)
    image = field_picture(np.full((32, 32, 3), 100, np.uint8), field, (8, 8, 16, 16))
    assert image.shape == (512, 512, 3)
    assert tuple(image[8 * 16, 12 * 16]) == ALLOWED
    assert tuple(image[9 * 16, 12 * 16]) == MEASURED
    assert image[10 * 16 + 8, 12 * 16 + 8].min() > image[20 * 16, 20 * 16].max()
