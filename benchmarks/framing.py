"""Crop, pad and squash, filters, and averages over views: which frame does the most accurate network best by?

The project holds no photographs. So CIFAR-10 test pictures, and our own drawn samples, are enlarged and set with soft
edges into larger drawn scenes of other proportions, where they fill 40 to 90 % of the shorter side, near the middle.
That is a stand-in: the object's surroundings change abruptly, and the object itself is never sharper than 32 pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from PIL import Image, ImageFilter

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset.cifar10 import TEST_FILES, Split, locate_cifar10, read_split
from cifar_demo.environment import import_keras_quietly
from cifar_demo.image.backgrounds import BackgroundKind, draw_background
from cifar_demo.image.framing import DEFAULT_VIEWS, FRAME_MODES, MAX_VIEWS, RESAMPLINGS, FrameMode, frame_image, views
from cifar_demo.image.samples import SAMPLES, draw_sample
from cifar_demo.image.unfamiliar import UNFAMILIAR_KINDS, draw_unfamiliar
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.metrics.calibration import softmax
from cifar_demo.metrics.detection import area_under_roc
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.metrics.mixture import as_logits
from cifar_demo.results import ByteImage, FloatArray, IntArray

NUM_PICTURES = 300
NUM_SAMPLE_ROUNDS = 3
SHAPES = {"4:3": (480, 360), "3:4": (360, 480), "9:16": (324, 576)}
FILL = (0.4, 0.9)
JITTER = 0.25  # Deviation of the place from the middle, as a share of the room around the object.
FEATHER = 0.06  # Of the object's side: the soft edge.
NUM_VIEWS = (1, 2, 4, 6, 10)
NUM_PLAIN = 2_000
NUM_STRANGE = 20  # Of each kind.


@dataclass(frozen=True, eq=False)
class Scenes:
    """Pictures of several proportions with their labels, and how much of the shorter side the object fills."""

    images: tuple[ByteImage, ...]
    labels: IntArray
    fills: FloatArray


def main() -> None:
    """Measure and print."""
    import_keras_quietly()
    classifier = load_classifier(best_network())
    print(f"network: {classifier.spec.title}; accuracy, and in brackets the share not refused as unfamiliar")
    test = read_split(locate_cifar10(), TEST_FILES)
    chosen = np.random.default_rng(0).permutation(len(test))[:NUM_PICTURES]
    pictures = (list(test.images[chosen]), test.labels[chosen])
    drawn = [draw_sample(sample.name) for sample in SAMPLES] * NUM_SAMPLE_ROUNDS
    samples = (drawn, np.array([CLASS_NAMES.index(sample.class_name) for sample in SAMPLES] * NUM_SAMPLE_ROUNDS))
    print_plain(classifier, test)
    for shape in SHAPES:
        print_frames(classifier, f"test pictures, {shape}", scenes_of(*pictures, shape))
        print_frames(classifier, f"test, blurred around, {shape}", scenes_of(*pictures, shape, is_own_ground=True))
        print_frames(classifier, f"drawn samples, {shape}", scenes_of(*samples, shape))
    for shape in ("4:3", "9:16"):
        print_filters(classifier, shape, scenes_of(*pictures, shape))


def print_plain(classifier: Classifier, test: Split) -> None:
    """Print what averaging does to the test pictures as they are, and to telling them from other things."""
    some = test.take(np.random.default_rng(2).permutation(len(test))[:NUM_PLAIN])
    strange = np.concatenate([draw_unfamiliar(kind, NUM_STRANGE, seed=3) for kind in UNFAMILIAR_KINDS])
    probs, familiar = answers(classifier, all_views(tuple(some.images), "crop"))
    _, unfamiliar = answers(classifier, all_views(tuple(strange), "crop"))
    print(f"\n{'test pictures, 32 x 32':<28}{'accuracy':>14}{'calibration':>14}{'area under ROC':>16}")
    for count in NUM_VIEWS:
        figures = evaluate_logits(as_logits(probs[:, :count].mean(axis=1)), some.labels)
        area = area_under_roc(familiar[:, :count].mean(axis=1), unfamiliar[:, :count].mean(axis=1))
        print(f"{f'{count} views':<28}{figures.accuracy:14.1%}{figures.ece:14.1%}{area:16.3f}", flush=True)


def scenes_of(objects: list[ByteImage], labels: IntArray, shape: str, *, is_own_ground: bool = False) -> Scenes:
    """Set each object into a drawn scene, or into its own blurred colours; the same scenes each time."""
    random = np.random.default_rng(1)
    kinds = get_args(BackgroundKind)
    grounds = {kind: draw_background(kind, SHAPES[shape]) for kind in kinds}
    fills = random.uniform(*FILL, len(objects)).astype(np.float32)
    images = []
    for thing, fill in zip(objects, fills, strict=True):
        drawn = grounds[kinds[random.integers(len(kinds))]]
        images.append(set_into(blurred(thing, shape) if is_own_ground else drawn, thing, fill, random))
    return Scenes(tuple(images), labels, fills)


def blurred(thing: ByteImage, shape: str) -> ByteImage:
    """Spread the colours of a picture over a whole scene."""
    spread = Image.fromarray(thing).resize(SHAPES[shape], Image.Resampling.BICUBIC)
    return np.array(spread.filter(ImageFilter.GaussianBlur(min(SHAPES[shape]) / 10)))


def set_into(ground: ByteImage, thing: ByteImage, fill: float, random: np.random.Generator) -> ByteImage:
    """Enlarge an object and set it near the middle of a scene, with a soft edge."""
    height, width, _ = ground.shape
    side = round(fill * min(height, width))
    room = np.array((width - side, height - side))
    left, top = np.clip(np.rint(room * random.normal(0.5, JITTER / 2, 2)), 0, room).astype(int).tolist()
    soft = max(1, round(FEATHER * side))
    mask = Image.new("L", (side, side))
    mask.paste(255, (soft, soft, side - soft, side - soft))
    scene = Image.fromarray(ground)
    enlarged = Image.fromarray(thing).resize((side, side), Image.Resampling.BICUBIC)
    scene.paste(enlarged, (left, top), mask.filter(ImageFilter.GaussianBlur(soft / 2)))
    return np.array(scene)


def print_frames(classifier: Classifier, title: str, scenes: Scenes) -> None:
    """Print the accuracy of each frame, for each number of views, and for objects under and over 65 % of the side."""
    parts = (f"{part}, {count}" for part in ("small", "large") for count in (1, DEFAULT_VIEWS))
    columns = (*(f"{count} views" for count in NUM_VIEWS), *parts)
    print(f"\n{title:<28}" + "".join(f"{column:>14}" for column in columns))
    for mode in FRAME_MODES:
        probs, familiar = answers(classifier, all_views(scenes.images, mode))
        row = [cell(probs[:, :count], familiar[:, :count], classifier, scenes.labels) for count in NUM_VIEWS]
        for part in (scenes.fills < 0.65, scenes.fills >= 0.65):
            for count in (1, DEFAULT_VIEWS):
                row.append(cell(probs[part, :count], familiar[part, :count], classifier, scenes.labels[part]))
        print(f"{mode:<28}" + "".join(f"{text:>14}" for text in row), flush=True)


def print_filters(classifier: Classifier, shape: str, scenes: Scenes) -> None:
    """Print the accuracy of each filter, with the middle square."""
    print(f"\nfilters, test pictures in {shape}, crop")
    for name in RESAMPLINGS:
        seen = np.stack([[frame_image(image, resampling=name).image] for image in scenes.images])
        print(f"{name:<28}{cell(*answers(classifier, seen), classifier, scenes.labels):>14}", flush=True)


def all_views(images: Sequence[ByteImage], mode: FrameMode) -> ByteImage:
    """See each picture ten ways: (N, 10, 32, 32, 3)."""
    return np.stack([[view.image for view in views(image, MAX_VIEWS, mode=mode)] for image in images])


def answers(classifier: Classifier, seen: ByteImage) -> tuple[FloatArray, FloatArray]:
    """Answer for (N, V, 32, 32, 3) views: calibrated probabilities (N, V, 10) and familiarity scores (N, V)."""
    num_pictures, num_views = seen.shape[:2]
    logits, features = classifier.logits_and_features(seen.reshape(-1, *seen.shape[2:]))
    scores = classifier.familiarity.score(logits, features)
    probs = softmax(logits, temperature=classifier.card.temperature)
    return probs.reshape(num_pictures, num_views, -1), scores.reshape(num_pictures, num_views)


def cell(probs: FloatArray, scores: FloatArray, classifier: Classifier, labels: IntArray) -> str:
    """Write accuracy and the share that is not refused, of the average over views."""
    accuracy = np.mean(probs.mean(axis=1).argmax(axis=1) == labels)
    accepted = np.mean(scores.mean(axis=1) >= classifier.familiarity.threshold)
    return f"{accuracy:.1%} ({accepted:.0%})"
