"""How sure, honestly, and none of these ten."""

from dataclasses import replace

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image.framing import DEFAULT_VIEWS
from cifar_demo.results import Prediction, ReliabilityBin, ScoredClass
from cifar_demo.ui import cache, words
from tests.ui.conftest import html

PROBS = np.array([0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.8, 0.11], np.float32)


def answered(**changed) -> Prediction:
    best = sorted(zip(CLASS_NAMES, PROBS.tolist(), strict=True), key=lambda pair: -pair[1])
    top_k = tuple(ScoredClass(*pair) for pair in best)
    return replace(
        Prediction("lenet", np.log(PROBS), np.stack([PROBS] * DEFAULT_VIEWS), PROBS, top_k, 0.002, familiarity=0.6),
        **changed,
    )


@pytest.fixture
def page_for(app, with_weights, monkeypatch):
    """Run the page with a given answer in place of the network's."""

    def run(prediction):
        monkeypatch.setattr(cache, "prediction", lambda *_: prediction)
        return app.run()

    return run


def test_familiar_picture_is_answered_with_how_often_such_answers_are_right(page_for, monkeypatch):
    card = cache.card("lenet")
    bins = (ReliabilityBin(0.0, 0.5, 100, 0.4, 0.4), ReliabilityBin(0.5, 1.0, 100, 0.8, 0.73))
    test = replace(card.test, reliability=bins)
    monkeypatch.setattr(cache, "card", lambda _: replace(card, test=test))
    page = page_for(answered())
    assert not page.exception
    shown = html(page)
    assert 'class="class-name">a ship<' in shown
    assert "80.0% sure, far ahead of a truck (11.0%)" in shown
    assert "Of 100 photographs answered this surely, about 73 were right. Nobody has counted drawings." in shown


def test_photograph_is_answered_as_those_that_were_counted():
    assert words.how_often_right(0.726) == "Of 100 test pictures answered this surely, about 73 were right."


def test_unfamiliar_picture_is_called_so_before_its_nearest_class(page_for):
    page = page_for(answered(is_unfamiliar=True, familiarity=0.012))
    assert not page.exception
    shown = html(page)
    assert "This does not look like" in shown
    assert 'class="class-name">any of the ten<' in shown
    assert shown.index("any of the ten") < shown.index("If it had to be one: a ship, 80.0% sure")
    assert "answered this surely" not in shown


def test_familiarity_and_its_false_alarms_are_one_click_away(page_for):
    page = page_for(answered(is_unfamiliar=True, familiarity=0.012))
    text = "\n".join(element.value for element in page.markdown)
    assert "about 1 looks stranger" in text
    assert "turns away 5 of 100 CIFAR-10 pictures" in text
    assert "near the borders to several others" in text
    assert "members" not in text


def test_committee_says_that_disagreement_counts_too():
    assert words.familiarity_judged(who="committee").endswith("so does how far its members disagree.")


@pytest.mark.parametrize(
    ("gap", "text"),
    [(0.6, "far ahead of"), (0.3, "clearly ahead of"), (0.1, "a little ahead of"), (0.01, "almost level with")],
)
def test_margin_of_the_runner_up_in_words(gap, text):
    assert f"{text} a cat" in words.answer_detail(ScoredClass("dog", 0.3 + gap), ScoredClass("cat", 0.3))


@pytest.mark.parametrize(
    ("familiarity", "text"), [(0.0, "none looks"), (0.004, "none looks"), (0.42, "about 42 look"), (1.0, "all look")]
)
def test_familiarity_in_words(familiarity, text):
    assert text in words.familiarity_rank(familiarity)


@pytest.mark.parametrize(
    ("truth", "is_unfamiliar", "text"),
    [
        ("cat", False, "a cat. Right."),
        ("dog", False, "a dog. Wrong."),
        ("cat", True, "a cat. So this is a false alarm."),
    ],
)
def test_known_label_is_compared_with_the_answer(truth, is_unfamiliar, text):
    assert words.verdict(truth, ScoredClass("cat", 0.5), is_unfamiliar=is_unfamiliar) == f"Its label says: {text}"
