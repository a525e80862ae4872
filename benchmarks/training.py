"""How much of the machine a VGGNet training run uses: pictures per second, beside its float32 matrix product.

The training code itself runs, augmentation included, on random pixels: their values change nothing about the work. In
each round the matrix product is measured first, then some steps, so that a busy moment hits both. A step is counted as
the multiply-adds of the convolutions and dense layers alone: forwards, backwards to the kernels, and backwards to the
input (of all layers but the first, which needs none). Normalisation, pooling and the optimiser's work count as nothing.
"""

import dataclasses
import time

import numpy as np

from benchmarks.target import Target, at_least
from benchmarks.throughput import MATRIX_SIDE, matrix_product_rate
from cifar_demo.dataset.cifar10 import Split
from cifar_demo.environment import import_keras_quietly

NETWORK = "vggnet"
PRECISIONS = ("float32", "bfloat16")
ROUNDS = 3
STEPS = 8  # In a round.
LEAST_SHARE = 60.0  # Percent.


class Silent:
    """A reporter that says nothing."""

    def on_step(self, epoch: int, step: int, logs: dict[str, float]) -> None:
        """Nothing."""


def main() -> list[Target]:
    """Measure with the convolutions in each precision, and print; the target is for the one that ships."""
    import_keras_quietly()
    from cifar_demo.training.config import SETTINGS

    print(f"{NETWORK}, batches of {SETTINGS[NETWORK].batch_size}, medians of {ROUNDS} rounds of {STEPS} steps;")
    print(f"peak: float32 product of matrices of {MATRIX_SIDE} squared")
    titles = f"{'pictures/s':>12}{'GFLOP/s':>10}{'peak':>8}{'share of peak':>20}{'waiting for data':>19}"
    print(f"{'convolutions in':<20}{titles}")
    shares = {}
    for precision in PRECISIONS:
        is_shipped = SETTINGS[NETWORK].convolution_dtype == precision
        shares[precision] = print_row(precision + (" (shipped)" if is_shipped else ""), *measure(precision))
    reached = 100 * shares[SETTINGS[NETWORK].convolution_dtype]
    return [at_least(f"share of the float32 matrix product, {NETWORK}", LEAST_SHARE, reached, "{:.0f} %")]


def print_row(title: str, rates: np.ndarray, peaks: np.ndarray, flop_per_image: float, waited: np.ndarray) -> float:
    """Print medians over the rounds, in brackets how far the share varied; give the median share."""
    work = rates * flop_per_image
    shares = work / peaks
    print(
        f"{title:<20}{np.median(rates):12.0f}{np.median(work) / 1e9:10.0f}{np.median(peaks) / 1e9:8.0f}"
        f"{f'{np.median(shares):.0%} ({shares.min():.0%}–{shares.max():.0%})':>20}{np.median(waited):19.1%}"
    )
    return float(np.median(shares))


def measure(precision: str) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    """Run the rounds.

    Returns
    -------
    rates, peaks, flop_per_image, waited : (ROUNDS,), (ROUNDS,), float, (ROUNDS,)
        Pictures per second, matrix-product FLOP per second, FLOP of a training step per picture, and share of the time
        spent waiting for batches.
    """
    from cifar_demo.networks import get_spec
    from cifar_demo.training.config import SETTINGS
    from cifar_demo.training.fit import train_epoch
    from cifar_demo.training.recipe import start

    config = dataclasses.replace(SETTINGS[NETWORK], convolution_dtype=precision)
    train = random_split(STEPS * config.batch_size)
    trainee = start(get_spec(NETWORK), config, train)
    train_epoch(trainee, train.take(np.arange(config.batch_size)), config, 0, Silent())  # Compiles.
    rounds = []
    for number in range(ROUNDS):
        peak = matrix_product_rate()
        started = time.perf_counter()
        _, waited = train_epoch(trainee, train, config, number, Silent())
        seconds = time.perf_counter() - started
        rounds.append((len(train) / seconds, peak, waited / seconds))
    rates, peaks, shares = np.array(rounds).T
    return rates, peaks, flop_per_step(trainee.model), shares


def flop_per_step(model: object) -> float:
    """Count the floating-point operations of one training step for one picture."""
    from cifar_demo.networks.complexity import layer_mult_adds

    counts = [count for layer in model.layers if (count := layer_mult_adds(layer))]
    return 2 * (3 * sum(counts) - counts[0])


def random_split(num_images: int) -> Split:
    """Pictures of noise with labels by turns."""
    generator = np.random.default_rng(0)
    return Split(generator.integers(0, 256, (num_images, 32, 32, 3), np.uint8), np.arange(num_images) % 10)
