"""One picture through each network, warm: the app's way beside the ways that Keras offers, in the same process.

Then the same picture through all of them, one after the other, as the page Compare does: once, and by all views that
the app averages by itself.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.target import Target, at_least, at_most
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.framing import DEFAULT_VIEWS, frame_image, views
from cifar_demo.image.preprocess import preprocess
from cifar_demo.image.samples import draw_sample
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import Classifier, load_classifier

ROUNDS = 5
WARM_UP = 3
REPEATS = 20


def main() -> list[Target]:
    """Measure every trained network; the targets are for the one that does worst."""
    import_keras_for_serving()
    image = frame_image(draw_sample("ship-1")).image
    print(f"{f'milliseconds, median of {ROUNDS * REPEATS}':<32}{'ours':>12}{'bare call':>12}{'model(x)':>12}", end="")
    print(f"{'model.predict':>15}{'predict / ours':>16}{'predict / bare':>16}")
    trained = [load_classifier(entry.spec.name) for entry in list_networks() if entry.card is not None]
    rows = {classifier.spec.title: print_row(classifier, image) for classifier in trained}
    if not rows:
        print("No network is trained yet.")
        return []
    together = print_all(trained, image, "one view")
    several = np.stack([view.image for view in views(draw_sample("ship-1"), DEFAULT_VIEWS)])
    print_all(trained, several, f"{DEFAULT_VIEWS} views")
    dearest = max(rows, key=lambda name: rows[name]["ours"] / rows[name]["bare"])
    closest = min(rows, key=lambda name: rows[name]["keras"] / rows[name]["ours"])
    return [
        at_most(f"ours / bare compiled call, {dearest}", 1.3, rows[dearest]["ours"] / rows[dearest]["bare"], "{:.2f}"),
        at_least(f"predict / ours, {closest}", 20, rows[closest]["keras"] / rows[closest]["ours"], "{:.0f}"),
        at_most(f"all {len(trained)} on one picture, one view", 150, together, "{:.0f} ms"),
    ]


def print_row(classifier: Classifier, image: np.ndarray) -> dict[str, float]:
    """Measure one network in the four ways; gives milliseconds of each."""
    batch = preprocess(image)
    ways = {
        "ours": lambda: classifier.predict(image),
        "bare": bare_call(classifier, batch),
        "call": lambda: classifier.model(batch, training=False).numpy(),
        "keras": lambda: classifier.model.predict(batch, verbose=0),
    }
    times = median_milliseconds(ways)
    print(f"{classifier.spec.title:<32}{times['ours']:12.2f}{times['bare']:12.2f}{times['call']:12.2f}", end="")
    print(f"{times['keras']:15.1f}{times['keras'] / times['ours']:15.0f}x{times['keras'] / times['bare']:15.0f}x")
    return times


def bare_call(classifier: Classifier, batch: np.ndarray) -> Callable[[], np.ndarray]:
    """Compile the network for one picture, as anyone would, and give what calls that."""
    import tensorflow as tf

    compiled = tf.function(lambda images: classifier.model(images, training=False), autograph=False)
    concrete = compiled.get_concrete_function(tf.TensorSpec(batch.shape, tf.float32))
    return lambda: concrete(tf.constant(batch)).numpy()


def print_all(classifiers: Sequence[Classifier], image: np.ndarray, seen: str) -> float:
    """Measure all networks on one picture, one after the other; gives the median in milliseconds."""
    taken = [value for _ in range(ROUNDS) for value in run_of(lambda: [one.predict(image) for one in classifiers])]
    label = f"all {len(classifiers)} in turn, {seen}"
    print(f"{label:<32}{np.median(taken):12.2f}  ({min(taken):.2f} at best)")
    return float(np.median(taken))


def median_milliseconds(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Time each way warm: in runs of its own, the ways taking turns so that a busy moment hits all of them."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name] += run_of(way)
    return {name: float(np.median(values)) for name, values in taken.items()}


def run_of(way: Callable[[], object]) -> list[float]:
    """Milliseconds of some calls in a row, the first few left out."""
    times = []
    for _ in range(WARM_UP + REPEATS):
        started = time.perf_counter()
        way()
        times.append(1000 * (time.perf_counter() - started))
    return times[WARM_UP:]
