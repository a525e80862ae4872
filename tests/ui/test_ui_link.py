"""Whatever stands in an address, every page shows, and says what the address names that does not exist."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from cifar_demo.image.samples import sample_names
from cifar_demo.networks import network_names
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import cache, state
from cifar_demo.ui.link import WISHES, read_link, unknown
from cifar_demo.ui.pin import has_unit, read_unit
from tests.ui.conftest import PATIENCE, html

PAGES = ("predict", "tour", "inside", "explain", "break_it", "compare", "report", "dataset", "networks")
KEYS = ("network", "sample", *WISHES)
NONSENSE = {
    "nonsense": "no_such_thing",
    "negative": "-1.-1.-1",
    "huge": "9" * 5000,
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "markdown": "[**click**](javascript:alert(1)) :red[$x^2$] `code`",
    "controls": "\x00\u202e\ufffd \n\r\t",
    "path": "../../etc/passwd",
    "format": "{0.__class__} %s %n",
    "repeated": ["lenet", "no_such_thing"],
}


def _page(name: str) -> None:
    from importlib import import_module

    from cifar_demo.ui import state
    from cifar_demo.ui.components.link_notes import link_notes

    state.start()
    with link_notes():
        import_module(f"cifar_demo.ui.pages.{name}").show()


def page_of(name: str, **asked: str | list[str]) -> AppTest:
    page = AppTest.from_function(_page, default_timeout=PATIENCE, kwargs={"name": name})
    for key, value in asked.items():
        page.query_params[key] = value
    return page.run()


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_for_every_key_breaks_no_page_and_is_told(name, kind):
    page = page_of(name, **dict.fromkeys(KEYS, NONSENSE[kind]))
    assert not page.exception
    assert "asks for a network called" in html(page)
    assert "asks for a sample picture called" in html(page)
    assert "<script>" not in html(page)
    assert "<img src=x" not in html(page)
    assert max(map(len, state_notes(page))) < 250


def state_notes(page) -> list[str]:
    return list(page.session_state["link_notes"])


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("inside", {"network": "lenet", "layer": "stage9_conv"}, "a layer called “stage9_conv”"),
        ("inside", {"network": "lenet", "layer": "stage1_conv", "unit": "99.0.0"}, "a number called “99.0.0”"),
        ("inside", {"network": "lenet", "layer": "stage1_conv", "unit": "zero"}, "a number called “zero”"),
        ("tour", {"step": "step 10"}, "a step of the tour called “step 10”"),
        ("explain", {"method": "tarot"}, "a method called “tarot”"),
        ("explain", {"class": "pizza"}, "a class called “pizza”"),
        ("explain", {"class": "cat", "against": "pizza"}, "a class to compare with called “pizza”"),
    ],
)
def test_the_page_that_can_judge_says_what_does_not_exist(name, asked, said):
    page = page_of(name, **asked)
    assert not page.exception
    assert said in html(page)
    page.button(key="read_link_notes").click().run()
    assert said not in html(page)


@pytest.mark.usefixtures("with_weights")
def test_a_good_link_is_not_talked_about():
    page = page_of("inside", network="lenet", sample="frog-1", layer="stage1_conv", unit="3.4.0")
    assert state_notes(page) == []
    page = page_of("explain", network="vggnet", method="occlusion", **{"class": "cat", "against": "dog"})
    assert state_notes(page) == []


@pytest.mark.usefixtures("with_weights")
def test_the_whole_app_says_it_until_it_is_read(app):
    app.query_params["network"] = "<b>lenet</b>"
    page = app.run()
    assert "called “&lt;b&gt;lenet&lt;/b&gt;”" in html(page)
    page.slider(key=state.TOP_K).set_value(3).run()
    assert "asks for a network" in html(page)
    page.button(key="read_link_notes").click().run()
    assert "asks for a network" not in html(page)


@pytest.fixture
def one_missing(untrained_folder, tmp_path, monkeypatch):
    """AlexNet is not trained, the card of ZFNet is damaged."""
    folder = shutil.copytree(untrained_folder, tmp_path / "weights")
    (folder / "alexnet.json").unlink()
    (folder / "zfnet.json").write_text("{")
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)


@pytest.mark.usefixtures("one_missing")
@pytest.mark.parametrize("name", ["predict", "tour", "inside", "explain", "break_it", "report"])
@pytest.mark.parametrize(
    ("network", "said"),
    [
        ("alexnet", "instead of AlexNet, which was asked for. alexnet is not trained yet"),
        ("zfnet", "instead of ZFNet, which was asked for. zfnet.json is not an intact model card"),
        (COMMITTEE, "There is no committee yet"),
    ],
)
def test_a_network_that_cannot_answer_is_replaced_and_that_is_told(name, network, said):
    page = page_of(name, network=network)
    assert not page.exception
    assert said in html(page)
    assert "train_model.py --network" in html(page)
    assert page.session_state[state.NETWORK] not in ("alexnet", "zfnet", COMMITTEE)


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=20), st.text(max_size=200)))
@settings(max_examples=300, deadline=None)
def test_any_parameters_make_a_link(asked):
    link = read_link(asked)
    assert link.network in (*network_names(), COMMITTEE, None)
    assert link.sample in (*sample_names(), None)
    assert set(link.wishes) <= set(WISHES)
    assert all(link.wishes.values())
    assert all(sentence.isprintable() and len(sentence) < 250 for sentence in link.notes)
    assert len(link.notes) == sum(
        bool(asked.get(key)) and found is None for key, found in (("network", link.network), ("sample", link.sample))
    )


@given(st.text(max_size=300))
def test_any_name_can_be_told(name):
    assert unknown("a layer", name).isprintable()


@given(st.one_of(st.none(), st.text(max_size=40), st.from_regex(r"\A-?[0-9]{1,8}(\.-?[0-9]{1,8}){0,3}\Z")))
@settings(max_examples=300)
def test_any_unit_is_one_of_the_layer_or_none(text):
    unit = read_unit(text)
    assert unit is None or all(0 <= index < 100_000 for index in unit)
    assert unit is None or has_unit((10, 10, 3), unit) == (len(unit) == 3 and all(map(int.__lt__, unit, (10, 10, 3))))
