"""The committee wherever a network is picked: on Predict, Compare and Report, and aside where layers are shown."""

import json
import re
import shutil
from dataclasses import replace
from unittest.mock import patch

import pytest
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.errors import WeightsError
from cifar_demo.image.damage import damaged
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.inference.committee import SPEC, load_committee
from cifar_demo.store.card import card_path
from cifar_demo.store.committee import COMMITTEE, read_committee
from cifar_demo.ui import cache, explain_cache, state
from cifar_demo.ui.components import answer
from tests.ui.conftest import html
from tests.ui.test_ui_predict import answer_of, png


def forget() -> None:
    for kept in (cache.classifier, cache.committee, cache.prediction, cache.awake_cards):
        kept.clear()


@pytest.fixture
def with_committee(committee_folder, monkeypatch):
    """Two networks and their committee."""
    forget()
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", committee_folder)
    yield committee_folder
    forget()


def pick(page, name: str):
    return page.segmented_control(key=state.NETWORK).set_value(name).run()


@pytest.mark.usefixtures("with_committee")
def test_committee_answers_and_every_vote_is_seen(app):
    page = app.run()
    assert SPEC.title in page.segmented_control(key=state.NETWORK).options
    pick(page, COMMITTEE)
    assert not page.exception
    assert answer_of(page) in CLASS_NAMES
    votes = re.search(r'class="votes".*?</table>', html(page), re.S).group()
    assert "LeNet-5" in votes and "VGGNet" in votes
    assert "How the members voted" in [element.value for element in page.subheader]
    page.file_uploader[0].upload("mine.png", png(), "image/png").run()
    assert not page.exception


@pytest.mark.usefixtures("with_committee")
def test_members_that_are_awake_are_not_said_to_wake_up(app, monkeypatch):
    said = []
    monkeypatch.setattr(answer, "show_waking_member", lambda *words: said.append(words))
    page = pick(app.run(), COMMITTEE)
    said.clear()
    page.file_uploader[0].upload("mine.png", png(), "image/png").run()
    assert answer_of(page) in CLASS_NAMES
    assert said == []


@pytest.mark.usefixtures("with_committee")
def test_link_brings_the_committee_back(app):
    app.query_params["network"] = COMMITTEE
    page = app.run()
    assert page.session_state[state.NETWORK] == COMMITTEE
    assert page.query_params["network"] in (COMMITTEE, [COMMITTEE])


@pytest.mark.usefixtures("with_committee")
@pytest.mark.parametrize("name", ["inside", "tour"])
def test_where_layers_are_shown_a_member_stands_in_and_the_committee_is_put_aside(name, request):
    page = request.getfixturevalue(name)
    page.session_state[state.NETWORK] = COMMITTEE
    page.run()
    assert not page.exception
    assert page.session_state[state.NETWORK] in ("lenet", "vggnet")
    assert page.session_state[state.COMMITTEE_ASIDE]
    if name == "inside":
        assert "has no layers of its own" in "\n".join(element.value for element in page.caption)
    assert SPEC.title not in page.segmented_control(key=state.NETWORK).options


@pytest.mark.usefixtures("with_committee")
def test_committee_is_taken_up_again(report):
    report.session_state[state.NETWORK] = "lenet"
    report.session_state[state.COMMITTEE_ASIDE] = True
    page = report.run()
    assert page.session_state[state.NETWORK] == COMMITTEE
    pick(page, "lenet")
    page.run()
    assert page.session_state[state.NETWORK] == "lenet"


@pytest.mark.usefixtures("with_committee")
def test_a_network_that_was_chosen_since_is_not_replaced_by_the_committee(report):
    report.session_state[state.COMMITTEE_ASIDE] = True
    with patch.object(st, "session_state", report.session_state):
        state.choose_network("lenet")  # As a click on the chart of Compare does.
    assert report.run().session_state[state.NETWORK] == "lenet"


