"""What must be done before TensorFlow is imported, for every way into the program."""

import ctypes
import gc
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

SETTINGS: Final = MappingProxyType(
    {
        # The app runs on TensorFlow; training may name another backend beforehand.
        "KERAS_BACKEND": "tensorflow",
        # Informational messages are no news to anyone; warnings and errors still show.
        "TF_CPP_MIN_LOG_LEVEL": "1",
    }
)
# oneDNN keeps code and an order of the weights of its own for every convolution and size of batch: a fifth of what six
# networks take, and one picture is answered as fast without. Training wants it, for its products in bfloat16.
SERVING_SETTINGS: Final = MappingProxyType({"TF_ENABLE_ONEDNN_OPTS": "0"})
STANDARD_ERROR: Final = 2


def prepare_environment() -> None:
    """Set what is not set already. Call it first in an entry point; it does nothing after TensorFlow's import."""
    _set_unless_set(SETTINGS)


def import_keras_quietly() -> None:
    """Import Keras and its backend without TensorFlow's start-up notes, which no setting turns off.

    For commands, which own their process: standard error goes nowhere meanwhile. Failures still raise.
    """
    _name_temporary_folder()
    with _without_standard_error():
        import keras  # noqa: F401


def import_keras_for_serving() -> None:
    """Import Keras for a server that runs pages in many threads.

    Streamlit calls `keras.backend.clear_session` after every run of every page. That throws away the state by which
    another visitor's thread may be building a model just then, and searches all of memory for garbage: it is switched
    off. See docs/decisions/0006-after-every-rerun.md.
    """
    os.environ["KERAS_BACKEND"] = "tensorflow"  # Whatever Keras' own file names: the app runs on no other.
    _set_unless_set(SETTINGS | SERVING_SETTINGS)
    _name_temporary_folder()
    import keras

    keras.backend.clear_session = _keep_session
    settle_memory()


def settle_memory() -> None:
    """Take everything that is alive now out of the garbage collector's sight, until the next call; give the rest back.

    TensorFlow and the networks are a million objects that stay; searching them takes a quarter of a second each time,
    and Streamlit asks for it after every run of a page. What loading needed meanwhile is several times what stays: the
    C library would keep it. So would TensorFlow: what it prepared for each variable that was made.
    """
    if eager := sys.modules.get("tensorflow.python.eager.context"):
        eager.context().clear_kernel_cache()  # As Keras' `clear_session` does, and nothing else of it.
    gc.unfreeze()  # A visitor's session that was alive the last time may be gone now.
    gc.collect()
    gc.freeze()
    give_memory_back()


def give_memory_back() -> None:
    """Give the machine what the C library keeps of memory that is free; it takes some milliseconds."""
    if library := _glibc():
        library.malloc_trim(0)


def _set_unless_set(settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def _glibc() -> ctypes.CDLL | None:
    """Give the C library where it is GNU's; other systems manage without."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def _name_temporary_folder() -> None:
    """Where no folder for temporary files can be written, name one all the same.

    TensorFlow's import asks for its name, writes nothing there, and would fail on a read-only machine.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = os.path.abspath(os.sep)


def _keep_session(free_memory: bool = True) -> None:
    """Do nothing: networks are shared by all visitors and stay."""


@contextmanager
def _without_standard_error() -> Iterator[None]:
    """Send what C++ code writes to standard error nowhere; Python's `sys.stderr` cannot catch that."""
    kept, nowhere = os.dup(STANDARD_ERROR), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)
