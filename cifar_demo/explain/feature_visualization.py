"""Feature visualisation: a picture drawn step by step so that one channel answers as strongly as it can.

Erhan, Bengio, Courville and Vincent, "Visualizing higher-layer features of a deep network", 2009; the way of keeping
it picture-like follows Olah, Mordvintsev and Schubert, "Feature visualization", 2017 (doi:10.23915/distill.00007): the
picture is climbed in frequencies, each weighted as natural pictures have it, and moved a little before every step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.wiring import feeding_layers
from cifar_demo.constants import IMAGE_SHAPE, IMAGE_SIDE
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess, unprocess
from cifar_demo.results import ByteImage, FeatureVisualization, FloatArray

NUM_STEPS: Final = 160
REPORT_EVERY: Final = 16
MAX_JITTER: Final = 2  # Pixels.
LEARNING_RATE: Final = 0.06
START_DEVIATION: Final = 0.1
# Colours of CIFAR-10's training pictures scatter along light, red to blue, and green to magenta, in this proportion
# (principal axes and deviations of every tenth training picture).
_COLOUR_AXES: Final = np.array(
    [[0.559, 0.578, 0.594], [0.710, 0.037, -0.703], [-0.429, 0.815, -0.390]], np.float32
) * np.array([[0.411], [0.119], [0.054]], np.float32)
_CONTRAST: Final = np.float32(4)


def feature_visualization(
    view: GradientView,
    layer: str,
    channel: int,
    *,
    seed: int = 0,
    num_steps: int = NUM_STEPS,
) -> FeatureVisualization:
    """Draw what a channel looks for, and wait for it; for the arguments see `draw_feature`."""
    *_, last = draw_feature(view, layer, channel, seed=seed, num_steps=num_steps, report_every=num_steps)
    return last


def draw_feature(
    view: GradientView,
    layer: str,
    channel: int,
    *,
    seed: int = 0,
    num_steps: int = NUM_STEPS,
    report_every: int = REPORT_EVERY,
) -> Iterator[FeatureVisualization]:
    """Draw what a channel looks for, showing how it comes about.

    Parameters
    ----------
    view : GradientView
    layer : str
        Any layer but the input. Where it is a ReLU, what feeds it is climbed.
    channel : int
        Of the layer's output: a map, or a unit of a layer without positions.
    seed : int
        Of the first noise and of the jitter; the same seed draws the same picture.
    num_steps : int
        At least 1. Each takes one pass forward and back.
    report_every : int
        Steps between two results.

    Yields
    ------
    FeatureVisualization
        The picture so far; the last one has ``is_done``. Stop taking them, and the work stops.

    Raises
    ------
    ValueError
        If the layer has no such channel.
    """
    measured_at = _before_relu(view, layer)
    shape = view.shape(measured_at)
    if layer == "input" or not 0 <= channel < shape[-1]:
        raise ValueError(f"Layer {layer!r} has no channel {channel} that a picture could be drawn for.")
    climb = _Climb(view, measured_at, _channel_mean(shape, channel), np.random.default_rng(seed))
    start = climb.measure()
    for step in range(1, num_steps + 1):
        climb.step()
        if step % report_every == 0 or step == num_steps:
            yield FeatureVisualization(
                layer, channel, measured_at, climb.image(), climb.measure(), start, step, num_steps, seed
            )


def _before_relu(view: GradientView, layer: str) -> str:
    if layer != "input" and parse_layer_name(layer).operation == "relu":
        return feeding_layers(view.model.get_layer(layer))[0]
    return layer


def _channel_mean(shape: tuple[int, ...], channel: int) -> FloatArray:
    """Weigh a layer's outputs so that their sum is the channel's mean."""
    weights = np.zeros(shape, np.float32)
    weights[..., channel] = 1 / np.prod(shape[:-1])
    return weights


@dataclass
class _Climb:
    """Gradient ascent by Adam (Kingma and Ba, arXiv:1412.6980) in the frequencies of a picture."""

    view: GradientView
    layer: str
    weights: FloatArray
    generator: np.random.Generator
    num_steps: int = 0
    coefficients: FloatArray = field(init=False)  # (32, 32, 3): down, across, colour axis
    first_moment: FloatArray = field(init=False)
    second_moment: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        noise = self.generator.standard_normal(IMAGE_SHAPE, np.float32)
        self.coefficients = noise * np.float32(START_DEVIATION)
        self.first_moment, self.second_moment = np.zeros_like(noise), np.zeros_like(noise)

    def step(self) -> None:
        """Move the picture by a few pixels, look uphill, and go."""
        down, across = self.generator.integers(-MAX_JITTER, MAX_JITTER, 2, endpoint=True)
        shares = _to_shares(self.coefficients)
        moved = np.roll(_to_batch(shares), (down, across), axis=(1, 2))
        _, gradients = self.view.pixel_gradients(moved, self.weights, layer=self.layer)
        if not gradients.any():  # It is off, and no small change turns it on.
            _, gradients = self.view.pixel_gradients(moved, self.weights, layer=self.layer, rule="waking")
        self._ascend(_back_to_coefficients(np.roll(gradients[0], (-down, -across), axis=(0, 1)), shares))

    def measure(self) -> float:
        """Mean of the channel for the picture as it would be stored."""
        outputs, _ = self.view.pixel_gradients(preprocess(self.image()), self.weights, layer=self.layer)
        return float((outputs[0] * self.weights).sum())

    def image(self) -> ByteImage:
        """Give the picture so far: (32, 32, 3) uint8."""
        drawn: ByteImage = unprocess(_to_batch(_to_shares(self.coefficients)))[0]
        return drawn

    def _ascend(self, gradient: FloatArray) -> None:
        self.num_steps += 1
        # Layers differ in scale by orders of magnitude; the direction is what counts.
        gradient = gradient / np.float32(np.abs(gradient).max() or 1)
        self.first_moment = 0.9 * self.first_moment + 0.1 * gradient
        self.second_moment = 0.99 * self.second_moment + 0.01 * gradient**2
        mean = self.first_moment / np.float32(1 - 0.9**self.num_steps)
        deviation = np.sqrt(self.second_moment / np.float32(1 - 0.99**self.num_steps))
        self.coefficients = self.coefficients + np.float32(LEARNING_RATE) * mean / (deviation + np.float32(1e-6))


def _cosines() -> FloatArray:
    """Rows are cosines of 0, 1, ... 31 half periods: (32, 32), orthonormal."""
    steps = np.arange(IMAGE_SIDE)
    waves = np.cos(np.pi * np.outer(steps, steps + 0.5) / IMAGE_SIDE) * np.sqrt(2 / IMAGE_SIDE)
    waves[0] /= np.sqrt(2)
    return np.asarray(waves, np.float32)


def _amplitudes() -> FloatArray:
    """How strong each frequency is in natural pictures, one over its height: (32, 32, 1)."""
    steps = np.arange(IMAGE_SIDE)
    heights = np.maximum(1, np.hypot.outer(steps, steps))
    return np.asarray(IMAGE_SIDE / 4 / heights[..., None], np.float32)


_COSINES: Final = _cosines()
_AMPLITUDES: Final = _amplitudes()
_BLACK: Final = preprocess(np.zeros(IMAGE_SHAPE, np.uint8))
_RANGE: Final = preprocess(np.full(IMAGE_SHAPE, 255, np.uint8)) - _BLACK


def _to_shares(coefficients: FloatArray) -> FloatArray:
    """Draw a picture from its frequencies: (32, 32, 3) to shares of full scale in (0, 1)."""
    waves = np.einsum("fi,fgc,gj->ijc", _COSINES, coefficients * _AMPLITUDES, _COSINES, optimize=True)
    shares: FloatArray = 1 / (1 + np.exp(-_CONTRAST * (waves @ _COLOUR_AXES)))
    return shares


def _to_batch(shares: FloatArray) -> FloatArray:
    return _BLACK + shares[None] * _RANGE


def _back_to_coefficients(gradient: FloatArray, shares: FloatArray) -> FloatArray:
    """Carry a gradient by scaled pixels, (32, 32, 3), back to the frequencies: `_to_shares` by the chain rule."""
    by_waves = (gradient * _RANGE[0] * shares * (1 - shares) * _CONTRAST) @ _COLOUR_AXES.T
    by_frequency = np.einsum("fi,ijc,gj->fgc", _COSINES, by_waves, _COSINES, optimize=True) * _AMPLITUDES
    carried: FloatArray = np.asarray(by_frequency, np.float32)
    return carried
