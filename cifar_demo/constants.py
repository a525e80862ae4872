"""Facts about CIFAR-10 that every room shares (Krizhevsky, 2009, https://www.cs.toronto.edu/~kriz/cifar.html)."""

from typing import Final

CLASS_NAMES: Final[tuple[str, ...]] = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
NUM_CLASSES: Final = len(CLASS_NAMES)

IMAGE_SIDE: Final = 32
NUM_CHANNELS: Final = 3
IMAGE_SHAPE: Final[tuple[int, int, int]] = (IMAGE_SIDE, IMAGE_SIDE, NUM_CHANNELS)

# Per-channel mean and standard deviation over all pixels of the 50,000 training images, in units of full scale.
# The often copied (0.2023, 0.1994, 0.2010) is the mean of per-image deviations, not this. A test computes both.
CHANNEL_MEAN: Final[tuple[float, float, float]] = (0.491400, 0.482158, 0.446531)
CHANNEL_STD: Final[tuple[float, float, float]] = (0.247029, 0.243484, 0.261586)
