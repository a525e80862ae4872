"""Batches: seeded, complete, augmented as the configuration says."""

import dataclasses
import threading

import numpy as np
import pytest

from cifar_demo.constants import CHANNEL_STD
from cifar_demo.image.preprocess import preprocess
from cifar_demo.training.batches import epoch_batches, epoch_order, one_hot, prefetch, steps_per_epoch
from cifar_demo.training.config import TrainingConfig

PLAIN = TrainingConfig("lenet", epochs=1, batch_size=30, peak_learning_rate=0.1, max_shift=0, cutout_side=0)


def test_one_hot():
    np.testing.assert_array_equal(one_hot(np.array([2, 0]))[:, :3], [[0, 0, 1], [1, 0, 0]])


def test_only_whole_batches(tiny_data):
    batches = list(epoch_batches(tiny_data.train, PLAIN, 0))
    assert len(batches) == steps_per_epoch(len(tiny_data.train), PLAIN) == 6
    assert {batch.shape for batch, _ in batches} == {(30, 32, 32, 3)}


def test_same_epoch_same_batches_and_another_epoch_another_order(tiny_data):
    first, again, later = (list(epoch_batches(tiny_data.train, PLAIN, epoch)) for epoch in (0, 0, 1))
    for (one, one_target), (other, other_target) in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one_target, other_target)
    assert any((one[1] != other[1]).any() for one, other in zip(first, later, strict=True))


def test_half_of_a_shorter_epoch_was_answered_worst_and_the_rest_is_drawn_anew_each_time():
    config = dataclasses.replace(PLAIN, epoch_share=0.5, batch_size=20)
    losses = np.random.default_rng(0).permutation(200).astype(np.float32)
    orders = [epoch_order(200, config, epoch, losses) for epoch in range(20)]
    worst = set(np.flatnonzero(losses >= 150))
    others = np.zeros(200)
    for order in orders:
        assert len(set(order)) == len(order) == 100 == 20 * steps_per_epoch(200, config)
        assert worst <= set(order)
        others[order] += 1
    assert (others[list(worst)] == 20).all()
    assert others[losses < 150].mean() == pytest.approx(50 / 150 * 20)
    assert others[losses < 150].min() > 0  # No picture is left out for ever.
    assert [list(order) for order in orders] == [list(epoch_order(200, config, epoch, losses)) for epoch in range(20)]
    assert not set(orders[0][:50]) >= worst  # In random order.


def test_pictures_that_were_never_shown_come_first():
    config = dataclasses.replace(PLAIN, epoch_share=0.5, batch_size=20)
    losses = np.ones(200, np.float32)
    losses[60:100] = np.inf
    assert set(range(60, 100)) <= set(epoch_order(200, config, 1, losses))


def test_batches_follow_an_order_that_is_given(tiny_data):
    order = epoch_order(len(tiny_data.train), PLAIN, 3)
    targets = np.concatenate([target for _, target in epoch_batches(tiny_data.train, PLAIN, 0, order)])
    np.testing.assert_array_equal(targets.argmax(axis=1), tiny_data.train.labels[order])


def test_labels_stay_with_their_pictures(tiny_data):
    originals = preprocess(tiny_data.train.images)
    mirrored = originals[:, :, ::-1]
    for batch, targets in epoch_batches(tiny_data.train, PLAIN, 0):
        for picture, target in zip(batch, targets, strict=True):
            matches = (originals == picture).all(axis=(1, 2, 3)) | (mirrored == picture).all(axis=(1, 2, 3))
            assert tiny_data.train.labels[matches.argmax()] == target.argmax()
            assert matches.any()


def test_cutout_covers_with_the_mean_colour(tiny_data):
    config = dataclasses.replace(PLAIN, cutout_side=8)
    batch, _ = next(epoch_batches(tiny_data.train, config, 0))
    covered = (np.abs(batch) < 0.02).all(axis=-1).sum(axis=(1, 2))
    assert (covered >= 16).all()
    assert (covered == 64).any()


def test_noise_comes_to_its_share_of_the_pictures_in_all_strengths_up_to_its_largest(tiny_data):
    config = dataclasses.replace(PLAIN, noise_share=0.5, noise_deviation=20.0)
    # The first batch of each: the same pictures.
    (plain, _), (noisy, _) = (next(epoch_batches(tiny_data.train, each, 0)) for each in (PLAIN, config))
    added = (255 * np.array(CHANNEL_STD) * (noisy - plain)).std(axis=(1, 2, 3))
    assert 8 <= (added > 0).sum() <= 22
    assert added[added > 0].min() < 7 < 13 < added.max() < 21


def test_prefetch_keeps_order_and_passes_errors_on():
    def items():
        yield from range(3)
        raise RuntimeError("broken")

    received = []
    with pytest.raises(RuntimeError, match="broken"):
        for item in prefetch(items()):
            received.append(item)
    assert received == [0, 1, 2]


def test_prefetch_works_on_another_thread():
    def items():
        yield threading.get_ident()

    assert list(prefetch(items())) != [threading.get_ident()]
