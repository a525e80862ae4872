"""Fetching CIFAR-10: from a server of our own, whole, broken off, wrong, and hostile."""

import errno
import shutil
import tarfile
from dataclasses import replace

import pytest

from cifar_demo.commands.fetch import run_fetch
from cifar_demo.dataset import cifar10, fetch
from cifar_demo.dataset.cifar10 import FOLDER_NAME, cache_folder, find_cifar10
from cifar_demo.dataset.fetch import OFFICIAL, fetch_cifar10
from cifar_demo.errors import DatasetError
from tests.dataset.served import PER_FILE, address_of, archive_of, batch_files, tar_of, web_server

PART = "cifar-10-python.tar.gz.part"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", PER_FILE)
    return batch_files(tmp_path / "made" / FOLDER_NAME)


@pytest.fixture
def server(files):
    with web_server(tar_of(files)) as running:
        yield running


@pytest.fixture
def archive(server):
    return archive_of(server.content, address_of(server))


@pytest.fixture
def to(tmp_path):
    return tmp_path / "cache"


def ignore(step):
    """Nobody listens."""


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_batches_are_there_and_nothing_else_is_left(archive, to, files):
    steps = []
    found = fetch_cifar10(to, tell=steps.append, archive=archive)
    assert found == to / FOLDER_NAME
    assert names_in(to) == [FOLDER_NAME]
    assert (found / "test_batch").read_bytes() == files[f"{FOLDER_NAME}/test_batch"]
    assert [step.word for step in steps if step.done == step.total][0] == "Fetched"
    assert {step.word for step in steps} == {"Fetched", "Checking", "Unpacked"}
    assert (steps[-1].done, steps[-1].total) == (6, 6)


def test_broken_connection_keeps_what_came_and_goes_on_from_there(archive, server, to):
    server.breaks_after = 5_000
    with pytest.raises(DatasetError, match=r"broke after .* MB.*kept: try again"):
        fetch_cifar10(to, tell=ignore, archive=archive)
    assert (to / PART).stat().st_size == 5_000
    server.breaks_after = None
    fetch_cifar10(to, tell=ignore, archive=archive)
    assert server.asked == [None, "bytes=5000-"]
    assert names_in(to) == [FOLDER_NAME]


def test_server_without_ranges_begins_again(archive, server, to):
    to.mkdir()
    (to / PART).write_bytes(b"half")
    server.knows_ranges = False
    fetch_cifar10(to, tell=ignore, archive=archive)
    assert names_in(to) == [FOLDER_NAME]


def test_stopping_keeps_what_came(archive, to):
    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_cifar10(to, tell=stop, archive=archive)
    assert names_in(to) == [PART]


def test_other_content_is_refused_and_deleted(archive, server, to):
    server.content = bytes(reversed(server.content))
    with pytest.raises(DatasetError, match=r"is not CIFAR-10: its checksum is .* deleted"):
        fetch_cifar10(to, tell=ignore, archive=archive)
    assert names_in(to) == []


def test_login_page_is_told_from_the_file(archive, server, to):
    server.content = b"<html>please log in</html>"
    with pytest.raises(DatasetError, match="Is there a login page"):
        fetch_cifar10(to, tell=ignore, archive=archive)
    assert names_in(to) == []


def test_more_than_expected_is_not_kept(archive, server, to):
    whole = server.content
    server.content, server.said_length = whole + b"more", len(whole)
    fetch_cifar10(to, tell=ignore, archive=archive)
    assert names_in(to) == [FOLDER_NAME]


def test_refusing_server_is_named(archive, server, to):
    server.status = 503
    with pytest.raises(DatasetError, match=r"127\.0\.0\.1 answers 503 .*Try again"):
        fetch_cifar10(to, tell=ignore, archive=archive)