def test_what_was_trained_again_meanwhile_is_shown_when_the_app_is_started_again(
    committee_folder, tmp_path, monkeypatch
):
    folder = shutil.copytree(committee_folder, tmp_path / "weights")
    forget()
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)
    loaded = cache.classifier("lenet")
    fields = json.loads(card_path(folder, "lenet").read_text())
    card_path(folder, "lenet").write_text(json.dumps({**fields, "temperature": 9.0}))
    assert cache.card("lenet") is loaded.card
    forget()
    assert cache.card("lenet").temperature == 9.0


def test_members_with_other_weights_than_the_committee_knows_do_not_answer_for_it(committee_folder):
    seats = [seat.network for seat in read_committee(committee_folder)[1].members]
    members = [load_classifier(name, committee_folder) for name in seats]
    members[0] = replace(members[0], card=replace(members[0].card, weights_sha256="1" * 64))
    with pytest.raises(WeightsError, match="LeNet-5 was trained again while the app was running"):
        load_committee(committee_folder, members)


@pytest.mark.usefixtures("with_committee")
def test_committee_has_a_report_with_its_members(report):
    page = pick(report.run(), COMMITTEE)
    assert not page.exception
    assert "Is it better than its best member?" in [element.value for element in page.header]
    assert "Against its most accurate member" in "\n".join(element.value for element in page.markdown)
    assert "--network committee" in page.code[0].value


@pytest.mark.usefixtures("with_committee")
def test_committee_stands_beside_its_members(compare):
    page = compare.run()
    assert not page.exception
    assert f'data-network="{COMMITTEE}"' in html(page)
    assert list(page.dataframe[0].value["network"]) == ["LeNet-5", "VGGNet", "Committee"]
    assert list(page.dataframe[0].value["year"])[:2] == [1998, 2014]
    assert "2017" not in html(page)  # A year of a paper on committees, not of this one.
    assert "Committee says" not in page.header[0].value


def test_a_members_trouble_is_told_once(compare, committee_folder, tmp_path, monkeypatch):
    folder = shutil.copytree(committee_folder, tmp_path / "weights")
    (folder / "lenet.weights.h5").write_bytes(b"no weights")
    forget()
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)
    page = compare.run()
    forget()
    assert not page.exception
    assert html(page).count('role="alert"') == 1
    assert 'data-network="vggnet"' in html(page)


@pytest.mark.usefixtures("with_weights")
def test_without_a_committee_none_is_offered(app):
    assert SPEC.title not in app.run().segmented_control(key=state.NETWORK).options


def test_committee_out_of_date_says_what_to_run(app, committee_folder, tmp_path, monkeypatch):
    folder = shutil.copytree(committee_folder, tmp_path / "weights")
    fields = json.loads(card_path(folder, "lenet").read_text())
    card_path(folder, "lenet").write_text(json.dumps({**fields, "weights_sha256": "1" * 64}))
    forget()
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)
    page = pick(app.run(), COMMITTEE)
    forget()
    assert not page.exception
    assert "other weights of LeNet-5" in html(page)
    assert "python train_model.py --network committee" in html(page)


@pytest.mark.usefixtures("with_committee")
def test_limits_of_the_committee_stand_beside_those_of_its_members(break_it):
    page = break_it.run()
    page.button(key="find_limits").click().run()
    assert not page.exception
    assert list(page.dataframe[0].value.columns[1:]) == ["LeNet-5", "VGGNet", SPEC.title]


@pytest.mark.usefixtures("with_committee")
def test_limit_of_the_committee_is_where_its_answer_changes_and_costs_its_members_nothing_new():
    image = cache.framed_samples()[0]
    cache.committee()  # A network that wakes answers once, to be quick the next time.
    for name in ("lenet", "vggnet"):
        explain_cache.find_limits(name, image, progress=lambda done, total: None)
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Classifier, "logits", lambda self, images: asked.append(self.spec.name))
        limits = explain_cache.find_limits(COMMITTEE, image, progress=lambda done, total: None)
    assert not asked
    for name, limit in limits.items():
        spoiled = image if limit.value is None else damaged(image, {name: limit.value})
        assert cache.committee().predict(spoiled).top_k[0].class_name == CLASS_NAMES[limit.after]
