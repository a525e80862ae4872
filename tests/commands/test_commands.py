"""The command line: stable keys, one line a row, honest exit statuses."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cifar_demo import __main__
from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset import cifar10
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import DEFAULT_VIEWS
from cifar_demo.inference.answer import answer_picture
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.networks import network_names
from tests.making import write_batches


@pytest.fixture
def photo(tmp_path, picture):
    path = tmp_path / "photo.png"
    Image.fromarray(picture).resize((64, 48)).save(path)
    return path


@pytest.fixture
def run(untrained_folder, capsys):
    """Run a command on the untrained networks; give exit status, standard output and standard error."""

    def run_command(*arguments):
        status = __main__.main(["--weights", str(untrained_folder), *map(str, arguments)])
        return status, *capsys.readouterr()

    return run_command


def test_predict_gives_one_json_object_a_file(run, photo):
    status, out, _ = run("predict", photo, photo, "--network", "lenet", "--top-k", 2, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len(rows) == 2
    assert list(rows[0]) == ["file", "network", "top_k", "unfamiliar", "familiarity", "calibrated"]
    assert rows[0]["unfamiliar"] == (rows[0]["familiarity"] < 0.05)
    assert rows[0]["calibrated"] is True
    assert rows[0]["file"] == str(photo)
    assert [list(scored) for scored in rows[0]["top_k"]] == [["class_name", "probability"]] * 2


def test_a_bad_file_does_not_stop_the_others(run, photo, tmp_path):
    text = tmp_path / "text.jpg"
    text.write_text("not a picture")
    status, out, _ = run("predict", tmp_path / "gone.png", text, photo, "--network", "lenet", "--format", "json")
    gone, wrong, good = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert list(gone) == list(wrong) == ["file", "error"]
    assert "No such file" in gone["error"]
    assert "text.jpg" in wrong["error"]
    assert good["network"] == "lenet"


def test_a_folder_is_searched_at_any_depth_but_hidden_files_are_left_out(run, photo, tmp_path):
    folder = tmp_path / "album"
    for name in ("b.png", "deep/a.png", ".hidden.png", ".cache/c.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(photo, folder / name)
    _, out, _ = run("predict", folder, "--network", "lenet", "--format", "json")
    assert [json.loads(line)["file"] for line in out.splitlines()] == [
        str(folder / "b.png"),
        str(folder / "deep" / "a.png"),
    ]


@pytest.mark.parametrize("frame", ["crop", "pad", "squash"])
@pytest.mark.parametrize("num_views", [1, 4, None])
def test_the_command_answers_as_the_shared_road_does(run, photo, untrained_folder, frame, num_views):
    """The app goes the same road: `answer_picture` on the decoded file."""
    asked = ("--views", num_views) if num_views else ()
    _, out, _ = run("predict", photo, "--network", "lenet", "--frame", frame, *asked, "--format", "json")
    image = decode_image(photo.read_bytes(), photo.name).image
    seen = num_views or DEFAULT_VIEWS
    expected = answer_picture(load_classifier("lenet", untrained_folder), image, mode=frame, num_views=seen)
    row = json.loads(out)
    assert [scored["class_name"] for scored in row["top_k"]] == [best.class_name for best in expected.top_k[:3]]
    assert [scored["probability"] for scored in row["top_k"]] == pytest.approx(
        [best.probability for best in expected.top_k[:3]], abs=1e-6
    )
    assert row["familiarity"] == pytest.approx(expected.familiarity, abs=1e-6)


def test_a_film_among_the_pictures_is_not_read(run, tmp_path, monkeypatch):
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(3 * 2**30)
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read") if path == film else read_bytes(path))
    _, out, _ = run("predict", film, "--network", "lenet", "--format", "json")
    assert "3072.0 MB and the limit is 20 MB" in json.loads(out)["error"]


def test_predict_as_csv_has_a_line_a_class(run, photo, tmp_path):
    _, out, _ = run("predict", photo, tmp_path / "gone.png", "--network", "lenet", "--top-k", 3, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["rank"] for row in rows] == ["1", "2", "3", ""]
    assert rows[0]["class_name"] in CLASS_NAMES
    assert rows[3]["error"]


def test_predict_as_table_is_for_people(run, photo):
    _, out, _ = run("predict", photo, "--network", "lenet", "--top-k", 1)
    assert out.startswith(str(photo))
    assert "%" in out


@pytest.mark.parametrize("best", ["lenet", "vggnet", "zfnet"])
def test_predict_without_a_name_takes_the_best(photo, untrained_folder, tmp_path, capsys, best):
    """Starting weights of three networks, one of which alone says that it is right on all test pictures."""
    for name in ("lenet", "vggnet", "zfnet"):
        for file in untrained_folder.glob(f"{name}.*"):
            shutil.copy(file, tmp_path)
        card = tmp_path / f"{name}.json"
        fields = json.loads(card.read_text())
        fields["test"]["accuracy"] = 1.0 if name == best else 0.9
        card.write_text(json.dumps(fields))
    assert __main__.main(["--weights", str(tmp_path), "predict", str(photo), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["network"] == best


@pytest.mark.parametrize(
    "arguments",
    [
        ["predict"],
        ["predict", "x", "--top-k", "11"],
        ["predict", "x", "--top-k", "one"],
        ["dance"],
        ["predict", "x", "--views", "11"],
    ],
)
def test_wrong_usage_is_status_2(run, arguments):
    with pytest.raises(SystemExit) as stop:
        run(*arguments)
    assert stop.value.code == 2


def test_no_weights_is_status_2_and_one_sentence(tmp_path, capsys):
    assert __main__.main(["--weights", str(tmp_path), "predict", "x.png"]) == 2
    assert capsys.readouterr().err.startswith("cifar_demo: No network is trained yet.")


def test_evaluate_measures_every_network(run, nowhere, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", 20)
    write_batches(nowhere / "data", 20)
    status, out, _ = run("evaluate", "--data-dir", nowhere / "data", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["network"] for row in rows] == list(network_names())
    assert list(rows[0]) == ["network", "num_images", "accuracy", "nll", "ece", "per_class"]
    assert list(rows[0]["per_class"]) == list(CLASS_NAMES)
    # Two pictures of each class: the overall share is the mean of the classes'.
    assert rows[0]["accuracy"] == pytest.approx(np.mean(list(rows[0]["per_class"].values())))


def test_evaluate_goes_on_past_an_untrained_network(tmp_path, nowhere, monkeypatch, capsys):
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", 20)
    write_batches(nowhere / "data", 20)
    status = __main__.main(
        ["--weights", str(tmp_path), "evaluate", "--data-dir", str(nowhere / "data"), "--format", "json"]
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 1
    assert all("not trained yet" in row["error"] for row in rows)
    assert len(rows) == len(network_names())


def test_evaluate_without_data_is_status_2(run, nowhere):
    status, out, err = run("evaluate", "--data-dir", nowhere)
    assert (status, out) == (2, "")
    assert "--data-dir" in err


def test_networks_lists_the_registry(run):
    status, out, _ = run("networks", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["name"] for row in rows] == list(network_names())
    assert list(rows[0]) == [
        "name",
        "title",
        "year",
        "num_params",
        "num_mult_adds",
        "weights_bytes",
        "test_accuracy",
    ]
    assert rows[0]["num_params"] == 62_006


def test_untrained_networks_are_listed_with_their_cost(tmp_path, capsys):
    assert __main__.main(["--weights", str(tmp_path), "networks", "--format", "json"]) == 0
    lenet = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (lenet["num_params"], lenet["num_mult_adds"]) == (62_006, 651_720)
    assert lenet["weights_bytes"] is lenet["test_accuracy"] is None


def test_listing_networks_as_a_program_is_quick_and_quiet(untrained_folder):
    """No TensorFlow for what the cards tell, and nothing on standard error."""
    code = (
        "import sys; from cifar_demo.__main__ import main; "
        f"main(['--weights', {str(untrained_folder)!r}, 'networks']); print('tensorflow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    assert done.stderr == ""


@pytest.fixture
def run_with_committee(committee_folder, capsys):
    """Run a command on two networks and their committee; give exit status and standard output."""

    def run_command(*arguments):
        return __main__.main(["--weights", str(committee_folder), *map(str, arguments)]), capsys.readouterr().out

    return run_command


def test_committee_answers_like_any_network(run_with_committee, photo):
    status, out = run_with_committee("predict", photo, "--network", "committee", "--format", "json")
    row = json.loads(out)
    assert status == 0
    assert row["network"] == "committee"
    assert list(row) == ["file", "network", "top_k", "unfamiliar", "familiarity", "calibrated"]


def test_committee_tells_of_its_card(run_with_committee):
    status, out = run_with_committee("evaluate", "--network", "committee", "--from-card", "--format", "json")
    assert status == 0
    assert json.loads(out)["network"] == "committee"


def test_committee_that_was_never_made_says_how(run, photo):
    status, _, error = run("predict", photo, "--network", "committee")
    assert status == 2
    assert "no committee yet" in error and "python train_model.py --network committee" in error


def test_report_is_written_where_it_was_asked_for(run, tmp_path):
    file = tmp_path / "mine.html"
    status, out, _ = run("report", "--network", "lenet", "--output", file)
    assert status == 0
    assert str(file) in out
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_report_that_cannot_be_written_says_so(run, tmp_path):
    status, _, error = run("report", "--network", "lenet", "--output", tmp_path / "nowhere" / "mine.html")
    assert status == 2
    assert "Cannot write" in error


def test_report_of_the_committee_tells_of_its_members(run_with_committee, tmp_path):
    file = tmp_path / "committee.html"
    status, _ = run_with_committee("report", "--network", "committee", "--output", file)
    assert status == 0
    assert "Is it better than its best member?" in file.read_text(encoding="utf-8")


def test_a_name_that_the_terminal_cannot_write_does_not_end_the_run(untrained_folder, photo, tmp_path):
    odd = tmp_path / "\u732b.png"
    shutil.copy(photo, odd)
    command = [sys.executable, "-m", "cifar_demo", "--weights", untrained_folder, "predict", "--network", "lenet"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*command, odd, photo], capture_output=True, check=True, env=environment)
    first, second = done.stdout.decode("ascii").splitlines()
    assert "\\u732b.png" in first and str(photo) in second


def test_a_name_too_long_for_the_system_is_an_answer_like_any_other(run, photo):
    status, out, _ = run("predict", "x" * 300, photo, "--network", "lenet", "--format", "json")
    wrong, good = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert "Cannot open" in wrong["error"]
    assert good["network"] == "lenet"


def test_a_folder_without_files_is_nothing_to_work_with(run, tmp_path):
    status, out, err = run("predict", tmp_path, "--network", "lenet")
    assert (status, out) == (2, "")
    assert "There are no files in what you named" in err
