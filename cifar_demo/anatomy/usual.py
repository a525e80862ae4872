"""What layers give over several pictures: a scale to compare pictures on, and channels that never fire."""

from __future__ import annotations

import numpy as np

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.results import ByteImage, FloatArray, UsualRange


def usual_ranges(extractor: FeatureExtractor, images: ByteImage) -> dict[str, UsualRange]:
    """Run several pictures through a network and keep the largest magnitude of every layer.

    Parameters
    ----------
    extractor : FeatureExtractor
    images : (N, 32, 32, 3) uint8

    Returns
    -------
    dict of layer name to UsualRange
    """
    peaks: dict[str, FloatArray] = {}  # (C,) each
    for image in images:
        for name, output in extractor.extract(image).items():
            peak = np.abs(output.activation).reshape(-1, output.activation.shape[-1]).max(axis=0)
            peaks[name] = np.maximum(peaks[name], peak) if name in peaks else peak
    return {name: UsualRange(float(peak.max()), peak == 0, len(images)) for name, peak in peaks.items()}
