"""Switch parts of a network off, for one picture, and see what its answer loses.

Nothing is built, compiled or changed: the layers after the silenced one run again on the picture's own values, and all
other layers keep the outputs they had. Silence is 0 at the layer named. A convolution is followed by batch
normalisation, which turns a silent channel into a constant; to take a channel out of the network, silence it where its
node ends (`silenced_at`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from cifar_demo.anatomy.graph import node_members
from cifar_demo.anatomy.rerun import run_layers
from cifar_demo.anatomy.wiring import descendants, feeders
from cifar_demo.results import AblationResult, ChannelRanking, FloatArray, LayerOutput, SwitchedOff

if TYPE_CHECKING:
    import keras

Outputs = Mapping[str, LayerOutput]
T = TypeVar("T")

# Variants of the picture in one pass: 32 early VGG maps of 32x32x64 take 8 MB each.
RANKING_BATCH: Final = 32


def ablate(model: keras.Model, outputs: Outputs, switched_off: Sequence[SwitchedOff]) -> AblationResult:
    """Answer for a picture with parts of the network switched off.

    Parameters
    ----------
    model : keras.Model
        Flat functional model; not changed.
    outputs : mapping of layer name to LayerOutput
        All layers' outputs for the picture, as `FeatureExtractor.extract` gives them.
    switched_off : sequence of SwitchedOff
        Everything that is off at once; empty gives the answer as it was.

    Raises
    ------
    ValueError
        If a layer has no such channel, or is no merge of such layers.
    """
    for part in switched_off:
        _check(model, outputs, part)
    logits = outputs["logits"].activation
    if not switched_off:
        return AblationResult((), logits, logits)
    channels = _gathered((part.layer, part.channels) for part in switched_off)
    silent_inputs = _gathered((part.layer, part.inputs) for part in switched_off)

    def feed(name: str, sources: tuple[str, ...], inputs: list[Any]) -> list[Any]:
        silent = silent_inputs.get(name, ())
        return [
            tf.zeros_like(value) if source in silent else value for source, value in zip(sources, inputs, strict=True)
        ]

    def change(name: str, output: Any) -> Any:
        return output * _mask(output.shape[-1], channels[name]) if name in channels else output

    touched = _touched(model, switched_off)
    known = {"input": change("input", tf.constant(outputs["input"].activation[None]))}
    known |= {name: tf.constant(outputs[name].activation[None]) for name in _alongside(model, touched) - {"input"}}
    after = run_layers(model, touched, known, feed=feed, change=change)
    return AblationResult(tuple(switched_off), logits, after["logits"].numpy()[0])


def rank_channels(
    model: keras.Model,
    outputs: Outputs,
    layer_name: str,
    class_index: int,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> ChannelRanking:
    """Measure what switching off each channel of a layer, one at a time, takes from one class's logit.

    Parameters
    ----------
    model : keras.Model
    outputs : mapping of layer name to LayerOutput
        All layers' outputs for the picture.
    layer_name : str
        Any layer but the logits; (H, W, C) or (units,).
    class_index : int
        In the order of `constants.CLASS_NAMES`.
    progress : callable or None
        ``progress(done, total)`` after each batch of channels. Channels that are 0 everywhere cost nothing and count
        as done.

    Raises
    ------
    ValueError
        If the layer is the logits themselves, where nothing comes after.
    """
    if layer_name == "logits":
        raise ValueError("Nothing comes after the logits. Choose an earlier layer.")
    activation = outputs[layer_name].activation
    num_channels = activation.shape[-1]
    logit = float(outputs["logits"].activation[class_index])
    damage = np.zeros(num_channels, np.float32)
    active = np.flatnonzero(activation.reshape(-1, num_channels).any(axis=0))
    for start in range(0, len(active), RANKING_BATCH):
        channels = active[start : start + RANKING_BATCH]
        damage[channels] = logit - _logits_without_each(model, outputs, layer_name, channels)[:, class_index]
        if progress is not None:
            progress(num_channels - len(active) + start + len(channels), num_channels)
    return ChannelRanking(layer_name, class_index, logit, damage)


def silenced_at(model: keras.Model, layer_name: str) -> str:
    """Name the layer at which silencing a channel of `layer_name` takes it out: after normalisation and activation."""
    return next(node for node, layers in node_members(model).items() if layer_name in layers)


def _logits_without_each(
    model: keras.Model, outputs: Outputs, layer_name: str, channels: npt.NDArray[np.int64]
) -> FloatArray:
    """Run one variant of the picture for each channel, that channel being 0: (len(channels), 10)."""
    activation = outputs[layer_name].activation
    variants = np.repeat(activation[None], len(channels), axis=0)
    variants[np.arange(len(channels)), ..., channels] = 0
    later = descendants(feeders(model), layer_name)
    known = {
        name: tf.repeat(outputs[name].activation[None], len(channels), axis=0)
        for name in _alongside(model, later) - {layer_name}
    }
    after = run_layers(model, later, known | {layer_name: tf.constant(variants)})
    logits: FloatArray = after["logits"].numpy()
    return logits


def _alongside(model: keras.Model, names: Sequence[str]) -> set[str]:
    """Layers whose outputs some layers need and do not compute themselves: shortcuts and other branches too."""
    feeders_of = feeders(model)
    return {source for name in names for source in feeders_of[name]} - set(names)


def _touched(model: keras.Model, switched_off: Sequence[SwitchedOff]) -> tuple[str, ...]:
    feeders_of = feeders(model)
    reached = {part.layer for part in switched_off}
    for part in switched_off:
        reached.update(descendants(feeders_of, part.layer))
    return tuple(name for name, sources in feeders_of.items() if name in reached and sources)


def _gathered(pairs: Iterable[tuple[str, tuple[T, ...]]]) -> dict[str, tuple[T, ...]]:
    """Join what is said about the same layer in several places."""
    joined: dict[str, tuple[T, ...]] = {}
    for name, values in pairs:
        joined[name] = joined.get(name, ()) + values
    return joined


def _mask(num_channels: int, silent: tuple[int, ...]) -> FloatArray:
    mask = np.ones(num_channels, np.float32)
    mask[list(silent)] = 0
    return mask


def _check(model: keras.Model, outputs: Outputs, part: SwitchedOff) -> None:
    num_channels = outputs[part.layer].activation.shape[-1]
    if not all(0 <= channel < num_channels for channel in part.channels):
        raise ValueError(f"Layer {part.layer!r} has channels 0 to {num_channels - 1}, not all of {part.channels}.")
    sources = feeders(model)[part.layer]
    if part.inputs and (len(sources) < 2 or not set(part.inputs) <= set(sources)):
        raise ValueError(f"Layer {part.layer!r} merges {sources}, not {part.inputs}.")
