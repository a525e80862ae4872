"""Training batches: shuffled, augmented and scaled, made on a second thread while the network works."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from cifar_demo.constants import CHANNEL_MEAN, IMAGE_SIDE, NUM_CLASSES
from cifar_demo.dataset import augment
from cifar_demo.dataset.cifar10 import Split
from cifar_demo.image.corruptions_noise import gaussian_noise
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, FloatArray, IntArray
from cifar_demo.training.config import TrainingConfig

Batch = tuple[FloatArray, FloatArray]
Item = TypeVar("Item")

MEAN_COLOUR = (round(255 * CHANNEL_MEAN[0]), round(255 * CHANNEL_MEAN[1]), round(255 * CHANNEL_MEAN[2]))


def epoch_order(num_images: int, config: TrainingConfig, epoch: int, last_losses: FloatArray | None = None) -> IntArray:
    """Choose the pictures that an epoch shows, in random order.

    Parameters
    ----------
    num_images : int
        N, in the training set.
    config : TrainingConfig
    epoch : int
        From 0.
    last_losses : (N,) float32, optional
        Loss of each picture when last shown, infinite for one that was not. Half of the pictures shown have the
        largest (online batch selection; Loshchilov and Hutter, arXiv:1511.06343).

    Returns
    -------
    (M,) int64
        Positions; M is whole batches of `epoch_share` of N.
    """
    generator = np.random.default_rng((config.seed, epoch))
    order = generator.permutation(num_images)
    num_shown = steps_per_epoch(num_images, config) * config.batch_size
    if last_losses is None:
        return order[:num_shown]
    worst_first = order[np.argsort(-last_losses[order], kind="stable")]
    worst, rest = np.split(worst_first, [num_shown // 2])
    drawn = generator.choice(rest, num_shown - len(worst), replace=False)
    return generator.permutation(np.concatenate([worst, drawn]))


def epoch_batches(split: Split, config: TrainingConfig, epoch: int, order: IntArray | None = None) -> Iterator[Batch]:
    """Give one epoch's batches; the same epoch of the same run always gives the same.

    Parameters
    ----------
    split : Split
        Training pictures.
    config : TrainingConfig
    epoch : int
        From 0.
    order : (M,) int64, optional
        Positions of the pictures to show, whole batches; as `epoch_order` draws them without looking at losses where
        left out.

    Yields
    ------
    batch, targets : (batch_size, 32, 32, 3), (batch_size, 10) float32
        Normalised pictures and one-hot classes.
    """
    if order is None:
        order = epoch_order(len(split), config, epoch)
    generator = np.random.default_rng((config.seed, epoch, 1))
    for positions in order.reshape(-1, config.batch_size):
        images = augment_images(split.images[positions], positions, config, epoch, generator)
        yield preprocess(images), one_hot(split.labels[positions])


def augment_images(
    images: ByteImage, positions: IntArray, config: TrainingConfig, epoch: int, generator: np.random.Generator
) -> ByteImage:
    """Apply a run's augmentation to one batch: (N, 32, 32, 3) uint8 to the same."""
    images = augment.flip(images, augment.alternating_flip(positions, epoch, config.seed))
    if config.max_shift:
        shifts = generator.integers(-config.max_shift, config.max_shift, (len(images), 2), endpoint=True)
        images = augment.translate(images, shifts, config.max_shift)
    if config.noise_share:
        is_noisy = generator.random(len(images)) < config.noise_share
        deviations = generator.uniform(0.0, config.noise_deviation, (len(images), 1, 1, 1)).astype(np.float32)
        images[is_noisy] = gaussian_noise(images[is_noisy], deviations[is_noisy], generator)
    if config.cutout_side:
        centers = generator.integers(0, IMAGE_SIDE, (len(images), 2))
        images = augment.cutout(images, centers, config.cutout_side, MEAN_COLOUR)
    return images


def one_hot(labels: IntArray) -> FloatArray:
    """Turn class indices (N,) into rows with a single one, (N, 10)."""
    return np.eye(NUM_CLASSES, dtype=np.float32)[labels]


def steps_per_epoch(num_images: int, config: TrainingConfig) -> int:
    """Count whole batches in an epoch over a training set of `num_images`."""
    return round(config.epoch_share * num_images) // config.batch_size


def prefetch(items: Iterator[Item]) -> Iterator[Item]:
    """Make each item while the one before it is in use."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        following = executor.submit(next, items, None)
        while (item := following.result()) is not None:
            following = executor.submit(next, items, None)
            yield item
