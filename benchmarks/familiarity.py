"""How well pictures of other things are told from the ten classes, by the most accurate network.

Familiar: the 10,000 test pictures. Unfamiliar: pictures drawn by our own code, and three kinds made of test pictures.
Prints the area under the ROC curve of each score, and how many of each kind the shipped threshold refuses.
"""

from collections.abc import Callable

import numpy as np

from cifar_demo.dataset.cifar10 import TEST_FILES, TRAIN_FILES, Split, locate_cifar10, read_split, stratified_indices
from cifar_demo.environment import import_keras_quietly
from cifar_demo.image.unfamiliar import UNFAMILIAR_KINDS, blended, draw_unfamiliar, scrambled, zoomed
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.metrics.detection import (
    Borders,
    ClassMeans,
    Neighbours,
    area_under_roc,
    energy,
    max_logit,
    max_softmax,
    unit_rows,
)
from cifar_demo.results import ByteImage, FloatArray

NUM_DRAWN = 100
NUM_MADE = 1_000
NUM_TRAIN = 5_000

Score = Callable[[FloatArray, FloatArray], FloatArray]


def main() -> None:
    """Measure and print."""
    import_keras_quietly()
    folder = locate_cifar10()
    classifier = load_classifier(best_network())
    print(f"network: {classifier.spec.title}")
    test = read_split(folder, TEST_FILES)
    familiar = classifier.logits_and_features(test.images)
    unfamiliar = {
        name: classifier.logits_and_features(images) for name, images in unfamiliar_pictures(test.images).items()
    }
    print_areas(scores_of(classifier, read_split(folder, TRAIN_FILES)), familiar, unfamiliar)
    print_refusals(classifier, familiar, unfamiliar)


def unfamiliar_pictures(images: ByteImage) -> dict[str, ByteImage]:
    """Make all kinds: name to (N, 32, 32, 3) uint8."""
    made = {
        "scrambled": scrambled(images[:NUM_MADE], seed=0),
        "blended": blended(images[:NUM_MADE], seed=0),
        "zoomed": zoomed(images[:NUM_MADE], seed=0),
    }
    return {**{kind: draw_unfamiliar(kind, NUM_DRAWN, seed=1) for kind in UNFAMILIAR_KINDS}, **made}


def scores_of(classifier: Classifier, train: Split) -> dict[str, Score]:
    """Set up every score, from training pictures that were not held out."""
    kept, _ = stratified_indices(train.labels, 2_500, classifier.card.seed)
    some = train.take(kept[:NUM_TRAIN])
    features = classifier.logits_and_features(some.images)[1]
    means, directions = ClassMeans.fit(features, some.labels), ClassMeans.fit(unit_rows(features), some.labels)
    neighbours = Neighbours.fit(features, k=5)
    borders = Borders.fit(classifier.model.get_layer("logits").kernel.numpy(), features)
    return {
        "maximum softmax": lambda logits, _: max_softmax(logits),
        "maximum logit": lambda logits, _: max_logit(logits),
        "energy": lambda logits, _: energy(logits),
        "class means": lambda _, features: means.score(features),
        "class means, directions": lambda _, features: directions.score(unit_rows(features)),
        "5th of 5,000 neighbours": lambda _, features: neighbours.score(features),
        "distance to borders": lambda logits, _: borders.distance(logits),
        "relative distance": borders.relative_distance,
        "shipped: both distances": classifier.familiarity.score,
    }


def print_areas(
    scores: dict[str, Score],
    familiar: tuple[FloatArray, FloatArray],
    unfamiliar: dict[str, tuple[FloatArray, FloatArray]],
) -> None:
    """Print the area under the ROC curve: drawn pictures together, and each kind made of test pictures."""
    drawn = tuple(np.concatenate([unfamiliar[kind][part] for kind in UNFAMILIAR_KINDS]) for part in (0, 1))
    groups = {"drawn": drawn} | {name: both for name, both in unfamiliar.items() if name not in UNFAMILIAR_KINDS}
    print(f"{'area under ROC':<30}" + "".join(f"{name:>12}" for name in groups))
    for title, score in scores.items():
        usual = score(*familiar)
        areas = [area_under_roc(usual, score(*both)) for both in groups.values()]
        print(f"{title:<30}" + "".join(f"{area:12.3f}" for area in areas))


def print_refusals(
    classifier: Classifier,
    familiar: tuple[FloatArray, FloatArray],
    unfamiliar: dict[str, tuple[FloatArray, FloatArray]],
) -> None:
    """Print the share that the shipped threshold refuses, kind by kind."""
    judge = classifier.familiarity
    print(f"\nrefused: {np.mean(judge.score(*familiar) < judge.threshold):.1%} of the test pictures (wrongly), and of")
    for name, both in unfamiliar.items():
        print(f"  {name:<24}{np.mean(judge.score(*both) < judge.threshold):7.0%}")
