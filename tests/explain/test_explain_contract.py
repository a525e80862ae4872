"""What every method has to keep, tried on every kind of network: a new method is tested the day it is listed."""

import threading

import numpy as np
import pytest

from cifar_demo.errors import ExplainError
from cifar_demo.explain.catalog import METHOD_NAMES, METHODS, find_method
from cifar_demo.explain.methods import EXPLAINERS, explain, methods_for, why_not
from cifar_demo.networks import network_names
from cifar_demo.results import Target
from tests.explain.explain_networks import SMALL

NETWORKS = [name for name in SMALL if name != "linear"]
TARGETS = {"class": Target(3), "class against class": Target(3, against=7)}
SAME = {"rtol": 1e-4, "atol": 1e-5}


def can_explain(method, view):
    return why_not(method, view.model) is None


@pytest.fixture(params=METHOD_NAMES)
def method(request):
    return request.param


@pytest.fixture(params=NETWORKS)
def view(request, method, views):
    found = views(request.param)
    if not can_explain(method, found):
        pytest.skip("not made for this network; tested below")
    return found


def check_map(explanation):
    heatmap = explanation.heatmap
    assert heatmap.shape == (32, 32)
    assert heatmap.dtype == np.float32
    assert np.isfinite(heatmap).all()
    assert heatmap.min() >= (-1 if explanation.is_signed else 0)
    if explanation.silence is None:
        assert np.abs(heatmap).max() == pytest.approx(1)
        assert explanation.peak > 0
    else:
        assert not heatmap.any()
        assert explanation.peak == 0
        assert explanation.silence.endswith(".")
    if explanation.pattern is not None:
        assert explanation.pattern.shape == (32, 32, 3)
        assert np.isfinite(explanation.pattern).all()


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_map_says_what_it_is(method, view, image, target):
    explanation = EXPLAINERS[method](view, image, target)
    check_map(explanation)
    assert (explanation.method, explanation.network) == (method, view.model.name)
    assert explanation.target == target
    np.testing.assert_array_equal(explanation.image, image)
    logits = view.logits(_scaled(image))[0]
    expected = logits[3] - (logits[7] if target.against is not None else 0)
    assert explanation.score == pytest.approx(expected, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("network", network_names())
def test_real_networks_are_explained(method, views, image, network):
    if can_explain(method, views(network)):
        check_map(EXPLAINERS[method](views(network), image, Target(3)))


@pytest.mark.parametrize("level", [0, 125, 255])
def test_constant_picture_gives_a_map_or_the_reason_for_none(method, view, level):
    check_map(EXPLAINERS[method](view, np.full((32, 32, 3), level, np.uint8), Target(0)))


def test_network_and_picture_stay_as_they_were(method, view, image):
    weights = [np.asarray(variable).copy() for variable in view.model.weights]
    picture = image.copy()
    EXPLAINERS[method](view, image, Target(2))
    np.testing.assert_array_equal(image, picture)
    for variable, before in zip(view.model.weights, weights, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), before)


def test_two_visitors_at_once_get_their_own_maps(method, view, image):
    pictures = [image, image[::-1].copy(), image[:, ::-1].copy(), 255 - image]
    expected = [EXPLAINERS[method](view, picture, Target(1)).heatmap for picture in pictures]
    found = {}

    def visit(number):
        found[number] = EXPLAINERS[method](view, pictures[number], Target(1)).heatmap

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(len(pictures))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, heatmap in enumerate(expected):
        np.testing.assert_allclose(found[number], heatmap, **SAME)


def test_nothing_that_fires_is_said_to_be_so(method, views, image):
    view = views("silent")
    explanation = EXPLAINERS[method](view, image, Target(4))
    check_map(explanation)
    if method == "deconvnet":  # It asks what could have fed the class, whether the ReLU was on or off.
        return
    assert explanation.silence is not None


def test_method_says_which_network_it_is_not_made_for(views, image):
    assert find_method("deconvnet") not in methods_for(views("tiny_resnet").model)
    assert find_method("deconvnet") in methods_for(views("tiny_zfnet").model)
    for name, reason in (("tiny_resnet", "part and meet"), ("tiny_googlenet", "part and meet"), ("lenet", "neither")):
        with pytest.raises(ExplainError, match=reason):
            explain("deconvnet", views(name), image, Target(0))


def test_methods_have_all_that_a_page_says():
    assert tuple(EXPLAINERS) == METHOD_NAMES
    for method in METHODS:
        assert method.how_to_read.endswith(".")
        assert method.misleads.endswith(".")
        assert method.url.startswith("https://")
    with pytest.raises(ValueError, match="grad_cam"):
        find_method("tea_leaves")


def test_target_is_refused_where_it_makes_no_sense():
    with pytest.raises(ValueError, match="from 0 to 9"):
        Target(10)
    with pytest.raises(ValueError, match="from 0 to 9"):
        Target(0, against=-1)
    with pytest.raises(ValueError, match="with itself"):
        Target(3, against=3)


def _scaled(image):
    from cifar_demo.image.preprocess import preprocess

    return preprocess(image)
