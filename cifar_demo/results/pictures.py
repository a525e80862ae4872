"""Pictures on their way in."""

from dataclasses import dataclass

from cifar_demo.results.arrays import Box, ByteImage


@dataclass(frozen=True, eq=False)
class DecodedImage:
    """A picture as a person gave it, made into plain RGB.

    Attributes
    ----------
    image : (H, W, 3) uint8
        Upright RGB pixels.
    name : str
        File name or other origin, plain text.
    source_format : str
        Format as Pillow names it ("JPEG"), or "drawing", "camera", "sample".
    source_size : (width, height)
        Pixels in the file, before orientation and any reduced decoding.
    notes : tuple of str
        What was done on the way, one short sentence each ("Reduced from 4000 × 3000 pixels, to be quick.").
    num_frames, frame_index : int
        Frames in the file (1 for a still picture) and which one this is, from 0.
    orientation : int
        EXIF orientation that was applied, 1 to 8; 1 where the picture lay upright in its file.
    """

    image: ByteImage
    name: str
    source_format: str
    source_size: tuple[int, int]
    notes: tuple[str, ...] = ()
    num_frames: int = 1
    frame_index: int = 0
    orientation: int = 1


@dataclass(frozen=True, eq=False)
class FramedImage:
    """The 32x32 picture that a network is shown, and what of the original it covers.

    Attributes
    ----------
    image : (32, 32, 3) uint8
    box : (left, top, right, bottom)
        Part of the original that was used, in its pixels; it may reach outside where the picture was padded.
    mode : str
        "crop", "pad" or "squash".
    """

    image: ByteImage
    box: Box
    mode: str
