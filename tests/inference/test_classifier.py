"""A loaded network: checked, fast, the same as Keras' own answer."""

import shutil
import threading
import time

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.errors import UnknownNetworkError, WeightsError
from cifar_demo.image.preprocess import preprocess
from cifar_demo.inference.catalog import best_network, list_networks
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import network_names


@pytest.fixture(scope="module", params=network_names())
def classifier(request, untrained_folder):
    return load_classifier(request.param, untrained_folder)


def test_logits_are_those_of_the_keras_model(classifier):
    images = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), np.uint8)
    expected = classifier.model(preprocess(images), training=False).numpy()
    np.testing.assert_allclose(classifier.logits(images), expected, atol=1e-4, rtol=1e-4)


def test_batches_are_joined_in_order(classifier, monkeypatch):
    images = np.random.default_rng(1).integers(0, 256, (5, 32, 32, 3), np.uint8)
    whole = classifier.logits(images)
    monkeypatch.setattr("cifar_demo.inference.classifier.BATCH_SIZE", 2)
    np.testing.assert_allclose(classifier.logits(images), whole, atol=1e-4)


def test_prediction_is_calibrated_and_sorted(classifier, picture):
    prediction = classifier.predict(picture, k=10)
    np.testing.assert_allclose(
        prediction.probs, softmax(prediction.logits[None], temperature=classifier.card.temperature)[0]
    )
    probabilities = [scored.probability for scored in prediction.top_k]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1, abs=1e-5)
    assert {scored.class_name for scored in prediction.top_k} == set(CLASS_NAMES)
    assert prediction.top_k[0].class_name == CLASS_NAMES[prediction.logits.argmax()]
    assert prediction.seconds > 0


def test_views_are_averaged_and_each_has_its_say(classifier):
    pictures = np.random.default_rng(4).integers(0, 256, (3, 32, 32, 3), np.uint8)
    together = classifier.predict(pictures)
    alone = [classifier.predict(picture) for picture in pictures]
    np.testing.assert_allclose(together.probs, np.mean([one.probs for one in alone], axis=0), atol=1e-5)
    np.testing.assert_allclose(together.logits, alone[0].logits, atol=1e-4)
    assert together.view_classes == tuple(one.top_k[0].class_name for one in alone)
    assert len(alone[0].view_classes) == 1


def test_familiarity_is_a_share_and_agrees_with_the_verdict(classifier):
    for picture in np.random.default_rng(5).integers(0, 256, (4, 32, 32, 3), np.uint8):
        prediction = classifier.predict(picture)
        assert 0 <= prediction.familiarity <= 1
        assert prediction.is_unfamiliar == (prediction.familiarity < 0.05)


@pytest.mark.parametrize("k", [0, 11])
def test_k_out_of_range_is_refused(classifier, picture, k):
    with pytest.raises(ValueError, match="k must be from 1 to 10"):
        classifier.predict(picture, k=k)


def test_two_threads_get_their_own_answers(classifier):
    pictures = np.random.default_rng(2).integers(0, 256, (2, 32, 32, 3), np.uint8)
    expected = [classifier.predict(picture).logits for picture in pictures]
    wrong = []

    def ask(index):
        for _ in range(20):
            if not np.allclose(classifier.predict(pictures[index]).logits, expected[index], atol=1e-5):
                wrong.append(index)

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_one_picture_is_much_faster_than_model_predict(classifier, picture):
    """On a quiet machine it is 8 to 70 times, by network (docs/performance.md); a busy one must still see twice."""
    ours = least_seconds(lambda: classifier.predict(picture))
    keras_predict = least_seconds(lambda: classifier.model.predict(preprocess(picture), verbose=0))
    assert keras_predict > 2 * ours


def least_seconds(call, repeats=15):
    """Time a call at the moment when others disturb it least."""
    call()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return min(times)


def test_unknown_name_is_refused(untrained_folder):
    with pytest.raises(UnknownNetworkError, match="no network called 'resnet9000'"):
        load_classifier("resnet9000", untrained_folder)


def test_a_damaged_network_leaves_the_others(untrained_folder, tmp_path):
    folder = shutil.copytree(untrained_folder, tmp_path / "weights")
    (folder / "lenet.weights.h5").write_bytes(b"no weights")
    with pytest.raises(WeightsError, match=r"lenet\.weights\.h5 is not the file that its card describes"):
        load_classifier("lenet", folder)
    problems = {entry.spec.name: entry.problem for entry in list_networks(folder)}
    assert problems.pop("lenet")
    assert not any(problems.values())
    assert best_network(folder) != "lenet"
    load_classifier("vggnet", folder)


def test_without_any_weights_the_way_to_them_is_named(tmp_path):
    with pytest.raises(WeightsError, match=r"No network is trained yet.*train_model\.py"):
        best_network(tmp_path)
