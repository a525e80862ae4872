from types import MappingProxyType

import keras
import numpy as np
import pytest

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.anatomy.kernels import layer_kernels
from cifar_demo.anatomy.layers import layer_summaries
from cifar_demo.anatomy.naming import LayerPlace, parse_layer_name
from cifar_demo.image.preprocess import preprocess
from cifar_demo.networks import NETWORKS, get_spec


@pytest.fixture(scope="module")
def lenet():
    return get_spec("lenet").build()


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)


def test_names_are_read_part_by_part():
    assert parse_layer_name("stage2_block1_branch3_conv2") == LayerPlace("conv", 2, 1, 3, 2)
    assert parse_layer_name("stage12_block3_shortcut_bn") == LayerPlace("bn", 12, 3, is_shortcut=True)
    assert parse_layer_name("input") == LayerPlace("input")


@pytest.mark.parametrize("name", ["conv2d_1", "stage1", "stage1_softmax", "Stage1_conv"])
def test_a_foreign_name_is_refused(name):
    with pytest.raises(ValueError, match="grammar"):
        parse_layer_name(name)


def test_summaries_speak_the_papers_language(lenet):
    summaries = {summary.name: summary for summary in layer_summaries(lenet, get_spec("lenet").paper_names)}
    first = summaries["stage1_conv"]
    assert (first.title, first.kind) == ("C1 · stage 1 convolution", "convolution")
    assert (first.output_shape, first.num_params) == ((28, 28, 6), 5 * 5 * 3 * 6 + 6)
    assert summaries["stage3_flatten"].output_shape == (120,)
    assert summaries["stage2_tanh"].title == "stage 2 tanh"
    assert next(iter(summaries)) == "input"


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_all_layers_are_listed_after_their_feeders(spec):
    model = spec.build()
    names = [summary.name for summary in layer_summaries(model, MappingProxyType(spec.paper_names))]
    assert names[0] == "input"
    assert names[-1] == "logits"
    for layer in model.layers[1:]:
        for tensor in keras.tree.flatten(layer.input):
            assert names.index(tensor._keras_history.operation.name) < names.index(layer.name)


def test_kernels_are_copies_and_dense_kernels_are_one_pixel_wide(lenet):
    convolution = layer_kernels(lenet, "stage1_conv")
    assert convolution.kernel.shape == (5, 5, 3, 6)
    assert convolution.bias.shape == (6,)
    convolution.kernel[:] = 7
    assert not np.any(lenet.get_layer("stage1_conv").kernel.numpy() == 7)
    assert layer_kernels(lenet, "stage4_dense").kernel.shape == (1, 1, 120, 84)
    assert layer_kernels(lenet, "stage1_pool") is None


def test_a_convolution_without_bias_has_none():
    assert layer_kernels(get_spec("vggnet").build(), "stage1_conv1").bias is None


def test_one_pass_gives_every_layer(lenet, image):
    outputs = FeatureExtractor(lenet).extract(image)
    assert list(outputs) == [layer.name for layer in lenet.layers]
    batch = preprocess(image)
    np.testing.assert_array_equal(outputs["input"].activation, batch[0])
    assert outputs["stage1_pool"].activation.shape == (14, 14, 6)
    np.testing.assert_allclose(outputs["logits"].activation, np.asarray(lenet(batch))[0], atol=1e-5)


def test_extraction_refuses_a_batch(lenet, image):
    with pytest.raises(ValueError, match="one picture"):
        FeatureExtractor(lenet).extract(image[None])


def test_what_visitors_share_cannot_be_written_to(lenet, image):
    outputs = FeatureExtractor(lenet).extract(image)
    with pytest.raises(ValueError, match="read-only"):
        outputs["stage1_conv"].activation[:] = 0
