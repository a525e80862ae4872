"""The only place that reads a pickle: CIFAR-10's batches are pickled dictionaries of bytes, lists and one array each.

A pickle may name any importable function and have it called. This reader knows the few names that an array needs and
refuses every other (Python documentation, "pickle", section "Restricting globals").
"""

import pickle
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy._core.multiarray import _reconstruct

from cifar_demo.errors import DatasetError

# What NumPy 1 and 2 write for a plain array; both spellings name the same functions.
ALLOWED_GLOBALS: Final = frozenset(
    {
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
    }
)


class _RestrictedUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED_GLOBALS:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which a CIFAR-10 batch never does")
        # Taken from NumPy itself, so that both spellings work under either version.
        return {"ndarray": np.ndarray, "dtype": np.dtype, "_reconstruct": _reconstruct}[name]


def read_pickle(path: Path) -> Any:
    """Read one pickled batch without running anything it names.

    Parameters
    ----------
    path : Path
        A file of the `cifar-10-batches-py` layout.

    Returns
    -------
    object
        Dictionaries have byte keys, as Python 2 wrote them.

    Raises
    ------
    DatasetError
        If the file cannot be read, is cut short, or names any other global.
    """
    try:
        with path.open("rb") as file:
            return _RestrictedUnpickler(file, encoding="bytes").load()
    except OSError as error:
        raise DatasetError(f"Cannot read {path}: {error.strerror or error}.") from error
    # A damaged pickle can fail in any of these ways, depending on the byte that is wrong.
    except (
        pickle.UnpicklingError,
        EOFError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        MemoryError,
        OverflowError,
    ) as error:
        raise DatasetError(
            f"{path} is not an intact CIFAR-10 batch ({error or type(error).__name__}). Unpack the archive again."
        ) from error
