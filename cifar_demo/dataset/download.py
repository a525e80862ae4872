"""One large file over HTTP, going on where an earlier attempt stopped."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from cifar_demo.errors import DatasetError

FETCH_AGAIN: Final = "Try again, or get it by hand from https://www.cs.toronto.edu/~kriz/cifar.html."
_CHUNK: Final = 1 << 18
_PATIENCE: Final = 30  # Seconds without a single byte.


def download(url: str, num_bytes: int, part: Path, tell: Callable[[int], None]) -> None:
    """Fetch a file of known size, appending to what has come before.

    Parameters
    ----------
    url : str
    num_bytes : int
        Size of the whole file.
    part : Path
        What has come; kept when the connection breaks.
    tell : callable
        Receives the number of bytes that have come, after each chunk.

    Raises
    ------
    DatasetError
        If the address cannot be reached, answers with something else, or breaks off.
    OSError
        If the file cannot be written.
    """
    has_come = part.stat().st_size if part.exists() else 0
    if has_come >= num_bytes:
        return
    host = urlsplit(url).hostname
    try:
        answer = urllib.request.urlopen(_request(url, has_come), timeout=_PATIENCE)
    except urllib.error.HTTPError as error:
        raise DatasetError(f"{host} answers {error.code} {error.reason} to {url}. {FETCH_AGAIN}") from error
    except (OSError, http.client.HTTPException) as error:  # URLError is an OSError
        reason = getattr(error, "reason", error)
        raise DatasetError(
            f"Cannot reach {host} ({reason}). Is this machine connected, and allowed to go there? {FETCH_AGAIN}"
        ) from error
    with answer:
        start = _start_of(answer, has_come, num_bytes)
        with part.open("ab" if start else "wb") as file:
            come = _copy(answer, file, start, num_bytes, tell)
    if come < num_bytes:
        raise DatasetError(
            f"The connection to {host} broke after {come / 1e6:,.1f} of {num_bytes / 1e6:,.1f} MB. "
            "What has come is kept: try again, and it goes on from there."
        )


def _request(url: str, has_come: int) -> urllib.request.Request:
    headers = {"User-Agent": "cifar-demo"}
    if has_come:
        headers["Range"] = f"bytes={has_come}-"
    return urllib.request.Request(url, headers=headers)


def _start_of(answer: http.client.HTTPResponse, has_come: int, num_bytes: int) -> int:
    """Find where the answer goes on, and refuse one that is not the file: a login page, say."""
    start = has_come if answer.status == http.HTTPStatus.PARTIAL_CONTENT else 0
    said = answer.headers.get("Content-Length")
    if said is not None and int(said) != num_bytes - start:
        raise DatasetError(
            f"{answer.url} is {int(said) + start:,} bytes long and CIFAR-10 is {num_bytes:,}. Is there a login page "
            f"between this machine and the network? {FETCH_AGAIN}"
        )
    return start


def _copy(
    answer: http.client.HTTPResponse, file: IO[bytes], start: int, num_bytes: int, tell: Callable[[int], None]
) -> int:
    """Copy until the end, or until the connection breaks; never more than there should be."""
    come = start
    tell(come)
    while come < num_bytes:
        try:
            chunk = answer.read(min(_CHUNK, num_bytes - come))
        except (OSError, http.client.HTTPException):
            break
        if not chunk:
            break
        file.write(chunk)
        come += len(chunk)
        tell(come)
    return come
