"""The training command as a person runs it."""

import dataclasses

import pytest

import train_model
from cifar_demo.dataset import cifar10
from cifar_demo.networks import network_names
from cifar_demo.store.weights import read_verified_card
from cifar_demo.training import config as training_config
from cifar_demo.training.state import state_path


@pytest.fixture
def tiny_command(tiny_data, tmp_path, monkeypatch):
    """Run the command on tiny data into a fresh folder."""
    monkeypatch.setattr(cifar10, "load_cifar10", lambda data_dir: tiny_data)
    small = dataclasses.replace(training_config.SETTINGS["lenet"], num_validation=50, epochs=2, batch_size=20)
    monkeypatch.setattr(training_config, "SETTINGS", {"lenet": small})
    return lambda *arguments: train_model.main(["--network", "lenet", "--output", str(tmp_path), *arguments])


def test_trains_and_says_where_the_weights_are(tiny_command, tmp_path, capsys):
    assert tiny_command("--epochs", "1", "--seed", "3") == 0
    out = capsys.readouterr().out
    assert "epoch   1/1" in out
    assert "validation accuracy" in out
    assert "lenet.weights.h5" in out
    card = read_verified_card(tmp_path, "lenet")
    assert (card.seed, len(card.history)) == (3, 1)


def test_resume_without_a_run_is_status_2_and_one_sentence(tiny_command, capsys):
    assert tiny_command("--resume") == 2
    err = capsys.readouterr().err
    assert err.startswith("train_model.py: There is no run to resume")
    assert err.count("\n") == 1


def test_without_data_one_sentence_and_status_2(nowhere, capsys):
    assert train_model.main(["--network", "lenet", "--data-dir", str(nowhere)]) == 2
    err = capsys.readouterr().err
    assert "--data-dir" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--network", "lenet7"], ["--network", "lenet", "--epochs", "many"]])
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        train_model.main(arguments)
    assert stop.value.code == 2


def test_zero_epochs_are_refused(tiny_command, capsys):
    assert tiny_command("--epochs", "0") == 2
    assert "--epochs must be at least 1" in capsys.readouterr().err


def test_list_names_every_network(capsys):
    assert train_model.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(network_names())


def test_the_first_epoch_tells_how_long_all_of_them_take(tiny_command, capsys):
    tiny_command("--epochs", "2")
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("The whole run takes about")] == [lines[1]]
    assert "2 epochs of" in lines[1]
    assert "waiting for batches" in lines[-1]


def test_measuring_again_needs_no_training(tiny_command, tmp_path, capsys):
    tiny_command("--epochs", "1")
    before = read_verified_card(tmp_path, "lenet")
    capsys.readouterr()
    assert tiny_command("--measure-again") == 0
    assert "the weights stay as they were" in capsys.readouterr().out
    assert read_verified_card(tmp_path, "lenet").test == before.test


@pytest.mark.parametrize("other", [["--resume"], ["--force"], ["--epochs", "3"], ["--tensorboard", "x"]])
def test_measuring_again_goes_with_nothing_that_trains(tiny_command, other, capsys):
    with pytest.raises(SystemExit) as stop:
        tiny_command("--measure-again", *other)
    assert stop.value.code == 2
    assert "trains nothing" in capsys.readouterr().err


def test_tensorboard_gets_its_files(tiny_command, tmp_path):
    assert tiny_command("--epochs", "1", "--tensorboard", str(tmp_path / "board")) == 0
    assert len(list((tmp_path / "board").glob("lenet-*/events.*"))) == 1


def test_all_networks_one_after_another_and_again(tiny_data, tmp_path, monkeypatch, capsys):
    """One network cannot resume, one trains; the second time that one is skipped."""
    monkeypatch.setattr(cifar10, "load_cifar10", lambda data_dir: tiny_data)
    monkeypatch.setattr(train_model, "network_names", lambda: ("vggnet", "lenet"))
    small = {
        name: dataclasses.replace(config, num_validation=50, epochs=1, batch_size=20)
        for name, config in training_config.SETTINGS.items()
    }
    monkeypatch.setattr(training_config, "SETTINGS", small)
    damaged = state_path(tmp_path, "vggnet")
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"not a checkpoint")
    command = ["--network", "all", "--output", str(tmp_path), "--resume"]
    assert train_model.main(command) == 1
    summary = capsys.readouterr().out.partition("Summary")[2].splitlines()
    assert summary[1].startswith("vggnet     FAILED: ")
    assert "not an intact checkpoint" in summary[1]
    assert summary[2].startswith("lenet      LeNet-5: validation")
    assert train_model.main(command) == 1
    assert "lenet      Finished in an earlier session: skipped." in capsys.readouterr().out
    assert train_model.main([*command[:-1], "--measure-again"]) == 1
    assert "vggnet     FAILED: vggnet is not trained yet" in capsys.readouterr().out
