"""A network prepared for explaining: compiled functions that give gradients, made once and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import tensorflow as tf

from cifar_demo.anatomy.field_geometry import field_geometries
from cifar_demo.anatomy.rerun import run_layers
from cifar_demo.anatomy.wiring import ancestors, feeders
from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.explain.backward_rules import Rule, stand_ins
from cifar_demo.results import FieldGeometry, FloatArray

if TYPE_CHECKING:
    import keras

    from cifar_demo.inference.compiled import ForwardPass

ArrayPair = tuple[FloatArray, FloatArray]

# A compiled function takes about a megabyte; a visitor goes through some layers, not all.
_MAX_COMPILED: Final = 16
# All values of all layers are held at once for a gradient: about 3 MB a picture in a wide network.
_GRADIENT_BATCH: Final = 16
_FORWARD_BATCH: Final = 64


class GradientView:
    """A view on a network that differentiates it.

    Make one for each network and keep it: the first call for a layer compiles a function. It shares the network's
    weights, changes nothing, and may be called from several threads at once.

    Parameters
    ----------
    model : keras.Model
        Flat functional model from (N, 32, 32, 3) to logits.
    forward : callable or None
        A faster way to the logits, if there is one: `inference.classifier.Classifier.forward`.

    Attributes
    ----------
    model : keras.Model
        For its layers and names; never to be changed.
    """

    def __init__(self, model: keras.Model, forward: ForwardPass | None = None) -> None:
        self.model = model
        self._forward = forward
        self._feeders = feeders(model)
        self._compiled: OrderedDict[tuple[str, str, str], Any] = OrderedDict()
        self._lock = threading.Lock()

    def shape(self, layer: str) -> tuple[int, ...]:
        """Give the shape of a layer's output, (H, W, C) or (units,).

        Raises
        ------
        ValueError
            If there is no such layer.
        """
        return tuple(self.model.get_layer(layer).output.shape[1:])

    @cached_property
    def geometries(self) -> dict[str, FieldGeometry]:
        """The receptive field's geometry of every layer."""
        return field_geometries(self.model)

    def logits(self, batch: FloatArray) -> FloatArray:
        """Answer for scaled pictures: (N, 32, 32, 3) to (N, 10), a few dozen at a time."""
        return np.concatenate([self._answer(part) for part in _parts(batch, _FORWARD_BATCH)])

    def pixel_gradients(
        self, batch: FloatArray, seeds: FloatArray, *, layer: str = "logits", rule: Rule = "plain"
    ) -> ArrayPair:
        """Send a signal from a layer back to the pixels.

        Parameters
        ----------
        batch : (N, 32, 32, 3) float32
            As `preprocess` gives it.
        seeds : (*layer's shape) or (N, *layer's shape) float32
            The signal: by the plain rule the result is the gradient of the sum of seeds times outputs.
        layer : str
        rule : str
            How the signal passes layers, see `backward_rules`.

        Returns
        -------
        outputs, gradients : (N, *layer's shape), (N, 32, 32, 3) float32
            The layer's outputs, and the signal by scaled pixel.
        """
        shape = self.shape(layer)
        seeds = np.broadcast_to(seeds, (len(batch), *shape))
        run = self._get(("pixels", layer, rule), lambda: self._trace_pixels(layer, shape, rule))
        return self._in_parts(run, batch, seeds)

    def layer_gradients(self, layer: str, batch: FloatArray, directions: FloatArray) -> ArrayPair:
        """Differentiate logits, weighted, by the outputs of a layer.

        Parameters
        ----------
        layer : str
        batch : (N, 32, 32, 3) float32
        directions : (10,) or (N, 10) float32

        Returns
        -------
        outputs, gradients : (N, *layer's shape) float32 each
        """
        directions = np.broadcast_to(directions, (len(batch), *self.shape("logits")))
        run = self._get(("layer", layer, "plain"), lambda: self._trace_layer(layer))
        return self._in_parts(run, batch, directions)

    def _answer(self, batch: FloatArray) -> FloatArray:
        if self._forward is not None:
            return self._forward(batch)[0]
        run = self._get(("logits", "logits", "plain"), self._trace_logits)
        answered: FloatArray = run(tf.constant(batch)).numpy()
        return answered

    def _in_parts(self, run: Any, batch: FloatArray, seeds: FloatArray) -> ArrayPair:
        pairs = [
            run(tf.constant(part), tf.constant(seeded))
            for part, seeded in zip(_parts(batch, _GRADIENT_BATCH), _parts(seeds, _GRADIENT_BATCH), strict=True)
        ]
        outputs, gradients = (np.concatenate([pair[index].numpy() for pair in pairs]) for index in (0, 1))
        return outputs, gradients

    def _get(self, key: tuple[str, str, str], trace: Callable[[], Any]) -> Any:
        """Find a compiled function, or compile it and forget the one that was not used for longest."""
        with self._lock:
            if key not in self._compiled:
                self._compiled[key] = trace()
            self._compiled.move_to_end(key)
            while len(self._compiled) > _MAX_COMPILED:
                self._compiled.popitem(last=False)
            return self._compiled[key]

    def _trace_logits(self) -> Any:
        def answer(batch: Any) -> Any:
            return self._run("logits", batch)["logits"]

        return tf.function(answer, autograph=False).get_concrete_function(_spec(IMAGE_SHAPE))

    def _trace_pixels(self, layer: str, shape: tuple[int, ...], rule: Rule) -> Any:
        def differentiate(batch: Any, seeds: Any) -> Any:
            outputs = self._run(layer, batch, rule)[layer]
            return outputs, tf.gradients(tf.reduce_sum(outputs * seeds), batch)[0]

        return tf.function(differentiate, autograph=False).get_concrete_function(_spec(IMAGE_SHAPE), _spec(shape))

    def _trace_layer(self, layer: str) -> Any:
        def differentiate(batch: Any, directions: Any) -> Any:
            outputs = self._run("logits", batch)
            score = tf.reduce_sum(outputs["logits"] * directions)
            return outputs[layer], tf.gradients(score, outputs[layer])[0]

        return tf.function(differentiate, autograph=False).get_concrete_function(
            _spec(IMAGE_SHAPE), _spec(self.shape("logits"))
        )

    def _run(self, layer: str, batch: Any, rule: Rule = "plain") -> dict[str, Any]:
        names = ancestors(self._feeders, layer)
        return run_layers(self.model, names, {"input": tf.identity(batch)}, stand_ins=stand_ins(self.model, rule))


def _spec(shape: tuple[int, ...]) -> Any:
    return tf.TensorSpec((None, *shape), tf.float32)


def _parts(values: FloatArray, size: int) -> list[FloatArray]:
    return [values[start : start + size] for start in range(0, len(values), size)]
