"""A tiny archive of CIFAR-10's layout, and a web server of our own that gives it."""

import hashlib
import io
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cifar_demo.dataset.cifar10 import FOLDER_NAME
from cifar_demo.dataset.fetch import Archive
from tests.making import write_batches

PER_FILE = 20
UNPACKED = 1_000_000


def tar_of(files: dict[str, bytes], **kinds: bytes) -> bytes:
    """A gzipped tar file; `kinds` names members that are something else than files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, kind in kinds.items():
            member = tarfile.TarInfo(f"{FOLDER_NAME}/{name}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    return packed.getvalue()


def batch_files(folder: Path) -> dict[str, bytes]:
    """The files that an archive should hold, by name; the caller shrinks `cifar10.IMAGES_PER_FILE` to match."""
    write_batches(folder, PER_FILE)
    found = {f"{FOLDER_NAME}/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}
    return {**found, f"{FOLDER_NAME}/readme.html": b"<html></html>", f"{FOLDER_NAME}/batches.meta": b"meta"}


def archive_of(packed: bytes, url: str = "http://localhost:1/cifar.tar.gz") -> Archive:
    """What is to be expected of these bytes."""
    md5 = hashlib.md5(packed, usedforsecurity=False).hexdigest()
    return Archive(url, len(packed), md5, hashlib.sha256(packed).hexdigest(), UNPACKED)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.headers.get("Range"))
        if server.status != 200:
            self.send_error(server.status)
            return
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if server.knows_ranges else 0
        content = server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(server.said_length or len(content)))
        self.end_headers()
        self.wfile.write(content[: server.breaks_after])

    def log_message(self, *_):
        pass


@contextmanager
def web_server(content: bytes) -> Iterator[ThreadingHTTPServer]:
    """A server on a free port of this machine; its attributes say how it misbehaves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.content, server.asked = content, []
    server.status, server.said_length, server.breaks_after, server.knows_ranges = 200, None, None, True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def address_of(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}/cifar.tar.gz"


@contextmanager
def served_archive(folder: Path) -> Iterator[Archive]:
    """A whole, tiny archive that can be fetched."""
    packed = tar_of(batch_files(folder / "made" / FOLDER_NAME))
    with web_server(packed) as server:
        yield archive_of(packed, address_of(server))


def wait_until_done(fetching) -> None:
    end = time.monotonic() + 60
    while fetching.is_running and time.monotonic() < end:
        time.sleep(0.02)
    assert not fetching.is_running
