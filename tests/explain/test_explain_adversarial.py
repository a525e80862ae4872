import numpy as np
import pytest

from cifar_demo.explain.adversarial import fgsm, loss_gradient, pgd
from cifar_demo.image.preprocess import preprocess
from cifar_demo.metrics.calibration import log_softmax, softmax
from tests.explain.explain_networks import linear_weights


def loss(view, image, class_index):
    return -float(log_softmax(view.logits(preprocess(image)))[0, class_index])


@pytest.mark.parametrize("attack", [fgsm, pgd])
@pytest.mark.parametrize("name", ["tiny_resnet", "tiny_zfnet", "lenet"])
def test_answer_loses_within_the_allowed_size(views, image, attack, name):
    view = views(name)
    found = attack(view, image, 3)
    answer = int(found.logits_before.argmax())
    assert 0 < found.size <= 3
    assert found.changed.dtype == np.uint8
    np.testing.assert_array_equal(image + found.perturbation, found.changed)
    assert loss(view, found.changed, answer) > loss(view, image, answer)
    np.testing.assert_allclose(found.logits_after, view.logits(preprocess(found.changed))[0], rtol=1e-4, atol=1e-5)


def test_one_step_on_weighted_sums_by_hand(views, image):
    view = views("linear")
    weights, before = linear_weights(view.model), view.logits(preprocess(image))
    answer = int(before.argmax())
    shares = softmax(before)[0]
    shares[answer] -= 1
    expected = np.clip(image + 4 * np.sign(weights @ shares), 0, 255)
    found = fgsm(view, image, 4)
    np.testing.assert_array_equal(found.changed, expected.astype(np.uint8))
    assert found.size == 4


def test_loss_gradient_is_that_of_the_loss_and_survives_certainty(views, image):
    view, batch = views("linear"), preprocess(image)
    answer = int(view.logits(batch).argmax())
    shares = softmax(view.logits(batch))[0].astype(np.float64)
    direction = shares - np.eye(10)[answer]
    expected = linear_weights(view.model) @ direction / (1 - shares[answer])
    np.testing.assert_allclose(loss_gradient(view, batch, answer)[0], expected, rtol=1e-2, atol=1e-3)
    certain = loss_gradient(view, 1000 * batch, answer)
    assert np.isfinite(certain).all()
    assert np.abs(certain).max() > 0


def test_wanted_class_gains(views, image):
    view = views("tiny_resnet")
    wanted = int(view.logits(preprocess(image))[0].argmin())
    for attack in (fgsm, pgd):
        found = attack(view, image, 8, target=wanted)
        assert loss(view, found.changed, wanted) < loss(view, image, wanted)
        assert found.is_fooled == (int(found.logits_after.argmax()) == wanted)


def test_ten_steps_do_at_least_as_much_as_a_tenth_of_their_way(views, image):
    view = views("tiny_resnet")
    answer = int(view.logits(preprocess(image))[0].argmax())
    assert loss(view, pgd(view, image, 4).changed, answer) > loss(view, fgsm(view, image, 1).changed, answer)
    np.testing.assert_array_equal(pgd(view, image, 4, seed=1).changed, pgd(view, image, 4, seed=1).changed)


@pytest.mark.parametrize("level", [0, 255])
def test_pixels_stay_pixels(views, level):
    found = pgd(views("tiny_zfnet"), np.full((32, 32, 3), level, np.uint8), 6)
    assert found.size <= 6  # int16 difference: a wrap round 255 would be far larger.


def test_size_must_be_positive(views, image):
    with pytest.raises(ValueError, match="positive"):
        fgsm(views("linear"), image, 0)
