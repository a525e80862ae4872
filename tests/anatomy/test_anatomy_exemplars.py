import numpy as np
import pytest
from anatomy_networks import random_image

from cifar_demo.anatomy.exemplars import BATCH, find_exemplars
from cifar_demo.anatomy.feature_maps import FeatureExtractor

NUM_IMAGES = BATCH + 5
IMAGES = np.stack([random_image(seed) for seed in range(NUM_IMAGES)])


def test_exemplars_are_the_pictures_with_the_strongest_unit(network):
    found = find_exemplars(network.model, IMAGES, num_kept=3)
    extractor = FeatureExtractor(network.model)
    outputs = [extractor.extract(image) for image in IMAGES]
    assert list(found) == [layer.name for layer in network.model.layers]
    for name, exemplars in found.items():
        maps = np.stack([output[name].activation.reshape(-1, output[name].activation.shape[-1]) for output in outputs])
        peaks = maps.max(axis=1)  # (N, C)
        np.testing.assert_allclose(exemplars.values, -np.sort(-peaks, axis=0)[:3], rtol=1e-3, atol=1e-4)
        channels = np.arange(peaks.shape[1])
        np.testing.assert_allclose(peaks[exemplars.images, channels], exemplars.values, rtol=1e-3, atol=1e-4)
        at = maps[exemplars.images, exemplars.places, channels]
        np.testing.assert_allclose(at, exemplars.values, rtol=1e-3, atol=1e-4)
        assert exemplars.num_images == NUM_IMAGES


def test_progress_counts_pictures_and_may_stop_the_search(built):
    seen = []
    find_exemplars(built("lenet").model, IMAGES, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(BATCH, NUM_IMAGES), (NUM_IMAGES, NUM_IMAGES)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_exemplars(built("lenet").model, IMAGES, progress=stop)


def test_nothing_to_look_through_is_refused(built):
    with pytest.raises(ValueError, match="No pictures"):
        find_exemplars(built("lenet").model, IMAGES[:0])
