"""What is on the pages can be taken along: pictures and tables as files."""

import csv
import io

import numpy as np
import pytest

from cifar_demo.networks import NETWORKS
from cifar_demo.results import ArithmeticTerm, UnitArithmetic
from cifar_demo.ui.compare_words import DEPARTURE_HEADS, departure_rows
from cifar_demo.ui.components.take_along import as_csv
from cifar_demo.ui.components.unit_table import HEADS, unit_rows


def offered(page) -> set[str]:
    """Keys of the buttons that save something."""
    return {element.key for element in page.get("download_button")}


def test_table_comes_back_from_its_file_sign_by_sign():
    written = as_csv(("what", "value"), [("a, b", "−1.5"), ('"c"', 2)])
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows == [["what", "value"], ["a, b", "−1.5"], ['"c"', "2"]]
    assert written.startswith(b"\xef\xbb\xbf")


def test_departures_of_all_networks_are_in_the_table():
    rows = departure_rows()
    assert len(rows) == sum(len(spec.departures) for spec in NETWORKS)
    assert {len(row) for row in rows} == {len(DEPARTURE_HEADS)}


def test_numbers_of_a_unit_are_all_there_and_add_up():
    patch, kernel = np.array([[[1, 2]], [[3, 4]]], np.float32), np.full((2, 1, 2), 0.5, np.float32)
    terms = (ArithmeticTerm("inputs times kernel", 5.0), ArithmeticTerm("bias", 0.25))
    step = UnitArithmetic(
        "conv", "convolution", (0, 0, 0), "", terms, 5.25, 5.25, patch=patch, kernel=kernel, products=patch * kernel
    )
    rows = unit_rows(step)
    assert {len(row) for row in rows} == {len(HEADS)}
    assert rows[3] == ("input", 1, 0, 1, 4.0, 0.5, 2.0)
    assert [row[0] for row in rows[4:]] == ["bias", "sum", "the network's own value"]
    assert sum(row[-1] for row in rows[:5]) == rows[5][-1] == 5.25


def test_winner_of_a_pooling_stands_among_what_it_looked_at():
    patch, terms = np.array([[[1], [7]]], np.float32), (ArithmeticTerm("the largest", 7.0),)
    rows = unit_rows(UnitArithmetic("pool", "max pooling", (0, 0, 0), "", terms, 7.0, 7.0, patch=patch))
    assert rows[1] == ("input", 0, 1, 0, 7.0, "", "")
    assert rows[2][0] == "the largest"
    dense = unit_rows(UnitArithmetic("d", "dense", (0,), "", (), 0.0, 0.0, patch=np.ones(2, np.float32)))
    assert dense[1][:5] == ("input", "", "", 1, 1.0)


@pytest.mark.usefixtures("with_weights")
def test_every_page_with_pictures_or_tables_of_its_own_offers_them(explain, break_it, compare, networks):
    for page, keys in (
        (explain, {"map_png"}),
        (break_it, {"spoiled_png", "fooled-by-pgd_png"}),
        (compare, {"same_depth_png", "departures_csv"}),
        (networks, {"departures_csv"}),
    ):
        shown = page.run()
        assert not shown.exception
        assert keys <= offered(shown)


@pytest.mark.usefixtures("with_weights")
def test_predict_offers_its_picture_and_its_table(app):
    assert {"seen_png", "scores_csv"} <= offered(app.run())
