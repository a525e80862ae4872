import subprocess
import sys

import numpy as np
import pytest

from cifar_demo.results import DecodedImage, FramedImage, LayerSummary, ScoredClass
from cifar_demo.ui import words
from cifar_demo.ui.components import canvas
from cifar_demo.ui.sketch import Sketch, Stroke


def packed(rgba) -> bytes:
    import zlib

    return zlib.compress(np.full((canvas.SIDE, canvas.SIDE, 4), rgba, np.uint8).tobytes())


def test_the_app_imports_neither_tensorflow_nor_pandas():
    code = (
        "import sys, cifar_demo.ui.navigation as n, cifar_demo.ui.pages.predict, cifar_demo.ui.pages.inside;"
        "import cifar_demo.ui.pages.networks;"
        "print([m for m in ('tensorflow', 'keras', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("alpha", "expected"), [(0, None), (255, (10, 20, 30))])
def test_strokes_cover_their_background_as_far_as_they_are_opaque(alpha, expected):
    sketch = Sketch(strokes=[Stroke({"objects": []}, packed((10, 20, 30, alpha)))], background="grass")
    below = canvas.cache.background("grass", (canvas.SIDE, canvas.SIDE))
    composed = canvas._composed(sketch)
    np.testing.assert_array_equal(composed, below if expected is None else np.broadcast_to(expected, below.shape))


def test_half_opaque_stroke_is_half_background():
    sketch = Sketch(strokes=[Stroke({"objects": []}, packed((0, 0, 0, 51)))], background="plain")
    below = canvas.cache.background("plain", (canvas.SIDE, canvas.SIDE))
    np.testing.assert_array_equal(canvas._composed(sketch), np.rint(below * 0.8).astype(np.uint8))


def test_canvas_begins_again_from_the_last_stroke():
    sketch = Sketch()
    sketch.add(Stroke({"objects": [1]}, b""))
    sketch.add(Stroke({"objects": [1, 2]}, b""))
    sketch.strokes = sketch.strokes[:-1]
    sketch.begin_again()
    assert (sketch.start, sketch.version) == ({"objects": [1]}, 1)


def test_undo_remembers_a_bounded_number_of_strokes():
    sketch = Sketch()
    for index in range(100):
        sketch.add(Stroke({"objects": [index]}, b""))
    assert len(sketch.strokes) == 40
    assert sketch.strokes[-1].objects == {"objects": [99]}


@pytest.mark.parametrize(("name", "text"), [("ship", "a ship"), ("airplane", "an airplane")])
def test_article_fits_the_class(name, text):
    assert words.with_article(name) == text


@pytest.mark.parametrize(
    ("probability", "lead"), [(0.95, "The network sees"), (0.7, "Probably"), (0.3, "Hard to say. Perhaps")]
)
def test_words_are_as_sure_as_the_network(probability, lead):
    assert words.answer_lead(ScoredClass("ship", probability)) == lead


@pytest.mark.parametrize(("seconds", "text"), [(0.0021, "2.1 ms"), (0.05, "50 ms")])
def test_durations_carry_their_unit(seconds, text):
    assert words.milliseconds(seconds) == text


@pytest.mark.parametrize(("shape", "text"), [((84,), "84 numbers"), ((28, 24, 6), "6 maps of 24 × 28 pixels")])
def test_shapes_in_words(shape, text):
    assert words.shape_words(shape) == text


def test_story_tells_what_was_cut_away():
    decoded = DecodedImage(np.zeros((100, 60, 3), np.uint8), "a.png", "PNG", (60, 100), ("Turned upright.",))
    story = words.picture_story(decoded, FramedImage(np.zeros((32, 32, 3), np.uint8), (0, 20, 60, 80), "crop"))
    assert story[0] == "Turned upright."
    assert "top and bottom" in story[1]
    assert story[2] == "Shrunk from 60 × 60 to 32 × 32 pixels."


def test_activation_is_explained_by_its_rule():
    assert "ReLU" in words.explain_layer(LayerSummary("stage1_relu", "stage 1 ReLU", "activation", (2, 2, 1), 0))
