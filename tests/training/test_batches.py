"""Batches: seeded, complete, augmented as the configuration says."""

import dataclasses
import threading

import numpy as np
import pytest

from cifar_demo.constants import CHANNEL_STD
from cifar_demo.image.preprocess import preprocess
from cifar_demo.training.batches import epoch_batches, one_hot, prefetch, steps_per_epoch
from cifar_demo.training.config import TrainingConfig

PLAIN = TrainingConfig("lenet", epochs=1, batch_size=30, peak_learning_rate=0.1, max_shift=0, cutout_side=0)


def test_one_hot():
    np.testing.assert_array_equal(one_hot(np.array([2, 0]))[:, :3], [[0, 0, 1], [1, 0, 0]])


def test_only_whole_batches(tiny_data):
    batches = list(epoch_batches(tiny_data.train, PLAIN, 0))
    assert len(batches) == steps_per_epoch(len(tiny_data.train), 30) == 6
    assert {batch.shape for batch, _ in batches} == {(30, 32, 32, 3)}


def test_same_epoch_same_batches_and_another_epoch_another_order(tiny_data):
    first, again, later = (list(epoch_batches(tiny_data.train, PLAIN, epoch)) for epoch in (0, 0, 1))
    for (one, one_target), (other, other_target) in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one_target, other_target)
    assert any((one[1] != other[1]).any() for one, other in zip(first, later, strict=True))


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
