"""What all tests share: tiny data, and untrained networks saved as if they were trained."""

import shutil

import numpy as np
import pytest

from cifar_demo.dataset.cifar10 import ENVIRONMENT_VARIABLE, Cifar10
from tests.making import tiny_cifar10, write_untrained


@pytest.fixture(scope="session")
def tiny_data() -> Cifar10:
    """200 training and 40 test pictures whose colour tells their class."""
    return tiny_cifar10()


@pytest.fixture(scope="session")
def untrained_folder(tmp_path_factory: pytest.TempPathFactory):
    """A weights folder where every network has starting weights and a valid card."""
    folder = tmp_path_factory.mktemp("weights")
    write_untrained(folder)
    return folder


@pytest.fixture(scope="session")
def members_folder(tiny_data, tmp_path_factory):
    """Two networks with starting weights that say they were trained on the tiny data."""
    folder = tmp_path_factory.mktemp("members")
    write_untrained(folder, ("lenet", "vggnet"), data_sha256=tiny_data.sha256, settings={"num_validation": 50})
    return folder


@pytest.fixture(scope="session")
def committee_folder(members_folder, tiny_data, tmp_path_factory):
    """The same two, and the committee of both."""
    from cifar_demo.training import committee

    folder = shutil.copytree(members_folder, tmp_path_factory.mktemp("committee") / "weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(committee, "NUM_DRAWN", 1)
        patch.setattr(committee, "NUM_SPOILT", 10)
        committee.make_committee(tiny_data, folder, lambda done, total: None)
    return folder


@pytest.fixture
def picture() -> np.ndarray:
    """A (32, 32, 3) uint8 picture with a different value nearly everywhere."""
    return np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A machine without CIFAR-10: no variable, empty caches."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path
