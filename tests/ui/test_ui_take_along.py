"""What is on the pages can be taken along: pictures and tables as files."""

import csv
import io

import pytest

from cifar_demo.networks import NETWORKS
from cifar_demo.ui.compare_words import DEPARTURE_HEADS, departure_rows
from cifar_demo.ui.components.take_along import as_csv


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


@pytest.mark.usefixtures("with_weights")
def test_every_page_with_pictures_or_tables_of_its_own_offers_them(explain, break_it, compare, networks):
    for page, keys in (
        (explain, {"map_png"}),
        (break_it, {"spoiled_png", "fooled-by-fgsm_png"}),
        (compare, {"same_depth_png", "departures_csv"}),
        (networks, {"departures_csv"}),
    ):
        shown = page.run()
        assert not shown.exception
        assert keys <= offered(shown)


@pytest.mark.usefixtures("with_weights")
def test_predict_offers_its_picture_and_its_table(app):
    assert {"seen_png", "scores_csv"} <= offered(app.run())
