"""A trained network, its calibration, and one fast way through it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from cifar_demo.constants import CLASS_NAMES, NUM_CLASSES
from cifar_demo.image.preprocess import preprocess
from cifar_demo.inference.compiled import ForwardPass, compile_forward
from cifar_demo.inference.familiarity import ARRAYS, Familiarity
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import NetworkSpec, get_spec
from cifar_demo.results import ByteImage, FloatArray, Prediction, ScoredClass
from cifar_demo.store.card import ModelCard
from cifar_demo.store.weights import load_statistics, load_weights, read_verified_card

if TYPE_CHECKING:
    import keras

    from cifar_demo.anatomy.feature_maps import FeatureExtractor

WEIGHTS_FOLDER: Final = Path(__file__).parents[2] / "weights"
BATCH_SIZE: Final = 256  # Larger batches only take more memory.


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network that is ready to answer; shared by all visitors, changed by none.

    Attributes
    ----------
    spec : NetworkSpec
    card : ModelCard
    model : keras.Model
        The network layer by layer, never to be changed.
    extractor : FeatureExtractor
        Gives the outputs of all its layers.
    forward : ForwardPass
        The short way to its answers.
    familiarity : Familiarity
        Tells pictures of the ten classes from others.
    """

    spec: NetworkSpec
    card: ModelCard
    model: keras.Model
    extractor: FeatureExtractor
    forward: ForwardPass
    familiarity: Familiarity

    def predict(self, images: ByteImage, *, k: int = 3) -> Prediction:
        """Answer for one picture, seen once or several ways.

        Parameters
        ----------
        images : (32, 32, 3) or (V, 32, 32, 3) uint8
            Views of the same picture; their probabilities and familiarity scores are averaged.
        k : int
            How many classes to name, 1 to 10.

        Raises
        ------
        ValueError
            If `k` or the picture's shape is out of range.
        """
        if not 1 <= k <= NUM_CLASSES:
            raise ValueError(f"k must be from 1 to {NUM_CLASSES}, got {k}.")
        batch = preprocess(images)
        started = time.perf_counter()
        view_logits, features = self.forward(batch)
        seconds = time.perf_counter() - started
        view_probs = softmax(view_logits, temperature=self.card.temperature)
        probs = view_probs.mean(axis=0)
        score = self.familiarity.score(view_logits, features).mean()
        return Prediction(
            network=self.spec.name,
            logits=view_logits[0],
            view_probs=view_probs,
            probs=probs,
            top_k=best_classes(probs, k),
            seconds=seconds,
            score=float(score),
            familiarity=float(self.familiarity.share_below(score)),
            is_unfamiliar=bool(score < self.familiarity.threshold),
        )

    def logits(self, images: ByteImage) -> FloatArray:
        """Answer for many pictures: (N, 32, 32, 3) uint8 to (N, 10) float32."""
        return self.logits_and_features(images)[0]

    def logits_and_features(self, images: ByteImage) -> tuple[FloatArray, FloatArray]:
        """Answer for many pictures, with the features that feed the last layer.

        Parameters
        ----------
        images : (N, 32, 32, 3) uint8

        Returns
        -------
        logits, features : (N, 10), (N, D) float32
        """
        starts = range(0, len(images), BATCH_SIZE)
        parts = [self.forward(preprocess(images[start : start + BATCH_SIZE])) for start in starts]
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def load_classifier(name: str, folder: Path = WEIGHTS_FOLDER) -> Classifier:
    """Load a trained network, checking that its weights are what its card says.

    Imports TensorFlow, which takes seconds the first time.

    Parameters
    ----------
    name : str
        In the registry.
    folder : Path
        Holds `NAME.weights.h5` and `NAME.json`.

    Raises
    ------
    UnknownNetworkError
        If the registry has no such network.
    WeightsError
        If weights or card are missing, damaged, foreign or of another version; the message says which and what to do.
    """
    from cifar_demo.anatomy.feature_maps import FeatureExtractor

    spec = get_spec(name)
    card = read_verified_card(folder, spec.name)
    model = spec.build()
    load_weights(model, card, folder)
    extractor = FeatureExtractor(model)
    familiarity = Familiarity.from_arrays(load_statistics(card, folder, ARRAYS))
    return Classifier(spec, card, model, extractor, compile_forward(model, extractor), familiarity)


def best_classes(probs: FloatArray, k: int) -> tuple[ScoredClass, ...]:
    """Name the `k` most probable classes of (10,) probabilities, best first."""
    best = np.argsort(-probs, kind="stable")[:k]
    return tuple(ScoredClass(CLASS_NAMES[index], float(probs[index])) for index in best)
