"""A whole run on tiny data: it learns, can be interrupted, resumes exactly, and writes what it says."""

import dataclasses
import json
import shutil

import numpy as np
import pytest

from cifar_demo.errors import TrainingError
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.store.card import card_path
from cifar_demo.store.weights import read_verified_card, weights_path
from cifar_demo.training.config import SETTINGS
from cifar_demo.training.recipe import run
from cifar_demo.training.state import GROUPS, load_state, state_path

# As each network ships, but small enough for a test.
TINY = {
    name: dataclasses.replace(
        config,
        epochs=3,
        batch_size=20,
        num_validation=50,
        average_momentum=0.5,
        peak_learning_rate=min(0.02, config.peak_learning_rate),
        restart_epochs=(2,) if config.restart_epochs else (),
    )
    for name, config in SETTINGS.items()
}


class Recorder:
    """Keeps what a run reports; presses Ctrl-C after a given epoch and step."""

    def __init__(self, interrupt_at: tuple[int, int] | None = None):
        self.interrupt_at = interrupt_at
        self.records = []

    def on_step(self, epoch, step, logs):
        assert set(logs) == {"loss", "accuracy"}
        if (epoch, step) == self.interrupt_at:
            raise KeyboardInterrupt

    def on_epoch(self, record):
        self.records.append(record)

    def on_measure(self, num_epochs):
        self.num_epochs = num_epochs

    def on_measured(self, num_done, num_total):
        self.measured = (num_done, num_total)


@pytest.fixture(scope="module")
def finished(tiny_data, tmp_path_factory):
    """One finished run of LeNet."""
    folder = tmp_path_factory.mktemp("finished")
    recorder = Recorder()
    return folder, run(TINY["lenet"], tiny_data, folder, recorder), recorder


def test_it_learns_colours_that_tell_the_class(finished):
    _, outcome, _ = finished
    assert outcome.kept is None
    assert outcome.card.test.accuracy >= 0.6
    assert outcome.card.history[-1].loss < outcome.card.history[0].loss


def test_the_card_holds_what_happened(finished, tiny_data):
    folder, outcome, recorder = finished
    card = outcome.card
    assert list(card.history) == recorder.records
    assert [record.epoch for record in card.history] == [1, 2, 3]
    assert (card.validation.num_images, card.test.num_images) == (50, 40)
    assert not card.is_interrupted
    assert card.data_sha256 == tiny_data.sha256
    assert card.settings["batch_size"] == 20
    assert read_verified_card(folder, "lenet") == card


def test_figures_are_those_of_the_weights_as_stored(finished, tiny_data):
    folder, outcome, _ = finished
    answers = load_classifier("lenet", folder).logits(tiny_data.test.images).argmax(axis=1)
    assert (answers == tiny_data.test.labels).mean() == outcome.card.test.accuracy


# Plain, with dropout, with batch normalisation, with auxiliary heads, with epochs of a part of the pictures.
@pytest.mark.parametrize(
    ("network", "share"), [("lenet", 1.0), ("alexnet", 1.0), ("vggnet", 1.0), ("googlenet", 1.0), ("vggnet", 0.5)]
)
def test_interrupted_and_resumed_is_the_same_as_never_interrupted(network, share, tiny_data, tmp_path):
    """Weights, optimiser, schedule, averages, seeds and losses: every variable agrees after the last epoch."""
    config = dataclasses.replace(TINY[network], epoch_share=share)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run(config, tiny_data, whole, Recorder())
    run(config, tiny_data, broken, Recorder(interrupt_at=(1, 2)))
    assert read_verified_card(broken, network).is_interrupted
    resumed = run(config, tiny_data, broken, Recorder(), resume=True, force=True)
    assert not resumed.card.is_interrupted
    states = [load_state(state_path(folder, network)) for folder in (whole, broken)]
    for group in GROUPS:
        pairs = zip(*(getattr(state, group) for state in states), strict=True)
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_a_run_of_two_cycles_ends_with_the_mean_of_their_ends(tiny_data, tmp_path):
    config = dataclasses.replace(TINY["vggnet"], epochs=2, restart_epochs=(1,))
    ends = []
    for folder, epochs in (("one", 1), ("two", 2)):
        run(dataclasses.replace(config, epochs=epochs), tiny_data, tmp_path / folder, Recorder(), force=True)
        ends.append(load_state(state_path(tmp_path / folder, "vggnet")))
    first, both = ends[0].best, ends[1].mean_of_ends
    assert not ends[0].mean_of_ends
    stored = load_classifier("vggnet", tmp_path / "two").model
    for variable, mean, one in zip(stored.weights, both, first, strict=True):
        if "moving" in variable.path:  # Measured anew.
            assert not np.allclose(variable.numpy(), mean, rtol=1e-3)
        else:
            np.testing.assert_allclose(variable.numpy(), mean, rtol=2**-8, atol=1e-6)
        if variable.path.endswith("kernel"):
            assert not np.allclose(mean, one, rtol=1e-3)


