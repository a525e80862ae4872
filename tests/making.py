"""Makers of small stand-ins: data sets, batch files, and weights folders."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset.cifar10 import TEST_FILES, TRAIN_FILES, Cifar10, Split
from cifar_demo.image.corruptions import CORRUPTIONS
from cifar_demo.inference.familiarity import Familiarity
from cifar_demo.metrics.detection import Borders
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.networks import NETWORKS, NetworkSpec
from cifar_demo.networks.complexity import count_mult_adds
from cifar_demo.results import (
    CorruptionAccuracy,
    CorruptionFigures,
    EpochRecord,
    FamiliarityFigures,
    LabelledPredictions,
    MultiViewFigures,
)
from cifar_demo.store.card import CARD_FORMAT, ModelCard
from cifar_demo.store.weights import save_trained


def tiny_split(num_images: int, seed: int) -> Split:
    """Noisy pictures, as many of each class, whose mean colour tells the class."""
    generator = np.random.default_rng(seed)
    labels = np.arange(num_images) % len(CLASS_NAMES)
    colours = np.random.default_rng(99).integers(30, 225, (len(CLASS_NAMES), 3))
    noise = generator.integers(-25, 25, (num_images, 32, 32, 3))
    return Split((colours[labels][:, None, None] + noise).astype(np.uint8), labels.astype(np.int64))


def tiny_cifar10(num_train: int = 200, num_test: int = 40) -> Cifar10:
    """A data set that trains in seconds."""
    return Cifar10(tiny_split(num_train, 1), tiny_split(num_test, 2), Path("tiny"))


def write_batches(folder: Path, images_per_file: int) -> None:
    """Write the standard layout with random pixels; the caller shrinks `cifar10.IMAGES_PER_FILE` to match."""
    folder.mkdir(parents=True)
    for index, name in enumerate(TRAIN_FILES + TEST_FILES):
        write_batch(folder / name, images_per_file, seed=index)


def write_batch(path: Path, num_images: int, seed: int = 0, **replaced: object) -> None:
    """Write one batch file; keyword arguments replace its entries."""
    data = np.random.default_rng(seed).integers(0, 256, (num_images, 3072), np.uint8)
    batch: dict[bytes, object] = {b"data": data, b"labels": [index % 10 for index in range(num_images)]}
    batch.update({key.encode(): value for key, value in replaced.items()})
    path.write_bytes(pickle.dumps(batch))


LABELS = np.arange(10, dtype=np.int64).repeat(2)


def untrained_predictions() -> LabelledPredictions:
    """Test predictions as training would write them, for the twenty pictures of `untrained_card`."""
    return LabelledPredictions(LABELS, np.linspace(0.2, 1, len(LABELS), dtype=np.float32), LABELS)


def untrained_corruption() -> CorruptionFigures:
    """Accuracy under corruption that falls by a tenth at each strength."""
    rows = tuple(CorruptionAccuracy(each.name, tuple(map(float, each.values)), (0.9, 0.8, 0.7)) for each in CORRUPTIONS)
    return CorruptionFigures(10, 0, 1.0, 0.8, rows)


def untrained_card(spec: NetworkSpec, num_params: int, num_mult_adds: int) -> ModelCard:
    """A card as training would write it, for weights that know nothing."""
    logits = np.eye(10, dtype=np.float32).repeat(2, axis=0)
    evaluation = evaluate_logits(logits, LABELS)
    return ModelCard(
        card_format=CARD_FORMAT,
        network=spec.name,
        title=spec.title,
        year=spec.year,
        paper=spec.paper,
        url=spec.url,
        num_params=num_params,
        num_mult_adds=num_mult_adds,
        settings={"network": spec.name, "epochs": 1},
        seed=0,
        history=(EpochRecord(1, 2.3, 0.1, 2.3, 0.1, 0.1, 1.0, 0.0),),
        is_interrupted=False,
        temperature=1.5,
        validation=evaluation,
        test=evaluation,
        versions={"python": "3.12"},
        hardware={"processor": "none"},
        wall_seconds=1.0,
        weights_sha256="",
        weights_bytes=0,
        data_sha256="0" * 64,
        created="2026-01-01T00:00:00+00:00",
        data_share=0.0,
        multi_view=MultiViewFigures(("as it is",), 20, 1.0),
        corruption=untrained_corruption(),
        familiarity=FamiliarityFigures(-1.0, 0.05, 0.05),
        measured="2026-01-01T00:00:00+00:00",
        predictions_sha256="",
    )


def write_untrained(folder: Path, names: tuple[str, ...] = (), **changes: object) -> None:
    """Save networks, or all of the registry, with seeded starting weights; keyword arguments change their cards."""
    import keras

    for spec in NETWORKS:
        if names and spec.name not in names:
            continue
        keras.utils.set_random_seed(0)
        model = spec.build()
        card = replace(untrained_card(spec, model.count_params(), count_mult_adds(model)), **changes)
        save_trained(model, random_familiarity(model).to_arrays(), untrained_predictions(), card, folder)


def random_familiarity(model) -> Familiarity:
    """Statistics of the right shapes that know nothing either."""
    generator = np.random.default_rng(0)
    kernel = model.get_layer("logits").kernel.numpy()
    train, held_out = generator.normal(0, 1, (2, 30, len(kernel))).astype(np.float32)
    return Familiarity.fit(Borders.fit(kernel, train), generator.normal(0, 1, (30, 10)).astype(np.float32), held_out)
