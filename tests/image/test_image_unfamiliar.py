"""Pictures of none of the ten: each kind draws varied pictures, always the same; and what is made of CIFAR's own."""

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image import unfamiliar_fields as fields
from cifar_demo.image.unfamiliar import UNFAMILIAR_KINDS, blended, draw_unfamiliar, scrambled, zoomed
from cifar_demo.image.unfamiliar_sketch import Sketch

WHITE = np.full(3, 255, np.float32)
BLACK = np.zeros((128, 128, 3), np.float32)


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def pictures(random) -> np.ndarray:
    return random.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)


def still_sketch(random: np.random.Generator) -> Sketch:
    """A sketch that is not turned or resized; it may be mirrored and lie a little off the centre."""
    return Sketch(random, BLACK, tilt=0, zoom=(1, 1))


def test_there_are_many_kinds_and_none_is_a_class():
    assert len(UNFAMILIAR_KINDS) == len(set(UNFAMILIAR_KINDS)) >= 50
    assert not set(UNFAMILIAR_KINDS) & set(CLASS_NAMES)


@pytest.mark.parametrize("kind", UNFAMILIAR_KINDS)
def test_each_kind_draws_varied_pictures(kind):
    images = draw_unfamiliar(kind, 6, seed=1)
    assert images.shape == (6, 32, 32, 3)
    assert images.dtype == np.uint8
    assert len({image.tobytes() for image in images}) == 6
    assert np.abs(images[1:].astype(float) - images[:-1]).mean() > 10  # not one picture with other noise
    assert np.median(images.std(axis=(1, 2)).mean(axis=1)) > 8  # something to see


@pytest.mark.parametrize("kind", UNFAMILIAR_KINDS)
def test_the_seed_decides_and_more_begin_with_the_same(kind):
    few = draw_unfamiliar(kind, 2, seed=4)
    np.testing.assert_array_equal(draw_unfamiliar(kind, 3, seed=4)[:2], few)
    assert (draw_unfamiliar(kind, 2, seed=5) != few).any()


def test_none_can_be_drawn_and_unknown_kinds_cannot():
    assert draw_unfamiliar("pizza", 0).shape == (0, 32, 32, 3)
    with pytest.raises(ValueError, match="Expected a kind of white_noise"):
        draw_unfamiliar("frog", 1)
    with pytest.raises(ValueError, match="at least 0, got -1"):
        draw_unfamiliar("pizza", -1)


def test_scrambling_moves_whole_patches(pictures):
    before = pictures.copy()
    shuffled = scrambled(pictures)
    np.testing.assert_array_equal(pictures, before)

    def patches(image):
        return [image[top : top + 8, left : left + 8].tobytes() for top in range(0, 32, 8) for left in range(0, 32, 8)]

    for image, moved in zip(pictures, shuffled, strict=True):
        assert patches(moved) != patches(image)
        assert sorted(patches(moved)) == sorted(patches(image))


def test_pictures_are_scrambled_each_in_its_own_way(pictures):
    same = scrambled(np.repeat(pictures[:1], 5, axis=0))
    assert len({image.tobytes() for image in same}) == 5


def test_blending_takes_the_mean_with_another_picture():
    levels = np.array([0, 10, 40, 120], np.uint8)
    images = np.broadcast_to(levels[:, None, None, None], (4, 32, 32, 3)).copy()
    means = blended(images, 2)[:, 0, 0, 0].astype(int)
    partners = 2 * means - levels
    assert sorted(partners.tolist()) == [0, 10, 40, 120]
    assert (partners != levels).all()
    with pytest.raises(ValueError, match="at least two"):
        blended(images[:1])


def test_zooming_enlarges_a_patch(random):
    # Steps of 8 levels a pixel; enlarged four times, 2 levels a pixel, over 7 steps and a little more.
    ramp = np.broadcast_to(np.arange(0, 256, 8, dtype=np.uint8)[None, None, :, None], (5, 32, 32, 3)).copy()
    enlarged = zoomed(ramp).astype(int)
    assert set(np.diff(enlarged[:, 0, 8:24, 0], axis=1).ravel().tolist()) == {2}
    assert (np.ptp(enlarged, axis=1) == 0).all()
    assert len(np.unique(enlarged[:, 0, 16, 0])) > 1  # from different places


@pytest.mark.parametrize("change", [scrambled, blended, zoomed])
def test_changes_are_seeded(change, pictures):
    np.testing.assert_array_equal(change(pictures, 1), change(pictures, 1))
    assert (change(pictures, 1) != change(pictures, 2)).any()
    assert change(pictures, 1).dtype == np.uint8


def test_a_flat_box_covers_its_share(random):
    sketch = still_sketch(random)
    sketch.box((40, 40), (65, 65), WHITE, volume=0)
    assert 31**2 <= (sketch.pixels[..., 0] == 255).sum() <= 34**2  # 25 of 100 are 32 of 128 pixels


def test_opacity_mixes_and_outside_is_left_alone(random):
    sketch = still_sketch(random)
    sketch.box((-500, -500), (500, 500), WHITE, volume=0, opacity=0.4)
    np.testing.assert_allclose(sketch.pixels, 102)
    sketch.oval((900, 900), (5, 5), WHITE)
    np.testing.assert_allclose(sketch.pixels, 102)


def test_volume_lights_one_side(random):
    sketch = still_sketch(random)
    sketch.oval((50, 50), (30, 30), WHITE / 2, volume=0.9)
    inside = sketch.pixels[..., 0][sketch.pixels[..., 0] > 0]
    assert inside.min() < 115 < 140 < inside.max()


def test_colours_stay_in_their_spans(random):
    for _ in range(50):
        red, green, blue = fields.colour(random, hue=(0.3, 0.36), saturation=(0.5, 0.6), value=(0.8, 0.9))
        assert green > max(red, blue)
        assert 203.9 < green < 229.6
        assert (fields.near(random, 250, 5, 100, 60) <= 255).all()


def test_steps_are_soft():
    np.testing.assert_allclose(fields.step(np.array([-1, 0, 0.025, 1], np.float32), 10), [0, 0.5, 0.75, 1])
