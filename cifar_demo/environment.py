"""What must be set before TensorFlow is imported, for every way into the program."""

import os
from types import MappingProxyType
from typing import Final

SETTINGS: Final = MappingProxyType(
    {
        # The app runs on TensorFlow; training may name another backend beforehand.
        "KERAS_BACKEND": "tensorflow",
        # Its start-up notes are no news to anyone; real errors still show.
        "TF_CPP_MIN_LOG_LEVEL": "2",
        # On by default, but saying so keeps TensorFlow from printing that it is.
        "TF_ENABLE_ONEDNN_OPTS": "1",
    }
)


def prepare_environment() -> None:
    """Set what is not set already. Call it first in an entry point; it does nothing after TensorFlow's import."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
