import anatomy_networks
import keras
import numpy as np
import pytest
from keras import layers

from cifar_demo.anatomy.effective_field import effective_field, middle_box, unit_gradients
from cifar_demo.anatomy.receptive_field import ReceptiveFields, branch_of
from cifar_demo.anatomy.windows import window_of


@pytest.fixture(scope="module")
def fields(built):
    made = {}
    return lambda name: made.setdefault(name, ReceptiveFields(built(name).model))


def sampled_units(shape, random, count=3):
    corners = [(0,) * len(shape), tuple(extent - 1 for extent in shape)]
    return [*corners, *(tuple(int(random.integers(extent)) for extent in shape) for _ in range(count))]


def open_every_gate(model):
    """Make a copy whose units all answer to all they see: positive kernels, positive inputs, average for maximum."""

    def clone(layer):
        config = layer.get_config()
        if isinstance(layer, layers.MaxPooling2D):
            return layers.AveragePooling2D.from_config(config)
        if isinstance(layer, layers.GlobalMaxPooling2D):
            return layers.GlobalAveragePooling2D.from_config(config)
        if isinstance(layer, layers.Activation | layers.ReLU):
            return layers.Activation("linear", name=layer.name)
        return layer.__class__.from_config(config)

    opened = keras.models.clone_model(model, clone_function=clone)
    for variable in opened.weights:
        is_factor = variable.path.endswith(("gamma", "moving_variance"))
        weight = 1 / np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else float(is_factor)
        variable.assign(np.full(variable.shape, weight))
    return opened


def test_lenets_fields_by_hand(fields):
    geometry = fields("lenet").geometry
    # C1 5x5; S2 2x2 of those; C3 5x5 of S2 with step 2: 6 + 4*2; S4: 14 + 2; C5: 16 + 4*4 = the whole picture.
    sizes = [geometry[f"stage{stage}_{kind}"].size[0] for stage in (1, 2) for kind in ("conv", "pool")]
    assert sizes == [5, 6, 14, 16]
    assert geometry["stage3_conv"].size == (32, 32)
    assert geometry["stage2_pool"].jump == (4, 4)
    assert geometry["stage2_pool"].start == (0, 0)
    assert fields("lenet").field("stage2_conv", (1, 2, 0)).box == (4, 2, 18, 16)


def test_vggs_first_stages_by_hand(fields):
    geometry = fields("vggnet").geometry
    assert geometry["stage1_conv2"].size == (5, 5)
    assert geometry["stage1_conv2"].start == (-2, -2)
    assert geometry["stage1_pool"].size == (6, 6)
    assert geometry["stage2_conv1"].size == (10, 10)
    assert geometry["logits"].jump == (0, 0)
    corner = fields("vggnet").field("stage1_conv2", (0, 31, 5))
    assert corner.nominal_box == (29, -2, 34, 3)
    assert corner.box == (29, 0, 32, 3)


def test_same_padding_puts_the_odd_pixel_behind():
    inputs = keras.Input((32, 32, 3))
    strided = layers.Conv2D(1, 3, strides=2, padding="same")
    strided(inputs)
    assert window_of(strided).padding == (0, 0)  # 15 * 2 + 3 - 32 = 1 pixel, behind.
    wide = layers.Conv2D(1, 5, strides=2, padding="same")
    wide(inputs)
    assert window_of(wide).padding == (1, 1)  # 15 * 2 + 5 - 32 = 3 pixels: 1 before, 2 behind.


def test_a_dropped_row_is_in_no_box(fields):
    tiny = fields("tiny_alexnet")
    # 10 rows, pooled 3 wide by steps of 2, give 4: rows 0 to 8. Row 9 sees pixels 27 to 30; row 8 ends at 27.
    assert tiny.field("stage2_conv", (3, 3, 0)).box == (12, 12, 28, 28)
    assert tiny.field("stage2_conv", (3, 3, 0)).nominal_box[2] > 28


def test_a_concatenated_channel_sees_what_its_branch_sees(fields):
    tiny = fields("tiny_googlenet")
    narrow, wide = tiny.field("stage2_block1_concat", (3, 3, 0)), tiny.field("stage2_block1_concat", (3, 3, 7))
    assert narrow.box == tiny.field("stage2_block1_branch1_conv", (3, 3, 0)).box
    assert wide.box == tiny.field("stage2_block1_branch3_conv", (3, 3, 0)).box
    assert branch_of(7, {"one": 3, "two": 4, "three": 2}) == ("three", 0)


