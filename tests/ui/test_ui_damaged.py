"""One network's files are spoilt in every way: its page says which and how to mend it, the other network answers."""

import json
import shutil

import h5py
import pytest
import streamlit as st

from cifar_demo.store.card import card_path
from cifar_demo.store.files import sha256_of
from cifar_demo.store.predictions import predictions_path
from cifar_demo.store.weights import weights_path
from cifar_demo.ui import cache, state
from tests.ui.conftest import html
from tests.ui.test_ui_link import page_of

SPOILT, GOOD = "vggnet", "lenet"
NEEDS_WEIGHTS = ("predict", "inside", "explain", "tour", "compare", "break_it")
NEEDS_CARD = (*NEEDS_WEIGHTS, "report")


@pytest.fixture
def folder(untrained_folder, tmp_path, monkeypatch):
    """Two networks, to be spoilt; nothing of earlier ones is kept."""
    for path in untrained_folder.iterdir():
        if path.name.split(".")[0] in (SPOILT, GOOD):
            shutil.copy(path, tmp_path)
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path
    st.cache_data.clear()
    st.cache_resource.clear()


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def make_by_another_version(folder):
    """Weights of another shape, whose card vouches for them."""
    path = weights_path(folder, SPOILT)
    with h5py.File(path, "a") as file:
        group = next(g["vars"] for g in file["layers"].values() if g["vars"].attrs["name"] == "logits")
        del group["0"]
        group.create_dataset("0", data=[[0.0] * 11])
    card = json.loads(card_path(folder, SPOILT).read_text())
    card["weights_sha256"] = sha256_of(path)
    card_path(folder, SPOILT).write_text(json.dumps(card))


SPOIL_WEIGHTS = {
    "missing": (lambda folder: weights_path(folder, SPOILT).unlink(), "is missing, though its card is there"),
    "truncated": (
        lambda folder: weights_path(folder, SPOILT).write_bytes(weights_path(folder, SPOILT).read_bytes()[:-100]),
        "is not the file that its card describes",
    ),
    "bit flipped": (lambda folder: flip(weights_path(folder, SPOILT)), "is not the file that its card describes"),
    "swapped": (
        lambda folder: shutil.copy(weights_path(folder, GOOD), weights_path(folder, SPOILT)),
        "is not the file that its card describes",
    ),
    "another version": (make_by_another_version, "does not fit this version of vggnet"),
}


def write_card(folder, **changes):
    card = json.loads(card_path(folder, SPOILT).read_text())
    card_path(folder, SPOILT).write_text(json.dumps(card | changes))


SPOIL_CARD = {
    "missing": (lambda folder: card_path(folder, SPOILT).unlink(), "vggnet.json is missing"),
    "truncated": (
        lambda folder: card_path(folder, SPOILT).write_bytes(card_path(folder, SPOILT).read_bytes()[:-100]),
        "vggnet.json is not an intact model card",
    ),
    "spoilt": (lambda folder: write_card(folder, temperature="warm"), "vggnet.json is not an intact model card"),
    "swapped": (
        lambda folder: shutil.copy(card_path(folder, GOOD), card_path(folder, SPOILT)),
        "vggnet.json is the card of",
    ),
    "newer version": (lambda folder: write_card(folder, card_format=99), "this version reads"),
    "older version": (lambda folder: write_card(folder, card_format=1), "vggnet.json is an older card"),
}


@pytest.mark.parametrize("name", NEEDS_WEIGHTS)
@pytest.mark.parametrize("kind", SPOIL_WEIGHTS)
def test_spoilt_weights_are_named_and_the_other_network_answers(folder, name, kind):
    spoil, reason = SPOIL_WEIGHTS[kind]
    spoil(folder)
    page = page_of(name, network=SPOILT)
    assert not page.exception
    assert f"{SPOILT}.weights.h5 {reason}" in html(page)
    assert f"python train_model.py --network {SPOILT}" in html(page)
    assert ('role="alert"' in html(page)) == (kind != "missing")  # What is missing is told as news.
    page.segmented_control(key=state.NETWORK).set_value(GOOD).run() if name != "compare" else page.run()
    assert not page.exception
    if name in ("predict", "inside", "explain", "tour"):
        assert 'role="alert"' not in html(page)
    else:
        assert GOOD in html(page).lower() + "".join(element.proto.spec for element in page.get("plotly_chart")).lower()


@pytest.mark.parametrize("spoil", [SPOIL_WEIGHTS["truncated"][0], SPOIL_CARD["truncated"][0]])
def test_the_last_step_of_the_tour_shows_the_others(folder, spoil):
    spoil(folder)
    page = page_of("tour", network=GOOD, step="timeline")
    assert not page.exception
    assert "From 1998 to 2015" in page.title[0].value
    assert "cannot be read" in html(page)
    assert 'role="alert"' not in html(page)


@pytest.mark.parametrize("name", NEEDS_CARD)
@pytest.mark.parametrize("kind", SPOIL_CARD)
def test_a_spoilt_card_is_named_and_the_other_network_answers(folder, name, kind):
    spoil, reason = SPOIL_CARD[kind]
    spoil(folder)
    page = page_of(name, network=SPOILT)
    assert not page.exception
    if name == "compare":  # It shows all that can answer; one that was never trained is nothing to mend.
        assert (reason in html(page)) == (kind != "missing")
        assert f'data-network="{GOOD}"' in html(page)
    else:
        assert reason in html(page)
        assert f"python train_model.py --network {SPOILT}" in html(page)
        assert page.session_state[state.NETWORK] == GOOD


@pytest.mark.parametrize("kind", SPOIL_CARD)
def test_the_page_networks_names_every_spoilt_card(folder, kind):
    spoil, reason = SPOIL_CARD[kind]
    spoil(folder)
    page = page_of("networks")
    assert not page.exception
    assert reason in html(page)


def test_spoilt_test_predictions_leave_the_report_standing(folder):
    flip(predictions_path(folder, SPOILT))
    page = page_of("report", network=SPOILT)
    assert not page.exception
    assert len(page.metric) > 3
