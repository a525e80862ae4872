"""JSON into dataclasses, strictly."""

from dataclasses import dataclass
from typing import Any

import pytest

from cifar_demo.store.records import parse_record


@dataclass(frozen=True)
class Inner:
    number: float


@dataclass(frozen=True)
class Outer:
    name: str
    count: int
    is_good: bool
    rows: tuple[tuple[int, ...], ...]
    parts: tuple[Inner, ...]
    shares: dict[str, float]
    anything: dict[str, Any]


FIELDS = {
    "name": "x",
    "count": 3,
    "is_good": True,
    "rows": [[1, 2], []],
    "parts": [{"number": 1}],
    "shares": {"cat": 0.5},
    "anything": {"epochs": 3, "none": None},
}


def test_values_take_their_declared_types():
    parsed = parse_record(Outer, FIELDS)
    assert parsed == Outer("x", 3, True, ((1, 2), ()), (Inner(1.0),), {"cat": 0.5}, {"epochs": 3, "none": None})
    assert type(parsed.parts[0].number) is float


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": 5}, "name is int, expected str"),
        ({"count": 3.0}, "count is float, expected int"),
        ({"count": True}, "count is bool, expected int"),
        ({"is_good": 1}, "is_good is int, expected bool"),
        ({"rows": [[1, "2"]]}, "rows is str, expected int"),
        ({"rows": 7}, "rows is int, expected list"),
        ({"parts": [{"number": "1"}]}, "number is not a number"),
        ({"parts": [{"number": float("nan")}]}, "number is not a number"),
        ({"parts": [{"number": True}]}, "number is not a number"),
        ({"parts": [{}]}, "Inner lacks number"),
        ({"parts": ["x"]}, "expected the fields of Inner, got str"),
        ({"shares": {"cat": None}}, "shares is not a number"),
        ({"more": 1}, "Outer has no more"),
    ],
)
def test_anything_else_is_named(changed, reason):
    with pytest.raises(TypeError, match=reason):
        parse_record(Outer, {**FIELDS, **changed})


@dataclass(frozen=True)
class Younger:
    old: int
    new: tuple[int, ...] = ()


def test_field_with_a_default_may_be_missing_from_older_files():
    assert parse_record(Younger, {"old": 1}) == Younger(1)
    assert parse_record(Younger, {"old": 1, "new": [2]}) == Younger(1, (2,))
    with pytest.raises(TypeError, match="lacks old"):
        parse_record(Younger, {"new": [2]})
