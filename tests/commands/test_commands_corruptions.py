"""evaluate --corruptions, measured and from the card."""

import json
import shutil

import numpy as np
import pytest

from cifar_demo import __main__
from cifar_demo.dataset import cifar10
from cifar_demo.image.corruptions import CORRUPTION_NAMES
from cifar_demo.store.card import card_path
from tests.making import write_batches

KEYS = ["network", "corruption", "num_images", "seed", "accuracy_by_strength"]


@pytest.fixture
def run(untrained_folder, capsys):
    """Run evaluate on the untrained LeNet; give exit status, standard output and standard error."""

    def run_command(*arguments, folder=untrained_folder, network="lenet"):
        command = ["--weights", folder, "evaluate", "--network", network, *arguments]
        return __main__.main(list(map(str, command))), *capsys.readouterr()

    return run_command


def test_measuring_gives_clean_each_corruption_and_the_mean(run, nowhere, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", 40)
    write_batches(nowhere / "data", 40)
    status, out, _ = run("--corruptions", "--data-dir", nowhere / "data", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["corruption"] for row in rows] == ["none", *CORRUPTION_NAMES, "mean"]
    assert all(list(row) == KEYS for row in rows)
    assert {(row["network"], row["num_images"], row["seed"]) for row in rows} == {("lenet", 20, 0)}
    assert [len(row["accuracy_by_strength"]) for row in rows] == [1, *[3] * 13]
    np.testing.assert_allclose(
        rows[-1]["accuracy_by_strength"], np.mean([row["accuracy_by_strength"] for row in rows[1:-1]], axis=0)
    )


def test_from_the_card_it_takes_no_data(run, nowhere):
    status, out, _ = run("--corruptions", "--from-card", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["corruption"] for row in rows] == ["none", *CORRUPTION_NAMES, "mean"]
    assert all(list(row) == KEYS for row in rows)
    assert rows[0]["accuracy_by_strength"] == [1.0]
    assert rows[1]["accuracy_by_strength"] == [0.9, 0.8, 0.7]
    assert rows[-1]["accuracy_by_strength"] == pytest.approx([0.9, 0.8, 0.7])


def test_plain_figures_come_from_the_card_too(run, nowhere):
    status, out, _ = run("--from-card", "--format", "json")
    assert status == 0
    assert list(json.loads(out)) == ["network", "num_images", "accuracy", "nll", "ece", "per_class"]


def test_table_is_for_people(run):
    _, out, _ = run("--corruptions", "--from-card")
    lines = out.splitlines()
    assert len(lines) == 14
    assert lines[1] == "lenet       gaussian_noise    10 pictures    accuracy  90.00%  80.00%  70.00%"


def test_an_older_card_is_a_row_with_what_to_do(run, untrained_folder, tmp_path):
    folder = shutil.copytree(untrained_folder, tmp_path / "weights")
    path = card_path(folder, "lenet")
    path.write_text(json.dumps({**json.loads(path.read_text()), "card_format": 1}))
    status, out, _ = run("--corruptions", "--from-card", "--format", "json", folder=folder)
    assert status == 1
    row = json.loads(out)
    assert list(row) == ["network", "error"]
    assert "--network lenet --measure-again" in row["error"]


def test_without_data_it_says_where_to_get_them(run, nowhere):
    status, out, err = run("--corruptions", "--data-dir", nowhere)
    assert (status, out) == (2, "")
    assert "--data-dir" in err
