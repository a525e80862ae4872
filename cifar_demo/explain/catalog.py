"""The list of methods as pages show it: names, how to read each, when it misleads, its paper. Needs no TensorFlow.

To add one: one file, one entry here, one line in `methods`; the contract test tries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class MethodSpec:
    """A method as a page lists it.

    Attributes
    ----------
    name, title : str
    how_to_read : str
        What a bright place means.
    misleads : str
        When the map says something else than it seems to.
    paper, url : str
        Who, when, what, and where to read it.
    has_layer : bool
        It looks at one layer, which may be chosen.
    """

    name: str
    title: str
    how_to_read: str
    misleads: str
    paper: str
    url: str
    has_layer: bool = False


METHODS: Final[tuple[MethodSpec, ...]] = (
    MethodSpec(
        "grad_cam",
        "Grad-CAM",
        "Bright: here the layer found what it counts in favour of the class. It shows regions, not pixels.",
        "The layer's map is small and is stretched over the picture, so edges are only rough. What speaks against the "
        "class is left out, and in early layers one average weight per map says little.",
        "Selvaraju et al., “Grad-CAM”, 2016",
        "https://arxiv.org/abs/1610.02391",
        has_layer=True,
    ),
    MethodSpec(
        "gradient",
        "Gradient",
        "Bright: changing this pixel a little would move the score the most, up or down.",
        "It tells what a small change would do, not what the answer rests on. It is grainy, and where the network is "
        "very sure of a feature it can be dark on just that feature.",
        "Simonyan, Vedaldi, Zisserman, “Deep inside convolutional networks”, 2013",
        "https://arxiv.org/abs/1312.6034",
    ),
    MethodSpec(
        "guided_gradient",
        "Guided gradient",
        "Bright: positive signals for the class came back to here, past every ReLU that was on.",
        "It looks sharp because it redraws the picture's own edges, often the same for every class. Try its "
        "shuffled-weights check below: a pretty map is no proof.",
        "Springenberg et al., “Striving for simplicity”, 2014",
        "https://arxiv.org/abs/1412.6806",
    ),
    MethodSpec(
        "smooth_grad",
        "SmoothGrad",
        "Bright: as for the gradient, but averaged over 24 noisy copies of the picture, so that chance grains fade.",
        "Noise of that size changes the picture itself; on 32 × 32 pixels fine detail is averaged away as well.",
        "Smilkov et al., “SmoothGrad: removing noise by adding noise”, 2017",
        "https://arxiv.org/abs/1706.03825",
    ),
    MethodSpec(
        "integrated_gradients",
        "Integrated gradients",
        "Red pixels brought the score up, blue ones down, compared with a plain grey picture. All of them together add "
        "up to the whole difference.",
        "Everything is measured against grey: pixels that are grey themselves get no credit, whatever they show. "
        "Another starting picture gives another map.",
        "Sundararajan, Taly, Yan, “Axiomatic attribution for deep networks”, 2017",
        "https://arxiv.org/abs/1703.01365",
    ),
    MethodSpec(
        "occlusion",
        "Occlusion",
        "Red: covering this place with a grey square costs the class score. Blue: covering it helps the class.",
        "A grey square is itself something to see. (All networks here but LeNet-5 met such squares in training, and "
        "mind them less.) What is larger than the square, or shown twice, is never fully hidden.",
        "Zeiler, Fergus, “Visualizing and understanding convolutional networks”, 2013",
        "https://arxiv.org/abs/1311.2901",
    ),
    MethodSpec(
        "deconvnet",
        "Deconvnet",
        "Bright: patterns in the picture that fed the class, traced back through the pixels that won each pooling.",
        "Which pixels won depends on the picture and the kernels, not on the class, so the map resembles the picture "
        "for any class. It shows what was seen more than what was decided.",
        "Zeiler, Fergus, “Visualizing and understanding convolutional networks”, 2013",
        "https://arxiv.org/abs/1311.2901",
    ),
)
METHOD_NAMES: Final = tuple(method.name for method in METHODS)


def find_method(name: str) -> MethodSpec:
    """Look a method up by its name.

    Raises
    ------
    ValueError
        If there is none of this name.
    """
    for method in METHODS:
        if method.name == name:
            return method
    raise ValueError(f"Expected a method of {', '.join(METHOD_NAMES)}; got {name!r}.")
