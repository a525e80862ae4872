"""Contracts that every network of the registry keeps, and what makes each its paper's."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from cifar_demo.constants import IMAGE_SHAPE, NUM_CLASSES
from cifar_demo.errors import UnknownNetworkError
from cifar_demo.networks import LAYER_NAME, NETWORKS, get_spec, network_names
from cifar_demo.networks.blocks import PartialIdentity
from cifar_demo.networks.complexity import count_mult_adds
from cifar_demo.networks.response import LocalResponseNormalization


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


def layers_of(name, kind):
    return [layer for layer in get_spec(name).build().layers if isinstance(layer, kind)]


@pytest.mark.parametrize("name", ["alexnet", "zfnet"])
def test_alexnet_and_zfnet_have_what_made_them(name):
    convolutions = layers_of(name, keras.layers.Conv2D)
    assert len(convolutions) == 5
    assert len(layers_of(name, LocalResponseNormalization)) == 2
    assert not layers_of(name, keras.layers.BatchNormalization)
    pools = layers_of(name, keras.layers.MaxPooling2D)
    assert [(pool.pool_size, pool.strides) for pool in pools] == [((3, 3), (2, 2))] * 3  # Overlapping.
    assert [layer.rate for layer in layers_of(name, keras.layers.Dropout)] == [0.5, 0.5]
    assert len(layers_of(name, keras.layers.Dense)) == 3


def test_zfnet_looks_closer_and_is_wider_in_the_middle_than_alexnet():
    alexnet, zfnet = (layers_of(name, keras.layers.Conv2D) for name in ("alexnet", "zfnet"))
    assert zfnet[0].kernel_size < alexnet[0].kernel_size
    assert zfnet[0].output.shape[1] > alexnet[0].output.shape[1]
    assert sum(layer.filters for layer in zfnet[2:]) > sum(layer.filters for layer in alexnet[2:])


def test_googlenet_has_nine_modules_of_four_branches():
    merges = layers_of("googlenet", keras.layers.Concatenate)
    assert [len(merge.input) for merge in merges] == [4] * 9
    assert layers_of("googlenet", keras.layers.GlobalAveragePooling2D)
    assert "inception 4e" in get_spec("googlenet").paper_names.values()


def test_googlenet_trains_with_two_more_heads_that_share_its_layers():
    spec = get_spec("googlenet")
    model = spec.build()
    trained = spec.auxiliary(model)
    assert [output.shape for output in trained.outputs] == [(None, NUM_CLASSES)] * 3
    assert set(model.layers) < set(trained.layers)


def test_resnet_is_basic_blocks_with_identity_shortcuts():
    model = get_spec("resnet").build()
    sums = [layer for layer in model.layers if isinstance(layer, keras.layers.Add)]
    assert len(sums) == 3
    for stage, layer in enumerate(sums, start=2):
        branch, shortcut = layer.input
        assert branch is model.get_layer(f"stage{stage}_block1_bn2").output
        assert (
            shortcut
            is model.get_layer(f"stage{stage}_relu").output
            is model.get_layer(f"stage{stage}_block1_conv1").input
        )
    assert layers_of("resnet", keras.layers.GlobalAveragePooling2D)


def test_local_response_normalization_is_the_papers_formula():
    x = np.random.default_rng(0).normal(0, 2, (2, 3, 3, 7)).astype(np.float32)
    layer = LocalResponseNormalization(depth_radius=2, bias=2.0, alpha=0.1, beta=0.75)
    ours = keras.ops.convert_to_numpy(layer(x))
    last = x[1, 2, 0, 6] / (2.0 + 0.1 * (x[1, 2, 0, 4:] ** 2).sum()) ** 0.75
    assert ours[1, 2, 0, 6] == pytest.approx(last, rel=1e-5)
    theirs = tf.nn.local_response_normalization(x, 2, 2.0, 0.1, 0.75).numpy()
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_local_response_normalization_tells_how_it_was_made():
    layer = LocalResponseNormalization(alpha=0.3, name="stage1_lrn")
    again = LocalResponseNormalization.from_config(layer.get_config())
    assert (again.alpha, again.beta, again.name) == (0.3, layer.beta, "stage1_lrn")
