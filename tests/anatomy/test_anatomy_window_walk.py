import numpy as np
import pytest

from cifar_demo.anatomy.window_walk import window_walk
from cifar_demo.anatomy.windows import window_of

REDUCE = {"largest": np.nanmax, "mean": np.nanmean}


def by_hand(walk, row, column):
    """One output, as the browser works it out."""
    values = []
    for y in range(walk.size[0]):
        for x in range(walk.size[1]):
            at = (
                row * walk.strides[0] - walk.padding[0] + y * walk.dilation[0],
                column * walk.strides[1] - walk.padding[1] + x * walk.dilation[1],
            )
            is_inside = 0 <= at[0] < walk.inputs.shape[0] and 0 <= at[1] < walk.inputs.shape[1]
            if walk.rule == "sum":
                values.append((walk.inputs[at] * walk.kernel[y, x]).sum() if is_inside else 0)
            elif is_inside:
                values.append(walk.inputs[at][0])
    return sum(values) + walk.bias if walk.rule == "sum" else REDUCE[walk.rule](values)


def test_every_window_of_every_network_writes_what_the_network_wrote(network):
    generator = np.random.default_rng(0)
    for layer in network.model.layers:
        if window_of(layer) is None:
            continue
        walk = window_walk(network.model, network.outputs, layer.name, 1)
        for _ in range(3):
            row, column = (int(generator.integers(extent)) for extent in walk.output.shape)
            assert by_hand(walk, row, column) == pytest.approx(float(walk.output[row, column]), abs=1e-3, rel=1e-4)


def test_layer_without_window_is_refused(built):
    lenet = built("lenet")
    with pytest.raises(ValueError, match="has no window"):
        window_walk(lenet.model, lenet.outputs, "stage1_tanh", 0)
