"""Maps that take their time: told, stopped, and gone on with."""

import contextlib
import threading

import pytest

from cifar_demo.errors import ExplainError
from cifar_demo.explain import methods
from cifar_demo.results import Target
from cifar_demo.ui import cache, explain_cache, state
from cifar_demo.ui.components import patience
from tests.ui.test_ui_explain import text_of


@pytest.fixture(autouse=True)
def forgetful():
    """Maps of one test are not those of the next."""
    explain_cache._works.clear()
    yield
    explain_cache._works.clear()


class Place:
    """Stands in for a place on the page."""

    def __init__(self):
        self.said = []

    def container(self):
        return contextlib.nullcontext()

    def markdown(self, words):
        self.said.append(words)


def test_half_a_second_needs_no_words(monkeypatch):
    place, buttons = Place(), []
    monkeypatch.setattr(patience.st, "empty", lambda: place)
    monkeypatch.setattr(patience.st, "button", lambda label, **rest: buttons.append((label, rest["key"])))
    say = patience.telling(place, "Working", key="stop")
    say(0.25)
    assert not place.said
    for seconds in (0.5, 1.75, 3.0):
        say(seconds)
    assert place.said == ["Working: 0 s so far.", "Working: 2 s so far.", "Working: 3 s so far."]
    assert buttons == [("Stop", "stop")]


@pytest.mark.usefixtures("with_weights")
def test_wait_is_told_and_what_was_found_is_kept(picture, monkeypatch):
    explain, released, calls = methods.explain, threading.Event(), []

    def slow(*arguments, **rest):
        calls.append(arguments[0])
        assert released.wait(30)
        return explain(*arguments, **rest)

    monkeypatch.setattr(methods, "explain", slow)
    heard = []

    def say(seconds):
        heard.append(seconds)
        if seconds >= 0.5:
            released.set()

    first = explain_cache.explanation("lenet", picture, "gradient", Target(1), None, say=say)
    assert heard[:2] == [0.25, 0.5]
    assert explain_cache.explanation("lenet", picture, "gradient", Target(1), None, say=say) is first
    assert calls == ["gradient"]


@pytest.mark.usefixtures("with_weights")
def test_failure_is_told_and_not_kept(picture, monkeypatch):
    explain = methods.explain

    def fails(*arguments, **rest):
        raise ExplainError("Not today.")

    monkeypatch.setattr(methods, "explain", fails)
    with pytest.raises(ExplainError, match="Not today"):
        explain_cache.explanation("lenet", picture, "gradient", Target(2), None)
    monkeypatch.setattr(methods, "explain", explain)
    assert explain_cache.explanation("lenet", picture, "gradient", Target(2), None).method == "gradient"


@pytest.mark.usefixtures("with_weights")
def test_stopped_map_waits_until_it_is_wanted_again(explain):
    explain.query_params["network"] = "lenet"
    page = explain.run()
    image = page.session_state["current_picture"].framed.image
    best = int(cache.prediction("lenet", image).logits.argmax())
    page.pills(key=state.METHOD).set_value("gradient").run()
    page.session_state[state.STOPPED] = ("lenet", image.tobytes(), "gradient", Target(best), None)
    page.run()
    assert not page.exception
    assert "You stopped this" in text_of(page)
    assert not page.header
    page.button(key="go_on_map").click().run()
    assert not page.exception
    assert page.header[0].value.startswith("Gradient for")