def test_a_rate_that_is_too_high_is_named_and_nothing_is_written(tiny_data, tmp_path):
    with pytest.raises(TrainingError, match=r"no longer a number.*peak_learning_rate in .*config\.py, now 1e\+30"):
        run(dataclasses.replace(TINY["lenet"], peak_learning_rate=1e30), tiny_data, tmp_path, Recorder())
    assert not list(tmp_path.iterdir())


def test_interruption_keeps_the_best_weights_so_far(tiny_data, tmp_path):
    outcome = run(TINY["lenet"], tiny_data, tmp_path, Recorder(interrupt_at=(2, 0)))
    assert outcome.card.is_interrupted
    best = max(record.val_accuracy for record in outcome.card.history)
    assert len(outcome.card.history) == 2
    assert outcome.card.validation.accuracy == pytest.approx(best, abs=0.021)  # One picture: half precision.
    assert load_classifier("lenet", tmp_path).card.is_interrupted


def test_interruption_in_the_first_epoch_writes_nothing(tiny_data, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(TINY["lenet"], tiny_data, tmp_path, Recorder(interrupt_at=(0, 0)))
    assert list(tmp_path.iterdir()) == []


def test_better_weights_are_kept_unless_forced(finished, tiny_data, tmp_path):
    folder = shutil.copytree(finished[0], tmp_path / "weights")
    before = weights_path(folder, "lenet").read_bytes()
    worse = dataclasses.replace(TINY["lenet"], epochs=1, peak_learning_rate=1e-5)
    outcome = run(worse, tiny_data, folder, Recorder())
    assert outcome.kept.weights_sha256 == finished[1].card.weights_sha256
    assert weights_path(folder, "lenet").read_bytes() == before
    forced = run(worse, tiny_data, folder, Recorder(), resume=True, force=True)
    assert forced.kept is None
    assert read_verified_card(folder, "lenet").settings["epochs"] == 1


@pytest.mark.parametrize(("stored", "best_epoch", "stays"), [(1.0, 0.0, True), (0.0, 1.0, False)])
def test_better_is_judged_by_the_weights_as_stored_not_by_an_epoch(
    finished, tiny_data, tmp_path, stored, best_epoch, stays
):
    folder = shutil.copytree(finished[0], tmp_path / "weights")
    fields = json.loads(card_path(folder, "lenet").read_text())
    fields["validation"]["accuracy"] = stored
    fields["history"] = [{**record, "val_accuracy": best_epoch} for record in fields["history"]]
    card_path(folder, "lenet").write_text(json.dumps(fields))
    outcome = run(dataclasses.replace(TINY["lenet"], epochs=1), tiny_data, folder, Recorder())
    assert (outcome.kept is not None) == stays


def test_nothing_to_resume(tiny_data, tmp_path):
    with pytest.raises(TrainingError, match=r"no run to resume.*Leave out --resume"):
        run(TINY["lenet"], tiny_data, tmp_path, Recorder(), resume=True)


def test_resuming_with_other_settings_says_which(finished, tiny_data, tmp_path):
    folder = shutil.copytree(finished[0], tmp_path / "weights")
    other = dataclasses.replace(TINY["lenet"], seed=5)
    with pytest.raises(TrainingError, match="seed was 0, now 5"):
        run(other, tiny_data, folder, Recorder(), resume=True)


def test_damaged_checkpoint_is_refused(finished, tiny_data, tmp_path):
    folder = shutil.copytree(finished[0], tmp_path / "weights")
    path = state_path(folder, "lenet")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(TrainingError, match="not an intact checkpoint"):
        run(TINY["lenet"], tiny_data, folder, Recorder(), resume=True)
