"""Several networks one after another: failures do not stop the others, finished runs are skipped."""

import dataclasses
import shutil

import pytest

from cifar_demo.errors import CifarDemoError
from cifar_demo.store.weights import read_verified_card, weights_path
from cifar_demo.training.config import SETTINGS
from cifar_demo.training.recipe import run
from cifar_demo.training.session import Result, find_stage, one_after_another, print_summary, train_or_skip
from cifar_demo.training.state import load_state, save_state, state_path
from tests.training.test_recipe import Recorder

CONFIG = dataclasses.replace(SETTINGS["lenet"], epochs=2, batch_size=20, num_validation=50, average_momentum=0.5)


def test_one_that_fails_does_not_stop_the_others(capsys):
    def work(network):
        if network == "first":
            raise CifarDemoError("No luck with it.")
        if network == "second":
            raise MemoryError("too wide")
        return Result(network, "Fine.")

    results = one_after_another(("first", "second", "third"), work)
    assert [result.has_failed for result in results] == [True, True, False]
    out, err = capsys.readouterr()
    assert "Traceback" in err  # Of the unforeseen one: it must be possible to find.
    assert "No luck" not in err
    print_summary(results, ("first", "second", "third"))
    assert capsys.readouterr().out.splitlines()[2:] == [
        "first      FAILED: No luck with it.",
        "second     FAILED: MemoryError: too wide",
        "third      Fine.",
    ]


@pytest.mark.parametrize("is_raised", [True, False])
def test_ctrl_c_stops_the_others_too(is_raised, capsys):
    def work(network):
        if is_raised:
            raise KeyboardInterrupt
        return Result(network, "Kept what there was.", is_interrupted=True)

    results = one_after_another(("first", "second"), work)
    assert [result.network for result in results] == ["first"]
    print_summary(results, ("first", "second"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].startswith("first      stopped: ")
    assert lines[-1] == "second     not begun"


@pytest.fixture(scope="module")
def finished_once(tiny_data, tmp_path_factory):
    """A folder with a whole run."""
    folder = tmp_path_factory.mktemp("finished")
    run(CONFIG, tiny_data, folder, Recorder())
    return folder


@pytest.fixture
def finished(finished_once, tmp_path):
    """A copy that a test may change."""
    return shutil.copytree(finished_once, tmp_path / "weights")


def test_a_run_is_fresh_then_begun(tiny_data, tmp_path):
    assert find_stage(CONFIG, tiny_data, tmp_path) == "fresh"
    run(CONFIG, tiny_data, tmp_path, Recorder(interrupt_at=(1, 0)))
    assert find_stage(CONFIG, tiny_data, tmp_path) == "begun"


def test_a_whole_run_is_finished(finished, tiny_data):
    assert find_stage(CONFIG, tiny_data, finished) == "finished"


@pytest.mark.parametrize("other", [{"epochs": 3}, {"epochs": 1}, {"seed": 1}, {"batch_size": 10}], ids=str)
def test_other_settings_make_it_begun_so_that_resuming_tells_which(finished, tiny_data, other):
    assert find_stage(dataclasses.replace(CONFIG, **other), tiny_data, finished) == "begun"


def test_other_data_make_it_begun_likewise(finished, tiny_data):
    other = dataclasses.replace(tiny_data, test=tiny_data.test.take(range(30)))
    assert find_stage(CONFIG, other, finished) == "begun"


def test_a_run_that_was_killed_before_it_was_measured_is_begun(finished, tiny_data):
    weights_path(finished, "lenet").unlink()
    assert find_stage(CONFIG, tiny_data, finished) == "begun"


def test_shipped_weights_without_a_checkpoint_are_finished(finished, tiny_data):
    state_path(finished, "lenet").unlink()
    assert find_stage(CONFIG, tiny_data, finished) == "finished"
    assert find_stage(dataclasses.replace(CONFIG, epochs=3), tiny_data, finished) == "fresh"


def test_weights_that_stayed_because_they_are_better_count_as_finished(finished, tiny_data):
    worse = dataclasses.replace(CONFIG, peak_learning_rate=1e-5)
    assert run(worse, tiny_data, finished, Recorder()).kept
    assert find_stage(worse, tiny_data, finished) == "finished"
    assert read_verified_card(finished, "lenet").settings["peak_learning_rate"] == CONFIG.peak_learning_rate


def test_a_run_killed_before_it_was_measured_is_begun_beside_better_weights_too(finished, tiny_data):
    worse = dataclasses.replace(CONFIG, peak_learning_rate=1e-5)
    assert run(worse, tiny_data, finished, Recorder()).kept
    path = state_path(finished, "lenet")
    save_state(dataclasses.replace(load_state(path), val_accuracy=None), path)
    assert find_stage(worse, tiny_data, finished) == "begun"


def test_an_interrupted_run_that_gave_way_does_not_pass_for_measured(finished, tiny_data):
    worse = dataclasses.replace(CONFIG, peak_learning_rate=1e-5)
    assert run(worse, tiny_data, finished, Recorder(interrupt_at=(1, 0))).kept
    path = state_path(finished, "lenet")
    assert load_state(path).val_accuracy is None
    assert run(worse, tiny_data, finished, Recorder(), resume=True).kept
    assert load_state(path).val_accuracy is not None
    assert find_stage(worse, tiny_data, finished) == "finished"


def test_force_after_better_weights_stayed_does_what_the_advice_promises(finished, tiny_data):
    worse = dataclasses.replace(CONFIG, peak_learning_rate=1e-5)
    assert run(worse, tiny_data, finished, Recorder()).kept
    result = train_or_skip(worse, tiny_data, finished, resume=True, force=True, tensorboard=None)
    assert "Wrote" in result.sentence
    assert read_verified_card(finished, "lenet").settings["peak_learning_rate"] == 1e-5
    assert find_stage(worse, tiny_data, finished) == "finished"
