"""Several visitors at once: no error, and nobody gets another one's answer."""

import copy
import dataclasses

import pytest

from benchmarks import visitors
from tests.browser.conftest import ROOT
from tests.making import write_untrained

NUM_VISITORS, SECONDS, THINKING = 5, 20.0, (0.1, 0.6)


@pytest.fixture(scope="module")
def two_networks(tmp_path_factory):
    """A weights folder with two networks, so that waking all of them takes seconds."""
    folder = tmp_path_factory.mktemp("two")
    write_untrained(folder, ("lenet", "vggnet"))
    return folder


@pytest.fixture(scope="module")
def book(two_networks):
    return visitors.Book(two_networks, NUM_VISITORS)


def test_every_visitor_brings_pictures_of_their_own(book):
    assert len(set(book.files.values())) == len(book.files) == NUM_VISITORS * visitors.OWN_PICTURES
    assert len({answer.picture for answer in book.answers.values()}) == len(book.answers) / 2


@pytest.mark.slow
def test_visitors_at_once_meet_no_error_and_get_their_own_answers(book, two_networks):
    script = ROOT / "tests" / "browser" / "app_with_weights.py"
    tally, processor = visitors.visits(book, NUM_VISITORS, SECONDS, THINKING, script, str(two_networks))
    assert not tally.faults, "\n".join(tally.faults)
    assert not tally.mixed_up, "\n".join(tally.mixed_up)
    assert all(len(tally.seconds[action]) >= 3 for action in visitors.ACTIONS), dict(tally.seconds)
    assert processor > 0


@pytest.mark.slow
def test_an_answer_to_another_picture_is_noticed(book, two_networks):
    """The check itself: with one sample's right answers exchanged for another's, visitors complain."""
    script = ROOT / "tests" / "browser" / "app_with_weights.py"
    wrong = dataclasses.replace(book.answers["lenet", "ship-1"], picture=b"", detail="1% sure")
    wrong_book = copy.copy(book)  # The other tests keep theirs.
    wrong_book.answers = dict.fromkeys(book.answers, wrong)
    tally, _ = visitors.visits(wrong_book, 1, 2.0, (0.0, 0.1), script, str(two_networks))
    assert not tally.faults, "\n".join(tally.faults)
    assert "1% sure; the page says" in tally.mixed_up[0]
    assert "and shows another picture" in tally.mixed_up[0]
