"""A first layer that starts from the data: principal components of training patches, each scaled to unit variance.

Coates and Ng's whitening as the first convolution of Jordan, arXiv:2404.00498, section 3.2. Each component stands
there twice, once with its sign turned, so that nothing is lost in the ReLU behind it.
"""

import keras
import numpy as np

from cifar_demo.results import FloatArray

# Keeps components of next to no variance (sensor noise) from being blown up.
VARIANCE_FLOOR = 5e-4


def whiten_first_convolution(model: keras.Model, batch: FloatArray) -> None:
    """Set the kernel of a model's first convolution in place.

    Parameters
    ----------
    model : keras.Model
        Filters of its first convolution that are more than twice the numbers in a patch stay as they are.
    batch : (N, H, W, C) float32
        Normalised training pictures; some hundreds are plenty.

    Raises
    ------
    ValueError
        If the number of filters is odd.
    """
    layer = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    height, width, channels, filters = layer.kernel.shape
    whitening = whitening_kernel(batch, side=height, filters=min(filters, 2 * height * width * channels))
    rest = keras.ops.convert_to_numpy(layer.kernel)[..., whitening.shape[-1] :]
    layer.kernel.assign(np.concatenate([whitening, rest], axis=-1))


def whitening_kernel(batch: FloatArray, *, side: int, filters: int) -> FloatArray:
    """Compute whitening filters for square patches.

    Parameters
    ----------
    batch : (N, H, W, C) float32
    side : int
        Of the patch, pixels.
    filters : int
        Even; half of them are the leading components, half their negatives.

    Returns
    -------
    (side, side, C, filters) float32
    """
    channels = batch.shape[-1]
    num_components = filters // 2
    if filters % 2 or num_components > side * side * channels:
        raise ValueError(f"filters must be even and at most {2 * side * side * channels}, got {filters}.")
    windows = np.lib.stride_tricks.sliding_window_view(batch, (side, side), axis=(1, 2))
    patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, side * side * channels)  # (P, side * side * C)
    variances, components = np.linalg.eigh(np.cov(patches, rowvar=False))
    leading = np.argsort(variances)[::-1][:num_components]
    scaled = components[:, leading] / np.sqrt(variances[leading] + VARIANCE_FLOOR)
    kernel = np.concatenate([scaled, -scaled], axis=1).reshape(side, side, channels, filters)
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
