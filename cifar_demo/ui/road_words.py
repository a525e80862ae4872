"""Words for the road of a picture to 32x32, and for the several views of it."""

from __future__ import annotations

from collections import Counter
from typing import Final

from cifar_demo.constants import IMAGE_SIDE
from cifar_demo.results import DecodedImage, FramedImage
from cifar_demo.ui import words

FRAMES: Final = {
    "crop": "A square is cut out; what lies beside it is left out of the first view.",
    "pad": "All is kept; the short sides are filled up with their mirror image.",
    "squash": "All is kept, and squeezed into a square: things get thin or flat.",
}
FRAMES_OF_A_PART: Final = {
    "pad": "Only the part that you chose is kept; its short sides are filled up with their mirror image.",
    "squash": "Only the part that you chose is kept, and squeezed into a square where it is none.",
}
FILTERS: Final = {
    "lanczos": "Lanczos: sharp (usual)",
    "bicubic": "Bicubic: fairly sharp",
    "bilinear": "Bilinear: soft",
    "box": "Box: plain average",
    "nearest": "Nearest: picks one pixel, drops the rest",
}
COUNTED_WITH_ONE_VIEW: Final = "How many of 100 such answers were right was counted with a single view."
_FRAMED: Final = {"crop": "the middle square", "pad": "all, with mirrored edges", "squash": "all, squeezed"}


def road(decoded: DecodedImage, framed: FramedImage, *, is_chosen: bool, limit: float) -> tuple[tuple[str, str], ...]:
    """Name the steps of a picture to what a network receives: a word and a sentence each.

    Parameters
    ----------
    decoded, framed
        The picture before and after framing.
    is_chosen : bool
        Whether the part was chosen by the visitor.
    limit : float
        Largest magnitude that the network receives.
    """
    left, top, right, bottom = framed.box
    width, height = decoded.source_size
    turned = "turned, as its camera noted" if decoded.orientation != 1 else "it was already"
    is_all_used = max(left, top) <= 0 and right >= decoded.image.shape[1] and bottom >= decoded.image.shape[0]
    return (
        ("As given", f"{width} × {height} pixels"),
        ("Upright", turned if is_all_used else f"{turned}; what is dark is left out"),
        ("Framed", "the part you chose" if is_chosen else _FRAMED[framed.mode]),
        ("32 × 32", _merged(right - left, bottom - top)),
        (
            "What the network receives",
            f"the red, the green and the blue of each pixel, against the average of all training pictures: "
            f"from −{limit:.1f} (drawn blue) through 0 (white) to +{limit:.1f} (drawn red)",
        ),
    )


def one_view(num_views: int, together: str, alone: str) -> str:
    """Say that the page follows one view, where Predict shows the answer of several."""
    if alone == together:
        return (
            f"Predict averages {num_views} views of the picture. This page follows the first of them alone, "
            "so its percentages may differ."
        )
    return (
        f"Averaged over {num_views} views of the picture, as on Predict, this network says {together}. "
        f"This page follows the first of them alone, which says {alone}."
    )


def first_view(num_views: int) -> str:
    """Say that networks see one view here, where Predict and the cards of Compare show the answer of several."""
    return (
        f"Predict averages {num_views} views of the picture. Here each network sees the first of them alone, so what "
        "it says can differ."
    )


def frame_hint(*, is_seen_whole: bool) -> str:
    """Say what the bright frame on the picture as given does."""
    if is_seen_whole:
        return "The first view is what the frame holds; further ones see all. Size or move it: then only what it holds."
    return "Size or move the bright frame: only what is inside goes on."


def picture_story(decoded: DecodedImage, framed: FramedImage, *, is_seen_whole: bool = False) -> tuple[str, ...]:
    """Say what was done to a picture on its way to 32x32, one sentence a step.

    Parameters
    ----------
    decoded, framed
        The picture before and after framing.
    is_seen_whole : bool
        Whether another view holds what this one leaves out.
    """
    width, height = decoded.image.shape[1], decoded.image.shape[0]
    left, top, right, bottom = framed.box
    steps = list(decoded.notes)
    is_middle = (left, top) == ((width - right + left) // 2, (height - bottom + top) // 2)
    if framed.mode == "crop" and is_middle and min(width, height) == right - left:
        cut = "left and right" if width > height else "top and bottom"
        where = " of this first view" if is_seen_whole else ""
        steps += [f"Cut to the middle square: the darkened {cut} are left out{where}."] * (width != height)
    elif framed.mode == "crop":
        steps.append("Cut to the square that you chose: the darkened rest is left out.")
    elif width != height or framed.box != (0, 0, width, height):
        is_whole = left <= 0 and top <= 0 and right >= width and bottom >= height
        steps.append((FRAMES if is_whole else FRAMES_OF_A_PART)[framed.mode])
    if right - left > 32:
        steps.append(f"Shrunk from {right - left} × {bottom - top} to 32 × 32 pixels.")
    return tuple(steps)


def how_views_are_averaged(num_views: int) -> str:
    """Say what becomes of the percentages of several views."""
    others = "other goes" if num_views == 2 else f"other {num_views - 1} go"
    return (
        f"That was the first view. The {others} the same way, and **the answer is the average of the percentages**: "
        "where views of one picture disagree, it is less sure."
    )


def agreement(view_classes: tuple[str, ...]) -> str:
    """Say how far views agree: the most frequent answer first."""
    counts = Counter(view_classes).most_common()
    if len(counts) == 1:
        return f"All say {words.with_article(counts[0][0])}."
    parts = [f"{count} say{'s' * (count == 1)} {words.with_article(class_name)}" for class_name, count in counts]
    return f"They differ: {', '.join(parts)}."


def _merged(width: int, height: int) -> str:
    if (width, height) == (IMAGE_SIDE, IMAGE_SIDE):
        return "nothing to do: it is so already"
    change = "merged into" if width * height > IMAGE_SIDE**2 else "spread over"
    return f"{width} × {height} pixels {change} 1,024"
