"""A trained network, its calibration, and one fast way through it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from cifar_demo.constants import CLASS_NAMES, IMAGE_SHAPE, NUM_CLASSES
from cifar_demo.image.preprocess import preprocess
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import NetworkSpec, get_spec
from cifar_demo.results import ByteImage, FloatArray, Prediction, ScoredClass
from cifar_demo.store.card import ModelCard
from cifar_demo.store.weights import load_weights, read_verified_card

if TYPE_CHECKING:
    import keras

WEIGHTS_FOLDER: Final = Path(__file__).parents[2] / "weights"
BATCH_SIZE: Final = 256  # Larger batches only take more memory.


class ForwardPass(Protocol):
    """A compiled way from a batch to logits."""

    def __call__(self, batch: FloatArray) -> FloatArray:
        """Map (N, 32, 32, 3) float32 to (N, 10) float32."""


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network that is ready to answer; shared by all visitors, changed by none.

    Attributes
    ----------
    spec : NetworkSpec
    card : ModelCard
    model : keras.Model
        For looking inside. Never to be changed.
    forward : ForwardPass
        The compiled network.
    """

    spec: NetworkSpec
    card: ModelCard
    model: keras.Model
    forward: ForwardPass

    def predict(self, image: ByteImage, *, k: int = 3) -> Prediction:
        """Answer for one picture.

        Parameters
        ----------
        image : (32, 32, 3) uint8
        k : int
            How many classes to name, 1 to 10.

        Raises
        ------
        ValueError
            If `k` or the picture's shape is out of range.
        """
        if not 1 <= k <= NUM_CLASSES:
            raise ValueError(f"k must be from 1 to {NUM_CLASSES}, got {k}.")
        batch = preprocess(image)
        started = time.perf_counter()
        logits = self.forward(batch)
        seconds = time.perf_counter() - started
        probs = softmax(logits, temperature=self.card.temperature)[0]
        best = np.argsort(-probs, kind="stable")[:k]
        return Prediction(
            network=self.spec.name,
            logits=logits[0],
            probs=probs,
            top_k=tuple(ScoredClass(CLASS_NAMES[index], float(probs[index])) for index in best),
            seconds=seconds,
        )

    def logits(self, images: ByteImage) -> FloatArray:
        """Answer for many pictures.

        Parameters
        ----------
        images : (N, 32, 32, 3) uint8

        Returns
        -------
        (N, 10) float32
        """
        starts = range(0, len(images), BATCH_SIZE)
        return np.concatenate([self.forward(preprocess(images[start : start + BATCH_SIZE])) for start in starts])


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
    spec = get_spec(name)
    card = read_verified_card(folder, name)
    model = spec.build()
    load_weights(model, card, folder)
    return Classifier(spec, card, model, compile_forward(model))


def compile_forward(model: keras.Model) -> ForwardPass:
    """Compile a network once for batches of any size, so that one picture takes one call and no Keras machinery.

    Parameters
    ----------
    model : keras.Model
        Its weights become constants of the compiled function, which lets TensorFlow fold normalisation into kernels.
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    signature = tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)
    traced = tf.function(lambda batch: model(batch, training=False)).get_concrete_function(signature)
    frozen = convert_variables_to_constants_v2(traced)

    def forward(batch: FloatArray) -> FloatArray:
        logits: FloatArray = frozen(tf.constant(batch))[0].numpy()
        return logits

    forward(np.zeros((1, *IMAGE_SHAPE), np.float32))  # The first call is slow: let nobody wait for it.
    return forward
