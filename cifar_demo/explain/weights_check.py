"""Whether a heatmap depends on what the network learned: shuffle the weights, and see if the map notices.

Adebayo et al., "Sanity checks for saliency maps", 2018 (arXiv:1810.03292), section 3.1: cascading randomisation, from
the last layer to the first. We shuffle each layer's trained weights where the paper draws new ones: their sizes stay,
so signals neither die nor explode, and what goes is only what was learned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import keras
import numpy as np

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.explain.view import GradientView
from cifar_demo.metrics.likeness import rank_correlation, structural_similarity
from cifar_demo.results import Explanation, FloatArray, WeightsCheck

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_LAYER: Final = "last layer"


def check_weights(
    view: GradientView,
    explanation: Explanation,
    explain: Callable[[GradientView], Explanation],
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> WeightsCheck:
    """Shuffle a copy's weights stage by stage, the last first, and explain again after each.

    Parameters
    ----------
    view : GradientView
        Stays as it is.
    explanation : Explanation
        By the network as it was trained.
    explain : callable
        Gives the same method's explanation of the same picture and target, by another view.
    seed : int
    progress : callable or None
        Called with steps done and steps in all; making the copy is the first.
    """
    generator = np.random.default_rng(seed)
    stages = weight_stages(view.model)
    copy = copied(view.model)
    changed, heatmaps = GradientView(copy), []
    for done, layers in enumerate(stages.values(), start=1):
        if progress is not None:
            progress(done, len(stages) + 1)
        shuffle_weights(copy, layers, generator)
        heatmaps.append(explain(changed).heatmap)
    if progress is not None:
        progress(len(stages) + 1, len(stages) + 1)
    return WeightsCheck(
        stages=tuple(stages),
        rank_correlations=_compared(explanation.heatmap, heatmaps, rank_correlation),
        similarities=_compared(explanation.heatmap, heatmaps, structural_similarity),
        heatmaps=np.stack(heatmaps),
        is_signed=explanation.is_signed,
    )


def weight_stages(model: keras.Model) -> dict[str, tuple[str, ...]]:
    """Group the layers that have weights by stage, the last first: "last layer", "stage 4", ... to their names."""
    stages: dict[str, tuple[str, ...]] = {}
    for layer in reversed(model.layers):
        if layer.weights:
            stage = parse_layer_name(layer.name).stage
            title = LAST_LAYER if stage is None else f"stage {stage}"
            stages[title] = (*stages.get(title, ()), layer.name)
    return stages


def copied(model: keras.Model) -> keras.Model:
    """Copy a network, weights and all."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return copy


def shuffle_weights(model: keras.Model, layers: Iterable[str], generator: np.random.Generator) -> None:
    """Shuffle the numbers of each of a layer's arrays, in place; arrays of one shape in one order.

    So a normalisation's means and deviations stay together.
    """
    for name in layers:
        orders: dict[tuple[int, ...], np.ndarray] = {}
        for variable in model.get_layer(name).weights:
            values = np.asarray(variable)
            order = orders.setdefault(values.shape, generator.permutation(values.size))
            variable.assign(values.ravel()[order].reshape(values.shape))


def _compared(
    original: FloatArray, heatmaps: list[FloatArray], compare: Callable[[FloatArray, FloatArray], float]
) -> FloatArray:
    return np.array([compare(np.abs(original), np.abs(heatmap)) for heatmap in heatmaps], np.float32)
