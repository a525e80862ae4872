"""A card whose figures no page could show is refused, with what is wrong."""

import json

import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.errors import WeightsError
from cifar_demo.store.card import card_path, read_card
from tests.store.test_store_fuzz import GOOD, with_value

BINS = GOOD["test"]["reliability"]
SHARES = GOOD["test"]["per_class"]
ROW = GOOD["corruption"]["by_corruption"][0]
RENAMED = {("aeroplane" if name == "airplane" else name): share for name, share in SHARES.items()}


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("test", "num_images"), 0, "evaluation is of 0 pictures"),
        (("test", "accuracy"), 1.5, "accuracy holds 1.5, not from 0 to 1"),
        (("validation", "ece"), -0.1, "ece holds -0.1, not from 0 to 1"),
        (("test", "per_class"), RENAMED, "per_class is of other classes than airplane"),
        (("test", "per_class"), {}, "per_class is of other classes"),
        (("test", "per_class", "cat"), 2, "per_class holds 2, not"),
        (("test", "precision_per_class"), dict(reversed(SHARES.items())), "precision_per_class is of other classes"),
        (("test", "confusion"), [], "confusion is not 10 by 10"),
        (("test", "confusion", 3), [0] * 9, "confusion is not 10 by 10"),
        (("test", "confusion", 3, 3), -1, "confusion counts fewer than no pictures"),
        (("test", "reliability"), [], "reliability is empty"),
        (("test", "reliability"), [{**part, "num_images": 0} for part in BINS], "reliability is empty"),
        (("test", "reliability", 0, "num_images"), -1, "reliability counts fewer than no pictures"),
        (("test", "reliability", 0, "high"), 7, "reliability holds 7, not"),
        (("test", "reliability_uncalibrated"), BINS[:-1], "reliability_uncalibrated has other bins"),
        (("test", "by_confidence", 0, "share"), 7, "by_confidence holds 7, not"),
        (("multi_view", "num_images"), 0, "multi_view is of 0 pictures"),
        (("multi_view", "accuracy"), 7, "multi_view holds 7, not"),
        (("corruption", "num_images"), 0, "corruption is of 0 pictures"),
        (("corruption", "mean_accuracy"), -7, "corruption holds -7, not"),
        (("corruption", "by_corruption"), [], "names no corruption"),
        (("corruption", "by_corruption", 0, "name"), "rust", "names an unknown corruption, 'rust'"),
        (("corruption", "by_corruption", 0, "accuracy"), [0.5, 0.5], f"corruption {ROW['name']} is not of 3 strengths"),
        (("corruption", "by_corruption", 0, "accuracy", 0), 7, f"corruption {ROW['name']} holds 7, not"),
        (("familiarity", "refused_test"), 7, "familiarity holds 7, not"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, path, value, reason):
    card_path(tmp_path, "lenet").write_text(json.dumps(with_value(GOOD, path, value)))
    with pytest.raises(WeightsError, match=rf"lenet\.json is not an intact model card \(its? {reason}"):
        read_card(tmp_path, "lenet")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("test", "reliability_uncalibrated"), []),  # Of a card that is older than it.
        (("test", "accuracy"), 1),
        (("test", "reliability", -1, "confidence"), 1.0000001),  # A mean of float32.
    ],
)
def test_what_may_be_is_read(tmp_path, path, value):
    assert tuple(SHARES) == CLASS_NAMES
    card_path(tmp_path, "lenet").write_text(json.dumps(with_value(GOOD, path, value)))
    assert read_card(tmp_path, "lenet").network == "lenet"
