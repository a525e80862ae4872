"""Grad-CAM and the gradient beside tf-keras-vis, which is installed for this test alone."""

import warnings

import numpy as np
import pytest

from cifar_demo.explain.grad_cam import cam_layers, grad_cam
from cifar_demo.explain.gradient import gradient
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess
from cifar_demo.results import Target

NETWORKS = ["lenet", "vggnet", "tiny_googlenet", "tiny_resnet", "tiny_zfnet"]


@pytest.fixture(scope="module")
def reference():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It imports from places that SciPy has left.
        pytest.importorskip("tf_keras_vis", reason="pip install -r requirements-dev.txt")
        from tf_keras_vis import gradcam, saliency
        from tf_keras_vis.utils.scores import CategoricalScore
    return gradcam.Gradcam, saliency.Saliency, CategoricalScore


def twice(image):
    """Give the reference two pictures: for one, TensorFlow's eager tape crashes in a strided 1x1 convolution."""
    return np.concatenate([preprocess(image)] * 2)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_agrees(views, image, reference, name):
    _, saliency, score = reference
    view = views(name)
    theirs = saliency(view.model, clone=False)(score([4, 4]), twice(image), keepdims=True, normalize_map=False)
    ours = gradient(view, image, Target(4))
    expected = (np.asarray(theirs)[0] * GREY_LEVEL).max(axis=-1)
    np.testing.assert_allclose(ours.heatmap * ours.peak, expected, rtol=1e-3, atol=1e-3 * expected.max())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NETWORKS)
def test_grad_cam_agrees_in_every_layer(views, image, reference, name, monkeypatch):
    from cifar_demo.explain import grad_cam as module

    gradcam, _, score = reference
    monkeypatch.setattr(module, "enlarged", lambda values, geometry: values)  # Theirs enlarges by another rule.
    view = views(name)
    for layer in cam_layers(view.model)[-3:]:
        theirs = gradcam(view.model, clone=False)(
            score([4, 4]),
            twice(image),
            penultimate_layer=layer,
            seek_penultimate_conv_layer=False,
            expand_cam=False,
            normalize_cam=False,
        )
        ours = grad_cam(view, image, Target(4), layer=layer)
        expected = np.asarray(theirs)[0]
        np.testing.assert_allclose(
            ours.heatmap * ours.peak, expected, rtol=1e-3, atol=max(1e-3 * expected.max(), 1e-7), err_msg=layer
        )
