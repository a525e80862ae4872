"""Whatever lies in the place of a card, reading it gives a card or a sentence."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cifar_demo.errors import CifarDemoError, WeightsError
from cifar_demo.networks import get_spec
from cifar_demo.store.card import CARD_FORMAT, ModelCard, TrainingRecord, card_path, read_card, read_record_file
from cifar_demo.store.committee import COMMITTEE, read_committee
from tests.making import untrained_card

GOOD = json.loads(json.dumps(dataclasses.asdict(untrained_card(get_spec("lenet"), 62_006, 651_720))))
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
)
PATIENT = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def paths_in(value, path=()):
    """Every place in a JSON value, from the root to the leaves."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_in(inner, (*path, key))


PLACES = sorted(paths_in(GOOD), key=str)


def with_value(value, path, new):
    """Give a copy that has another value at one place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_value(copy[path[0]], path[1:], new)
    return copy


def read_all(folder, data: bytes) -> None:
    """Read it as a card, as a record and as the committee's: each gives what it promises, or a sentence."""
    for name in ("lenet", COMMITTEE):
        card_path(folder, name).write_bytes(data)
    path = card_path(folder, "lenet")
    kinds = (ModelCard, TrainingRecord, tuple)
    reads = (
        lambda: read_card(folder, "lenet"),
        lambda: read_record_file(path, "lenet"),
        lambda: read_committee(folder),
    )
    for kind, read in zip(kinds, reads, strict=True):
        try:
            assert isinstance(read(), kind)
        except CifarDemoError as error:
            assert isinstance(error, WeightsError)
            assert "train_model.py" in str(error)


@PATIENT
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(tmp_path, data):
    read_all(tmp_path, data)


@PATIENT
@given(JSON)
def test_any_json(tmp_path, value):
    read_all(tmp_path, json.dumps(value).encode())


@PATIENT
@given(st.sampled_from(PLACES), JSON)
def test_a_card_with_anything_in_one_place(tmp_path, path, value):
    read_all(tmp_path, json.dumps(with_value(GOOD, path, value)).encode())


@PATIENT
@given(st.data())
def test_a_card_with_a_few_bytes_changed(tmp_path, data):
    whole = bytearray(json.dumps(GOOD).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_all(tmp_path, bytes(whole[: data.draw(st.integers(0, len(whole)))]))


def test_the_card_that_is_spoilt_here_is_a_good_one(tmp_path):
    card_path(tmp_path, "lenet").write_text(json.dumps(GOOD))
    assert read_card(tmp_path, "lenet").card_format == CARD_FORMAT


@pytest.mark.parametrize("digits", [5000, 400])
def test_a_number_with_thousands_of_digits(tmp_path, digits):
    """Python refuses to read such integers, and floats of that size are infinite."""
    read_all(tmp_path, json.dumps(GOOD).replace("1.5", "1" * digits).encode())
