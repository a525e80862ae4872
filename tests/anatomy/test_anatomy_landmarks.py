import numpy as np
import pytest

from cifar_demo.anatomy.landmarks import find_landmarks, liveliest_channel, most_alike
from cifar_demo.anatomy.layers import layer_summaries
from cifar_demo.anatomy.receptive_field import ReceptiveFields
from cifar_demo.anatomy.wiring import feeders
from cifar_demo.image.edges import sobel_edges
from cifar_demo.results import FieldGeometry


def landmarks_of(network):
    return find_landmarks(layer_summaries(network.model, {}), feeders(network.model))


def test_every_network_has_landmarks_in_order(network):
    found = landmarks_of(network)
    names = [layer.name for layer in network.model.layers]
    places = [names.index(name) for name in (found.convolution, found.activation, *found.milestones[1:])]
    assert places == sorted(places)
    assert (
        network.outputs[found.before_activation].activation.shape == network.outputs[found.activation].activation.shape
    )
    assert all(network.outputs[name].activation.shape[0] > 1 for name in found.milestones)
    assert names.index(found.features) == len(names) - 2


def test_residual_network_pools_only_at_its_end(built):
    found = landmarks_of(built("tiny_resnet"))
    assert (found.pooling, found.before_pooling) == ("stage3_pool", "stage3_block1_relu3")
    assert found.milestones == ("stage1_relu", "stage2_block1_relu3", "stage3_block1_relu3")


def test_inception_stage_is_shown_where_its_branches_met(built):
    assert landmarks_of(built("tiny_googlenet")).milestones == ("stage1_relu", "stage2_block1_concat")


def test_network_without_convolution_is_refused(built):
    layers = layer_summaries(built("tiny_alexnet").model, {})
    with pytest.raises(ValueError, match="needs a network with a convolution"):
        find_landmarks(tuple(layer for layer in layers if layer.kind != "convolution"), feeders(built("lenet").model))


def test_the_map_that_is_the_rule_is_found_even_with_its_sign_turned():
    rules = np.random.default_rng(0).normal(size=(32, 32, 2)).astype(np.float32)
    noise = np.random.default_rng(1).normal(size=(28, 28, 4)).astype(np.float32)
    # A 5x5 kernel without padding: unit 0 has its middle at pixel 2.
    noise[..., 3] = -5 * rules[2:30, 2:30, 1] + 7
    likeness = most_alike(noise, FieldGeometry("x", (5, 5), (1, 1), (0, 0)), rules)
    assert (likeness.channel, likeness.rule) == (3, 1)
    assert likeness.correlation == pytest.approx(-1, abs=1e-5)


def test_flat_maps_resemble_nothing():
    likeness = most_alike(
        np.ones((32, 32, 3), np.float32), FieldGeometry("x", (1, 1), (1, 1), (0, 0)), np.ones((32, 32, 2), np.float32)
    )
    assert likeness.correlation == 0


def test_likeness_works_for_the_first_layer_of_every_network(network):
    found = landmarks_of(network)
    geometry = ReceptiveFields(network.model).geometry[found.convolution]
    likeness = most_alike(network.outputs[found.convolution].activation, geometry, sobel_edges(network.image))
    assert 0 < abs(likeness.correlation) <= 1


def test_edge_kernel_is_livelier_than_a_colour_kernel():
    kernel = np.zeros((3, 3, 3, 2), np.float32)
    kernel[..., 0] = 1
    kernel[0, ..., 1], kernel[2, ..., 1] = 1, -1
    activation = np.random.default_rng(0).normal(size=(8, 8, 2)).astype(np.float32) * [3, 1]
    assert liveliest_channel(activation.astype(np.float32), kernel) == 1