def test_no_network_is_a_sentence(archive, to):
    nowhere = replace(archive, url="http://127.0.0.1:9/cifar.tar.gz")
    with pytest.raises(DatasetError, match=r"Cannot reach 127\.0\.0\.1 \(.*refused.*\)\. Is this machine connected"):
        fetch_cifar10(to, tell=ignore, archive=nowhere)


def test_too_little_room_is_said_before_anything_is_fetched(archive, server, to, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=1_500_000)
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DatasetError, match=r"needs 1 MB|needs .* MB in .* and 2 MB are free"):
        fetch_cifar10(to, tell=ignore, archive=replace(archive, unpacked_bytes=10**9))
    assert server.asked == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full. Make room"),
        (errno.EROFS, "On a host that lets apps keep no files"),
        (errno.EACCES, "allow"),
    ],
)
def test_disk_that_takes_no_more_is_a_sentence(archive, to, monkeypatch, number, sentence):
    def fail(*_, **__):
        raise OSError(number, "strange words of the system")

    monkeypatch.setattr(fetch, "download", fail)
    with pytest.raises(DatasetError, match=sentence):
        fetch_cifar10(to, tell=ignore, archive=archive)


def test_folder_that_cannot_be_made_is_a_sentence(archive, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatasetError, match="Cannot write to"):
        fetch_cifar10(tmp_path / "file" / "cache", tell=ignore, archive=archive)


def hostile(files, kind):
    if kind == "outside":
        return tar_of({**files, "../evil": b"x"})
    if kind == "absolute":
        return tar_of({**files, "/tmp/evil": b"x"})
    if kind == "unexpected":
        return tar_of({**files, f"{FOLDER_NAME}/evil.py": b"x"})
    if kind == "link":
        return tar_of({}, data_batch_1=tarfile.SYMTYPE)
    if kind == "large":
        return tar_of({f"{FOLDER_NAME}/readme.html": b" " * 200_000})
    if kind == "incomplete":
        return tar_of({name: content for name, content in files.items() if "batch_3" not in name})
    return b"no archive at all"


@pytest.mark.parametrize("kind", ["outside", "absolute", "unexpected", "link", "large", "incomplete", "rubbish"])
def test_archive_that_holds_anything_else_leaves_nothing_behind(files, server, to, kind):
    server.content = hostile(files, kind)
    with pytest.raises(DatasetError, match="archive"):
        fetch_cifar10(to, tell=ignore, archive=archive_of(server.content, address_of(server)))
    assert names_in(to) == [PART]
    assert not (to.parent / "evil").exists()


def test_batch_that_would_run_code_is_refused(files, server, to):
    server.content = tar_of({**files, f"{FOLDER_NAME}/test_batch": b"cos\nsystem\n(S'touch evil'\ntR."})
    with pytest.raises(DatasetError, match=r"os\.system"):
        fetch_cifar10(to, tell=ignore, archive=archive_of(server.content, address_of(server)))
    assert FOLDER_NAME not in names_in(to)


def test_incomplete_folder_is_replaced_as_a_whole(archive, to):
    (to / FOLDER_NAME).mkdir(parents=True)
    (to / FOLDER_NAME / "data_batch_1").write_bytes(b"")
    found = fetch_cifar10(to, tell=ignore, archive=archive)
    assert (found / "data_batch_1").stat().st_size > 1_000


def test_command_fetches_once_and_prints_the_folder(archive, nowhere, capsys, monkeypatch):
    class Options:
        folder = None

    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", PER_FILE)
    assert run_fetch(Options(), archive) == 0
    assert capsys.readouterr().out == f"{cache_folder() / FOLDER_NAME}\n"
    assert find_cifar10() == cache_folder() / FOLDER_NAME
    assert run_fetch(Options(), archive) == 0
    assert "already" in capsys.readouterr().err


def test_official_address_is_the_published_one():
    assert OFFICIAL.url == "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
    assert OFFICIAL.md5 == "c58f30108f718f92721af3b95e74349a"