def test_flattened_units_keep_their_place(fields):
    tiny = fields("tiny_googlenet")
    row, column, channel = 2, 1, 8
    index = (row * 4 + column) * 11 + channel
    flat, pooled = tiny.field("stage2_flatten", (index,)), tiny.field("stage2_pool", (row, column, channel))
    assert (flat.box, flat.nominal_box) == (pooled.box, pooled.nominal_box)


def test_boxes_of_a_map_are_the_boxes_of_its_units(network):
    fields = ReceptiveFields(network.model)
    random = np.random.default_rng(1)
    for layer in network.model.layers:
        shape = layer.output.shape[1:]
        if len(shape) == 3:
            for row, column, channel in sampled_units(shape, random):
                boxes = fields.boxes(layer.name, channel)
                assert boxes.shape == (*shape[:2], 4)
                assert tuple(boxes[row, column]) == fields.field(layer.name, (row, column, channel)).box


def test_gradients_fill_the_box_and_nothing_else(network):
    """With all gates open the gradient is zero outside the box of every sampled unit and reaches all four sides."""
    fields = ReceptiveFields(network.model)
    opened = open_every_gate(network.model)
    random = np.random.default_rng(2)
    batch = random.uniform(0.5, 1.5, (1, 32, 32, 3)).astype(np.float32)
    for layer in network.model.layers[1:]:
        if layer.name.split("_")[-1].rstrip("0123456789") in ("bn", "relu", "tanh", "dropout"):
            continue
        for unit in sampled_units(layer.output.shape[1:], random, count=1):
            gradient = np.abs(unit_gradients(opened, layer.name, unit, batch)).sum(axis=(0, 3))
            rows, columns = np.nonzero(gradient)
            reached = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            assert reached == fields.field(layer.name, unit).box, (layer.name, unit)


def test_the_effective_field_lies_within_the_box(built, fields):
    images = np.stack([anatomy_networks.random_image(seed) for seed in range(4)])
    measured = effective_field(built("vggnet").model, "stage2_conv1", (8, 8, 3), images)
    left, top, right, bottom = fields("vggnet").field("stage2_conv1", (8, 8, 3)).box
    outside = measured.gradient.copy()
    outside[top:bottom, left:right] = 0
    assert not outside.any()
    assert measured.heatmap.max() == 1
    assert measured.num_images == 4
    assert left <= measured.box[0] < measured.box[2] <= right


def test_a_unit_that_never_fires_has_an_empty_field(built):
    model = anatomy_networks.with_lively_weights(keras.models.clone_model(built("tiny_alexnet").model))
    model.get_layer("stage2_conv").bias.assign(np.full(6, -1e3, np.float32))
    images = np.stack([anatomy_networks.random_image(seed) for seed in range(2)])
    measured = effective_field(model, "stage2_relu", (1, 1, 0), images)
    assert measured.num_silent == 2
    assert not measured.heatmap.any()
    assert measured.box == (0, 0, 32, 32)


def test_the_middle_box_trims_thin_tails():
    gradient = np.zeros((32, 32), np.float32)
    gradient[10:20, 5] = 1
    gradient[0, 31] = 0.2
    assert middle_box(gradient) == (5, 10, 6, 20)


def test_a_unit_beyond_the_map_is_refused(fields):
    with pytest.raises(ValueError, match="no \\(32, 0, 0\\)"):
        fields("vggnet").field("stage1_conv1", (32, 0, 0))
    with pytest.raises(ValueError, match="no rows"):
        fields("lenet").boxes("logits")


def test_packed_edges_are_the_boxes_of_every_unit(network):
    fields = ReceptiveFields(network.model)
    random = np.random.default_rng(5)
    for layer in network.model.layers:
        shape = tuple(layer.output.shape[1:])
        edges = fields.edges(layer.name)
        assert len(edges.group_of_channel) == shape[-1]
        for _ in range(4):
            unit = tuple(int(random.integers(extent)) for extent in shape)
            group = edges.group_of_channel[unit[-1]]
            row, column = unit[:2] if len(unit) == 3 else (0, 0)
            (top, bottom), (left, right) = edges.rows[group, row], edges.columns[group, column]
            assert fields.field(layer.name, unit).box == (left, top, right, bottom), (layer.name, unit)
