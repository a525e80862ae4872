"""Contracts that every network of the registry keeps, and what makes each its paper's."""

import keras
import numpy as np
import pytest

from cifar_demo.constants import IMAGE_SHAPE, NUM_CLASSES
from cifar_demo.errors import UnknownNetworkError
from cifar_demo.networks import LAYER_NAME, NETWORKS, get_spec, network_names
from cifar_demo.networks.blocks import PartialIdentity
from cifar_demo.networks.complexity import count_mult_adds


@pytest.fixture(scope="module", params=NETWORKS, ids=lambda spec: spec.name)
def built(request):
    return request.param, request.param.build()


def test_from_a_picture_to_ten_logits(built):
    _, model = built
    assert model.input_shape == (None, *IMAGE_SHAPE)
    assert model.output_shape == (None, NUM_CLASSES)
    assert model.layers[-1].name == "logits"
    assert model.layers[-1].activation is keras.activations.linear


def test_flat_without_nested_models(built):
    assert not any(isinstance(layer, keras.Model) for layer in built[1].layers)


def test_layer_names_follow_the_grammar(built):
    assert [layer.name for layer in built[1].layers if not LAYER_NAME.fullmatch(layer.name)] == []


def test_paper_names_are_of_layers_that_exist(built):
    spec, model = built
    assert set(spec.paper_names) <= {layer.name for layer in model.layers}


def test_convolution_and_activation_are_layers_of_their_own(built):
    kernels = [layer for layer in built[1].layers if hasattr(layer, "kernel")]
    assert all(layer.activation is keras.activations.linear for layer in kernels)


def test_spec_is_told_completely(built):
    spec, model = built
    assert model.name == spec.name
    assert spec.url.startswith("https://")
    assert spec.idea.endswith(".")
    assert spec.departures
    assert all(departure.paper and departure.here and departure.reason for departure in spec.departures)


def test_registry_is_in_order_of_years_with_unique_names():
    assert [spec.year for spec in NETWORKS] == sorted(spec.year for spec in NETWORKS)
    assert len(set(network_names())) == len(NETWORKS)


def test_unknown_network_is_refused_with_the_choices():
    with pytest.raises(UnknownNetworkError, match=r"no network called 'lenet6'.*lenet, "):
        get_spec("lenet6")


@pytest.mark.parametrize(
    ("name", "matches"),
    [
        ("stage2_block1_branch3_conv2", True),
        ("stage2_block1_shortcut_conv", True),
        ("stage1_pool", True),
        ("logits", True),
        ("conv2d_3", False),
        ("stage0_conv", False),
        ("block1_stage2_conv", False),
        ("stage1_conv_2", False),
    ],
)
def test_grammar(name, matches):
    assert bool(LAYER_NAME.fullmatch(name)) is matches


def test_lenet_is_lenet_5():
    model = get_spec("lenet").build()
    names = get_spec("lenet").paper_names
    shapes = {names[layer.name]: layer.output.shape[1:] for layer in model.layers if layer.name in names}
    assert shapes == {
        "C1": (28, 28, 6),
        "S2": (14, 14, 6),
        "C3": (10, 10, 16),
        "S4": (5, 5, 16),
        "C5": (1, 1, 120),
        "F6": (84,),
    }
    # 456 + 2,416 + 48,120 + 10,164 + 850, with the colour input and full connections.
    assert model.count_params() == 62_006
    assert {layer.kernel_size for layer in model.layers if isinstance(layer, keras.layers.Conv2D)} == {(5, 5)}


def test_vggnet_is_stacks_of_3x3_with_doubling_widths():
    convolutions = [layer for layer in get_spec("vggnet").build().layers if isinstance(layer, keras.layers.Conv2D)]
    assert {layer.kernel_size for layer in convolutions} == {(3, 3)}
    widths = list(dict.fromkeys(layer.filters for layer in convolutions))
    assert all(later == 2 * earlier for earlier, later in zip(widths, widths[1:], strict=False))


def test_mult_adds_of_lenet_by_hand():
    # C1 28*28*75*6, C3 10*10*150*16, C5 400*120, F6 120*84, logits 84*10.
    assert count_mult_adds(get_spec("lenet").build()) == 352_800 + 240_000 + 48_000 + 10_080 + 840


def test_partial_identity_passes_its_input_through():
    kernel = keras.ops.convert_to_numpy(PartialIdentity(seed=1)((3, 3, 2, 5)))
    assert kernel.shape == (3, 3, 2, 5)
    np.testing.assert_array_equal(kernel[1, 1, :, :2], np.eye(2))
    assert np.count_nonzero(kernel[..., :2]) == 2
    assert np.count_nonzero(kernel[..., 2:]) == 3 * 3 * 2 * 3


def test_partial_identity_with_fewer_outputs_than_inputs():
    kernel = keras.ops.convert_to_numpy(PartialIdentity(seed=1)((3, 3, 4, 2)))
    np.testing.assert_array_equal(kernel[1, 1], np.eye(4)[:, :2])
