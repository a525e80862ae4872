import numpy as np
import pytest

from cifar_demo.anatomy.receptive_field import ReceptiveFields
from cifar_demo.explain.grad_cam import cam_layers, cam_weights, default_layer, enlarged, grad_cam
from cifar_demo.image.preprocess import preprocess
from cifar_demo.networks import network_names
from cifar_demo.results import FieldGeometry, Target

TARGET = Target(5)


def test_cam_weights_are_spatial_means():
    gradients = np.array([[[[1, -1], [1, -1]], [[1, -1], [3, -1]]]], np.float32)
    np.testing.assert_allclose(cam_weights(gradients), [[1.5, -1.0]])


def test_after_global_averages_it_is_the_class_weights(views, image):
    view = views("tiny_resnet")  # Its logits are weighted averages of the last maps.
    layer = "stage3_block1_relu3"
    maps, _ = view.layer_gradients(layer, preprocess(image), TARGET.direction)
    weights = np.asarray(view.model.get_layer("logits").kernel)[:, TARGET.class_index]
    raw = np.maximum((maps[0] * weights).sum(axis=-1), 0) / (maps.shape[1] * maps.shape[2])
    found = grad_cam(view, image, TARGET, layer=layer)
    np.testing.assert_allclose(
        found.heatmap * found.peak, enlarged(raw.astype(np.float32), view.geometries[layer]), rtol=1e-3, atol=1e-7
    )


def test_enlarging_keeps_places_and_edges():
    small = np.array([[0, 4], [8, 12]], np.float32)
    large = enlarged(small, FieldGeometry("halves", (16, 16), (16, 16), (0, 0)))
    assert large.shape == (32, 32)
    assert [large[0, 0], large[0, -1], large[-1, 0], large[-1, -1]] == [0, 4, 8, 12]
    assert large[0, 15] == pytest.approx(4 * 7.5 / 16)
    pixels = FieldGeometry("pixels", (1, 1), (1, 1), (0, 0))
    np.testing.assert_array_equal(enlarged(np.eye(32, dtype=np.float32), pixels), np.eye(32))


@pytest.mark.parametrize(("name", "layer"), [("lenet", "stage2_tanh"), ("alexnet", "stage3_relu3")])
def test_a_value_lies_over_the_middle_of_what_its_unit_sees(views, name, layer):
    """These two go without padding: the map covers less than the picture."""
    view = views(name)
    rows, columns, _ = view.shape(layer)
    fields = ReceptiveFields(view.model)
    for unit in ((0, 0), (rows - 1, columns // 2)):
        alone = np.zeros((rows, columns), np.float32)
        alone[unit] = 1
        left, top, right, bottom = fields.field(layer, (*unit, 0)).nominal_box
        middle = (top + bottom - 1) // 2, (left + right - 1) // 2
        shown = enlarged(alone, view.geometries[layer])
        assert shown[middle] == pytest.approx(shown.max(), abs=0.3)
        assert shown.max() > 0.7


def test_layers_on_the_trunk_only(views):
    assert cam_layers(views("tiny_googlenet").model) == (
        "stage1_relu",
        "stage1_pool",
        "stage2_block1_concat",
        "stage2_pool",
    )
    assert default_layer(views("tiny_googlenet").model) == "stage2_block1_concat"
    assert default_layer(views("tiny_resnet").model) == "stage3_block1_relu3"
    assert default_layer(views("lenet").model) == "stage2_tanh"
    assert default_layer(views("vggnet").model) == "stage3_relu3"


@pytest.mark.parametrize("name", network_names())
def test_every_layer_on_offer_gives_a_map(views, image, name):
    view = views(name)
    for layer in cam_layers(view.model):
        explanation = grad_cam(view, image, TARGET, layer=layer)
        assert explanation.layer == layer
        assert np.isfinite(explanation.heatmap).all()


def test_layer_without_places_is_refused(views, image):
    with pytest.raises(ValueError, match="no rows and columns"):
        grad_cam(views("lenet"), image, TARGET, layer="stage4_dense")
    with pytest.raises(ValueError, match="no layer with rows"):
        default_layer(views("linear").model)


def test_where_all_speaks_against_the_class_it_says_so(views, image):
    view = views("tiny_resnet")  # After global averages the class's weights are those of Grad-CAM.
    layer, kernel = "stage3_block1_relu3", view.model.get_layer("logits").kernel
    before = np.array(kernel)
    kernel.assign(-np.abs(before))
    try:
        assert "every place speaks against it" in grad_cam(view, image, TARGET, layer=layer).silence
    finally:
        kernel.assign(before)


def test_silence_has_its_reason(views, image):
    assert "fires" in grad_cam(views("silent"), image, TARGET).silence
