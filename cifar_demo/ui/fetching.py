"""CIFAR-10 being fetched in the background: once for all visitors, since it is the server that keeps it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from cifar_demo.dataset.fetch import OFFICIAL, Archive, Step, fetch_cifar10
from cifar_demo.errors import DatasetError

STOPPED: Final = "Stopped. What has come is kept: fetching goes on from there."


class _StopError(DatasetError):
    """A person pressed Stop."""


class Fetching:
    """One fetch at a time, which any visitor may start, watch and stop.

    Attributes
    ----------
    step : Step or None
        How far it has come; None before the first.
    trouble : str or None
        Why the last one ended early.
    """

    def __init__(self, archive: Archive = OFFICIAL) -> None:
        self.archive = archive
        self.step: Step | None = None
        self.trouble: str | None = None
        self._fault: Exception | None = None
        self._lock = threading.Lock()
        self._is_wanted = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether data are coming now."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, folder: Path) -> None:
        """Begin, or go on; does nothing while it runs."""
        with self._lock:
            if self.is_running:
                return
            self.step, self.trouble = None, None
            self._is_wanted.set()
            self._thread = threading.Thread(target=self._run, args=(folder,), name="fetch-cifar10", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop soon; what has come is kept."""
        self._is_wanted.clear()

    def raise_fault(self) -> None:
        """Raise what ended the last fetch if it was a bug, once: a thread has nobody to tell."""
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def _run(self, folder: Path) -> None:
        try:
            fetch_cifar10(folder, tell=self._tell, archive=self.archive)
        except DatasetError as error:
            self.trouble = str(error)
        except Exception as error:  # Not hidden: the next look at the page raises it.
            self._fault = error

    def _tell(self, step: Step) -> None:
        if not self._is_wanted.is_set():
            raise _StopError(STOPPED)
        self.step = step
