"""A first layer that starts from the data: principal components of training patches, each scaled to unit variance.

Coates and Ng's whitening as the first convolution of Jordan, arXiv:2404.00498, section 3.2. Each component stands
there twice, once with its sign turned, so that nothing is lost in the ReLU behind it.
"""

import keras
import numpy as np

from cifar_demo.results import FloatArray

# Added to each variance before it is divided by.
VARIANCE_FLOOR = 5e-4
# Components that hold less of all variance are left out: scaled to the size of the others they would turn a picture's
# noise into the network's input.
LEAST_VARIANCE_SHARE = 1e-3


def whiten_first_convolution(model: keras.Model, batch: FloatArray) -> None:
    """Set the kernel of a model's first convolution in place.

    Parameters
    ----------
    model : keras.Model
        Filters of its first convolution for which there are no components stay as they are.
    batch : (N, H, W, C) float32
        Normalised training pictures; some hundreds are plenty.

    Raises
    ------
    ValueError
        If the number of filters is odd.
    """
    layer = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    height, _, _, filters = layer.kernel.shape
    whitening = whitening_kernel(batch, side=height, max_filters=filters)
    rest = keras.ops.convert_to_numpy(layer.kernel)[..., whitening.shape[-1] :]
    layer.kernel.assign(np.concatenate([whitening, rest], axis=-1))


def whitening_kernel(batch: FloatArray, *, side: int, max_filters: int) -> FloatArray:
    """Compute whitening filters for square patches.

    Parameters
    ----------
    batch : (N, H, W, C) float32
    side : int
        Of the patch, pixels.
    max_filters : int
        Even; half of the filters are the leading components, half their negatives.

    Returns
    -------
    (side, side, C, F) float32
        F is smaller than `max_filters` where there are fewer components that hold enough variance.
    """
    if max_filters % 2:
        raise ValueError(f"max_filters must be even, got {max_filters}.")
    channels = batch.shape[-1]
    windows = np.lib.stride_tricks.sliding_window_view(batch, (side, side), axis=(1, 2))
    patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, side * side * channels)  # (P, side * side * C)
    variances, components = np.linalg.eigh(np.cov(patches, rowvar=False))
    num_components = min(max_filters // 2, int((variances >= LEAST_VARIANCE_SHARE * variances.sum()).sum()))
    leading = np.argsort(variances)[::-1][:num_components]
    scaled = components[:, leading] / np.sqrt(variances[leading] + VARIANCE_FLOOR)
    kernel = np.concatenate([scaled, -scaled], axis=1).reshape(side, side, channels, -1)
    return kernel.astype(np.float32)


def standardise_start(model: keras.Model, batch: FloatArray) -> None:
    """Scale and shift every layer but the last so that each channel starts with mean 0 and variance 1, in place.

    What batch normalisation does at the start, for networks without it: Kraehenbuehl and others, "Data-dependent
    initializations of convolutional neural networks", 2016 (arXiv:1511.06856), section 3.1; Mishkin and Matas,
    "All you need is a good init" (arXiv:1511.06422).

    Parameters
    ----------
    model : keras.Model
        Its convolutions and dense layers have biases.
    batch : (N, H, W, C) float32
        Normalised training pictures; some hundreds are plenty.
    """
    weighted = [layer for layer in model.layers if isinstance(layer, (keras.layers.Conv2D, keras.layers.Dense))]
    for layer in weighted[:-1]:
        outputs = keras.Model(model.input, layer.output)(batch, training=False)  # Once: compiling would not pay.
        values = keras.ops.convert_to_numpy(outputs).reshape(-1, layer.bias.shape[0])
        means, deviations = values.mean(axis=0), values.std(axis=0) + 1e-3
        layer.kernel.assign(layer.kernel / deviations)
        layer.bias.assign((layer.bias - means) / deviations)
