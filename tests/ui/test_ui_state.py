import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from cifar_demo.results import DecodedImage, FramedImage, LayerSummary, ScoredClass
from cifar_demo.ui import road_words, words


def test_the_app_imports_neither_tensorflow_nor_pandas():
    code = (
        "import sys, cifar_demo.ui.navigation as n, cifar_demo.ui.pages.predict, cifar_demo.ui.pages.inside;"
        "import cifar_demo.ui.pages.networks;"
        "print([m for m in ('tensorflow', 'keras', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


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
    story = road_words.picture_story(decoded, FramedImage(np.zeros((32, 32, 3), np.uint8), (0, 20, 60, 80), "crop"))
    assert story[0] == "Turned upright."
    assert "top and bottom" in story[1]
    assert story[2] == "Shrunk from 60 × 60 to 32 × 32 pixels."


def test_activation_is_explained_by_its_rule():
    assert "ReLU" in words.explain_layer(LayerSummary("stage1_relu", "stage 1 ReLU", "activation", (2, 2, 1), 0))
    wide = LayerSummary("stage1_conv", "stage 1 convolution", "convolution", (2, 2, 1), 1)
    assert "slides" in words.explain_layer(wide, (3, 3))
    assert "one place only" in words.explain_layer(wide, (1, 1))
    assert "does not slide" in words.explain_layer(replace(wide, output_shape=(1, 1, 120)), (5, 5))


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("stage2_lrn", "normalization", "neighbouring maps"),
        ("stage2_bn1", "normalization", "stretched to a common range"),
        ("stage2_block1_add", "merge", "shortcut"),
        ("stage2_block1_concat", "merge", "branches"),
    ],
)
def test_layers_of_one_kind_are_told_apart(name, kind, said):
    assert said in words.explain_layer(LayerSummary(name, name, kind, (2, 2, 1), 0))
