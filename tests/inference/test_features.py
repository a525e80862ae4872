"""Features of many pictures: filled in pieces, searched by direction."""

import threading
from contextlib import suppress

import numpy as np
import pytest

from cifar_demo.inference.classifier import load_classifier
from cifar_demo.inference.features import FeatureBank
from cifar_demo.metrics.detection import unit_rows

PICTURES = np.random.default_rng(0).integers(0, 256, (30, 32, 32, 3), np.uint8)


@pytest.fixture(scope="module")
def classifier(untrained_folder):
    return load_classifier("lenet", untrained_folder)


@pytest.fixture
def bank(classifier, monkeypatch):
    monkeypatch.setattr("cifar_demo.inference.features.BATCH_SIZE", 8)
    return FeatureBank(classifier, PICTURES)


def test_it_holds_what_the_network_gives(bank, classifier):
    told = []
    bank.fill(20, lambda done, total: told.append((done, total)))
    logits, features = classifier.logits_and_features(PICTURES[:20])
    np.testing.assert_allclose(bank.directions(20), unit_rows(features), atol=1e-3)
    np.testing.assert_array_equal(bank.answers(20), logits.argmax(axis=1))
    assert told == [(8, 20), (16, 20), (20, 20)]


def test_a_stopped_filling_goes_on_where_it_stopped(bank):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bank.fill(30, stop)
    assert bank.num_filled == 8
    first = bank.directions(8)
    bank.fill(30, lambda done, total: None)
    np.testing.assert_array_equal(bank.directions(8), first)
    assert bank.num_filled == 30


def test_two_who_fill_it_at_once_both_find_it_filled(bank):
    faults = []
    together = threading.Barrier(2)

    def meet(done, total):
        with suppress(threading.BrokenBarrierError):
            together.wait(1)

    def fill():
        try:
            bank.fill(24, meet)  # Three batches: both want the last.
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=fill) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert bank.num_filled == 24


def test_a_picture_is_nearest_to_itself(bank):
    bank.fill(30, lambda done, total: None)
    positions, cosines = bank.nearest(PICTURES[17], 5, 30)
    assert positions[0] == 17
    assert cosines[0] == pytest.approx(1, abs=2e-3)
    assert np.all(np.diff(cosines) <= 0)
    assert 17 not in bank.nearest(PICTURES[17], 5, 17)[0]


def test_what_is_not_filled_in_is_not_given(bank):
    bank.fill(10, lambda done, total: None)
    with pytest.raises(ValueError, match="Only 10 pictures are filled in, 11 were asked for"):
        bank.directions(11)
