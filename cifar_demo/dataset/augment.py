"""Changes to training pictures that leave their class as it is: pure functions, every choice made by the caller."""

import numpy as np
import numpy.typing as npt

from cifar_demo.results import ByteImage, IntArray

BoolArray = npt.NDArray[np.bool_]


def alternating_flip(positions: IntArray, epoch: int, seed: int) -> BoolArray:
    """Choose which pictures to mirror: each at random in the first epoch, then by turns.

    Two epochs in a row always show both sides of a picture, which plain chance does half of the time
    (Jordan, arXiv:2404.00498, section 3.6).

    Parameters
    ----------
    positions : (N,) int64
        Position of each picture in the training set.
    epoch : int
        From 0.
    seed : int

    Returns
    -------
    (N,) bool
    """
    first = np.random.default_rng(seed).integers(0, 2, int(positions.max(initial=0)) + 1)[positions]
    is_flipped: BoolArray = (first + epoch) % 2 == 1
    return is_flipped


def flip(images: ByteImage, is_flipped: BoolArray) -> ByteImage:
    """Mirror the chosen pictures left to right.

    Parameters
    ----------
    images : (N, H, W, 3) uint8
    is_flipped : (N,) bool
    """
    return np.where(is_flipped[:, None, None, None], images[:, :, ::-1], images)


def translate(images: ByteImage, shifts: IntArray, max_shift: int) -> ByteImage:
    """Shift each picture, filling in by reflection at the border.

    Parameters
    ----------
    images : (N, H, W, 3) uint8
    shifts : (N, 2) int64
        Down and right, in pixels, each within ±max_shift.
    max_shift : int
        Pixels of reflection to prepare; 0 changes nothing.
    """
    height, width = images.shape[1:3]
    border = (max_shift, max_shift)
    padded = np.pad(images, ((0, 0), border, border, (0, 0)), mode="reflect")
    shifted = np.empty_like(images)
    corners = max_shift - shifts  # The window moves against the picture.
    for top, left in np.unique(corners, axis=0):
        chosen = np.flatnonzero((corners == (top, left)).all(axis=1))
        shifted[chosen] = padded[chosen, top : top + height, left : left + width]
    return shifted


def cutout(images: ByteImage, centers: IntArray, side: int, fill: tuple[int, int, int]) -> ByteImage:
    """Cover a square of each picture (DeVries and Taylor, arXiv:1708.04552).

    Parameters
    ----------
    images : (N, H, W, 3) uint8
    centers : (N, 2) int64
        Row and column; the square may reach over the edge.
    side : int
        Of the square, in pixels; 0 changes nothing.
    fill : (red, green, blue)
        Colour of the square, 0 to 255.
    """
    tops, lefts = (centers - side // 2).T
    rows, columns = np.arange(images.shape[1]), np.arange(images.shape[2])
    in_rows = (rows >= tops[:, None]) & (rows < tops[:, None] + side)  # (N, H)
    in_columns = (columns >= lefts[:, None]) & (columns < lefts[:, None] + side)  # (N, W)
    covered = in_rows[:, :, None] & in_columns[:, None, :]  # (N, H, W)
    return np.where(covered[..., None], np.asarray(fill, np.uint8), images)
