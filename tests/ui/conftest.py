"""Pages run in Streamlit's own test runner, on untrained networks."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cifar_demo.ui import cache

APP = str(Path(__file__).parents[2] / "streamlit_app.py")
PATIENCE = 120


@pytest.fixture
def with_weights(untrained_folder, monkeypatch):
    """All networks have weights."""
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", untrained_folder)


@pytest.fixture
def without_weights(tmp_path, monkeypatch):
    """No network has weights."""
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)


def _inside() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import inside

    state.start()
    inside.show()


def _networks() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import networks

    state.start()
    networks.show()


def _tour() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import tour

    state.start()
    tour.show()


def _explain() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import explain

    state.start()
    explain.show()


def _break_it() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import break_it

    state.start()
    break_it.show()


def _compare() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import compare

    state.start()
    compare.show()


def _dataset() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import dataset

    state.start()
    dataset.show()


def _report() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import report

    state.start()
    report.show()


@pytest.fixture
def app() -> AppTest:
    """The whole app, on its first page."""
    return AppTest.from_file(APP, default_timeout=PATIENCE)


@pytest.fixture
def inside() -> AppTest:
    """The page Inside."""
    return AppTest.from_function(_inside, default_timeout=PATIENCE)


@pytest.fixture
def tour() -> AppTest:
    """The page Tour."""
    return AppTest.from_function(_tour, default_timeout=PATIENCE)


@pytest.fixture
def networks() -> AppTest:
    """The page Networks."""
    return AppTest.from_function(_networks, default_timeout=PATIENCE)


@pytest.fixture
def explain() -> AppTest:
    """The page Explain."""
    return AppTest.from_function(_explain, default_timeout=PATIENCE)


@pytest.fixture
def break_it() -> AppTest:
    """The page Break it."""
    return AppTest.from_function(_break_it, default_timeout=PATIENCE)


@pytest.fixture
def compare() -> AppTest:
    """The page Compare."""
    return AppTest.from_function(_compare, default_timeout=PATIENCE)


@pytest.fixture
def dataset() -> AppTest:
    """The page Dataset."""
    return AppTest.from_function(_dataset, default_timeout=PATIENCE)


@pytest.fixture
def report() -> AppTest:
    """The page Report."""
    return AppTest.from_function(_report, default_timeout=PATIENCE)


def html(page: AppTest) -> str:
    """All that a page shows as HTML of its own, joined."""
    return "\n".join(element.proto.body for element in page.get("html"))
