"""The channel statistics are those of the real training set."""

import os

import numpy as np
import pytest

from cifar_demo.constants import CHANNEL_MEAN, CHANNEL_STD, CLASS_NAMES, NUM_CLASSES
from cifar_demo.dataset.cifar10 import TRAIN_FILES, find_cifar10, read_split


def test_there_are_ten_classes():
    assert len(set(CLASS_NAMES)) == NUM_CLASSES == 10


@pytest.mark.data
@pytest.mark.skipif(not os.environ.get("CIFAR10_DIR"), reason="CIFAR10_DIR is not set: no CIFAR-10 to compute from")
def test_mean_and_std_are_computed_over_all_training_pixels():
    images = read_split(find_cifar10(), TRAIN_FILES).images
    counts = [np.bincount(images[..., channel].ravel(), minlength=256) for channel in range(3)]
    levels = np.arange(256) / 255
    means = [(count @ levels) / count.sum() for count in counts]
    stds = [np.sqrt((count @ (levels - mean) ** 2) / count.sum()) for count, mean in zip(counts, means, strict=True)]
    np.testing.assert_allclose(means, CHANNEL_MEAN, atol=2e-6)
    np.testing.assert_allclose(stds, CHANNEL_STD, atol=2e-6)
