"""Pictures per second at growing batches, beside what the machine's matrix product could do."""

import time
from collections.abc import Callable

import numpy as np

from cifar_demo.environment import import_keras_for_serving
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import Classifier, load_classifier

BATCHES = (1, 8, 64, 512)
SECONDS_EACH = 1.0
MATRIX_SIDE = 2048


def main() -> None:
    """Measure every trained network."""
    import_keras_for_serving()
    peak = matrix_product_rate()
    print(f"float32 matrix product, {MATRIX_SIDE} squared: {peak / 1e9:.0f} GFLOP/s")
    print(f"{'pictures/s (share of that rate)':<20}" + "".join(f"{f'batch {size}':>18}" for size in BATCHES))
    for entry in list_networks():
        if entry.card is not None:
            print_row(load_classifier(entry.spec.name), peak)


def print_row(classifier: Classifier, peak: float) -> None:
    """Print one network's rates."""
    cells = []
    for size in BATCHES:
        batch = np.random.default_rng(0).normal(0, 1, (size, 32, 32, 3)).astype(np.float32)
        rate = size * calls_per_second(lambda batch=batch: classifier.forward(batch))
        share = rate * 2 * classifier.card.num_mult_adds / peak
        cells.append(f"{f'{rate:,.0f} ({share:.0%})':>18}")
    print(f"{classifier.spec.title:<31}" + "".join(cells))


def matrix_product_rate() -> float:
    """Floating-point operations per second of TensorFlow's own product of two square matrices."""
    import tensorflow as tf

    left, right = tf.random.normal((2, MATRIX_SIDE, MATRIX_SIDE))
    product = tf.function(lambda: tf.reduce_sum(tf.matmul(left, right)))
    return 2 * MATRIX_SIDE**3 * calls_per_second(lambda: product().numpy())


def calls_per_second(call: Callable[[], object]) -> float:
    """Median rate of a call, over about a second."""
    call()
    times = []
    end = time.perf_counter() + SECONDS_EACH
    while time.perf_counter() < end or len(times) < 3:
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return float(1 / np.median(times))
