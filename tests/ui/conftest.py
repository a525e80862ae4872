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


def html(page: AppTest) -> str:
    """All that a page shows as HTML of its own, joined."""
    return "\n".join(element.proto.body for element in page.get("html"))
