import numpy as np
import pytest

from cifar_demo.image.corruptions import corrupt_by
from cifar_demo.image.corruptions_geometry import rotated
from cifar_demo.image.damage import KNOBS, damaged, find_knob


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_every_knob_does_more_harm_the_further_it_is_turned(knob):
    rows, columns = np.mgrid[:32, :32]
    picture = np.stack([rows * 7, columns * 7, (rows + columns) % 9 * 20], axis=-1).astype(np.uint8)
    np.testing.assert_array_equal(damaged(picture, {knob.name: knob.neutral}), picture)
    for end in knob.ends:
        positions = knob.positions(end)
        assert positions[-1] == end
        near, far = (damaged(picture, {knob.name: value}).astype(int) - picture for value in (positions[0], end))
        assert np.abs(near).mean() < np.abs(far).mean()


def test_positions_are_where_a_slider_can_stand():
    assert find_knob("rotation").positions(-90)[:2] == (-2, -4)
    assert find_knob("size").positions(0.4)[-2:] == (0.45, 0.4)
    assert find_knob("jpeg").positions(1)[0] == 97
    for knob in KNOBS:
        for end in knob.ends:
            steps = [(position - knob.low) / knob.step for position in knob.positions(end)]
            np.testing.assert_allclose(steps, np.rint(steps), atol=1e-3)


def test_knobs_work_together_in_one_order(picture):
    together = damaged(picture, {"noise": 20, "rotation": 30})
    by_hand = corrupt_by(rotated(picture[None], 30), "gaussian_noise", 20, seed=0)[0]
    np.testing.assert_array_equal(together, by_hand)
    np.testing.assert_array_equal(together, damaged(picture, {"rotation": 30, "noise": 20}))


def test_picture_stays_as_it_was(picture):
    before = picture.copy()
    for knob in KNOBS:
        damaged(picture, {knob.name: knob.ends[-1]})
    np.testing.assert_array_equal(picture, before)


def test_what_cannot_be_turned_is_refused(picture):
    with pytest.raises(ValueError, match="Expected -90 to 90 for rotation"):
        damaged(picture, {"rotation": 91})
    with pytest.raises(ValueError, match="a knob of rotation"):
        damaged(picture, {"hammer": 1})
