import threading

import keras
import numpy as np
import pytest

from cifar_demo.anatomy.ablation import ablate, rank_channels, silenced_at
from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.anatomy.rerun import run_layers
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ChannelRanking, SwitchedOff

CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def rerun_without(model, image, silent):
    """The slow way: run the whole network, multiplying the outputs of some layers with a mask."""

    def masked(name, output):
        mask = np.ones(output.shape[-1], np.float32)
        mask[list(silent.get(name, ()))] = 0
        return output * mask

    values = {"input": masked("input", preprocess(image))}
    for layer in model.layers[1:]:
        names = [tensor._keras_history.operation.name for tensor in keras.tree.flatten(layer.input)]
        inputs = [values[name] for name in names]
        values[layer.name] = masked(layer.name, layer(inputs if len(inputs) > 1 else inputs[0], training=False))
    return values["logits"].numpy()[0]


def test_any_layers_channel_can_be_silenced(network):
    random = np.random.default_rng(4)
    names = [layer.name for layer in network.model.layers]
    for layer_name in [names[0], *random.choice(names[1:-1], 4, replace=False), names[-1]]:
        count = network.outputs[layer_name].activation.shape[-1]
        channels = tuple(int(channel) for channel in random.choice(count, 2, replace=False))
        result = ablate(network.model, network.outputs, [SwitchedOff(layer_name, channels)])
        expected = rerun_without(network.model, network.image, {layer_name: channels})
        np.testing.assert_allclose(result.logits_after, expected, **CLOSE, err_msg=layer_name)


def test_nothing_off_changes_nothing(network):
    result = ablate(network.model, network.outputs, [])
    np.testing.assert_array_equal(result.logits_after, result.logits_before)


def test_several_parts_go_off_at_once(built):
    network = built("vggnet")
    lively = np.argsort(network.outputs["stage3_relu2"].activation.sum(axis=(0, 1)))[-2:]
    parts = [SwitchedOff("stage3_relu2", (int(channel),)) for channel in lively] + [SwitchedOff("stage1_relu1", (0, 1))]
    result = ablate(network.model, network.outputs, parts)
    expected = rerun_without(network.model, network.image, {"stage3_relu2": lively, "stage1_relu1": (0, 1)})
    np.testing.assert_allclose(result.logits_after, expected, **CLOSE)
    assert not np.allclose(result.logits_after, ablate(network.model, network.outputs, parts[1:]).logits_after)


def test_without_its_shortcut_a_block_is_its_own_work(built):
    network = built("tiny_resnet")
    block = "stage2_block1"
    off = ablate(network.model, network.outputs, [SwitchedOff(f"{block}_add", inputs=("stage1_relu",))])
    # What is left of the sum is the second normalisation; run on from there by hand.
    names = [layer.name for layer in network.model.layers]
    after = names[names.index(f"{block}_add") + 1 :]
    values = {f"{block}_add": network.outputs[f"{block}_bn2"].activation[None]}
    np.testing.assert_allclose(off.logits_after, run_layers(network.model, after, values)["logits"].numpy()[0], **CLOSE)
    assert not np.allclose(off.logits_after, off.logits_before, atol=1e-3)


def test_a_branch_off_is_its_channels_off(built):
    network = built("tiny_googlenet")
    branch = SwitchedOff("stage2_block1_concat", inputs=("stage2_block1_branch2_relu2",))
    channels = SwitchedOff("stage2_block1_concat", channels=(3, 4, 5, 6))
    one, other = (ablate(network.model, network.outputs, [part]).logits_after for part in (branch, channels))
    np.testing.assert_allclose(one, other, **CLOSE)


@pytest.mark.parametrize(
    ("name", "layer_name"),
    [
        ("lenet", "stage1_pool"),
        ("vggnet", "stage1_relu1"),
        ("vggnet", "stage4_flatten"),
        ("tiny_googlenet", "stage2_block1_branch3_relu"),
        ("tiny_resnet", "stage1_relu"),
    ],
)
def test_the_ranking_is_each_channels_own_damage(built, name, layer_name):
    network = built(name)
    calls = []
    ranking = rank_channels(network.model, network.outputs, layer_name, 3, progress=lambda *call: calls.append(call))
    for channel in (0, len(ranking.damage) - 1, ranking.order[0]):
        alone = ablate(network.model, network.outputs, [SwitchedOff(layer_name, (channel,))])
        lost = alone.logits_before[3] - alone.logits_after[3]
        np.testing.assert_allclose(ranking.damage[channel], lost, **CLOSE)
    assert calls[-1] == (len(ranking.damage), len(ranking.damage))
    assert ranking.logit == network.outputs["logits"].activation[3]


def test_order_puts_the_most_needed_first():
    ranking = ChannelRanking("stage1_relu", 0, 2.0, np.array([0.5, -1, 2, 0.5], np.float32))
    assert ranking.order == (2, 0, 3, 1)


def test_a_channel_is_taken_out_where_its_node_ends(built):
    assert silenced_at(built("vggnet").model, "stage1_conv2") == "stage1_relu2"
    assert silenced_at(built("lenet").model, "stage1_pool") == "stage1_pool"


def test_the_shared_network_stays_as_it_was(built):
    network = built("tiny_resnet")
    before = [variable.numpy().copy() for variable in network.model.weights]
    maps = {name: output.activation.copy() for name, output in network.outputs.items()}
    ablate(network.model, network.outputs, [SwitchedOff("stage1_relu", (0,))])
    rank_channels(network.model, network.outputs, "stage1_relu", 0)
    for variable, old in zip(network.model.weights, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), old)
    for name, old in maps.items():
        np.testing.assert_array_equal(network.outputs[name].activation, old)


def test_visitors_do_not_disturb_each_other(built):
    network = built("vggnet")
    extractor = FeatureExtractor(network.model)
    parts = [SwitchedOff("stage1_relu1", (channel,)) for channel in range(4)]
    expected = [ablate(network.model, network.outputs, [part]).logits_after for part in parts]
    answers = {}

    def visit(number):
        outputs = extractor.extract(network.image)
        answers[number] = ablate(network.model, outputs, [parts[number]]).logits_after

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(len(parts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, logits in enumerate(expected):
        np.testing.assert_allclose(answers[number], logits, **CLOSE)


def test_what_is_not_there_cannot_be_switched_off(built):
    network = built("lenet")
    with pytest.raises(ValueError, match="channels 0 to 5"):
        ablate(network.model, network.outputs, [SwitchedOff("stage1_pool", (6,))])
    with pytest.raises(ValueError, match="merges"):
        ablate(network.model, network.outputs, [SwitchedOff("stage1_pool", inputs=("stage1_tanh",))])
    with pytest.raises(ValueError, match="earlier layer"):
        rank_channels(network.model, network.outputs, "logits", 0)
