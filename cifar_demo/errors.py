"""Errors that a person can act on: each message says what was wrong and what to do about it.

::

    CifarDemoError
    ├── ImageDecodeError      a file is not a picture that can be read, or is too large
    ├── DatasetError          CIFAR-10 is missing, incomplete or damaged
    ├── WeightsError          trained weights or their card are missing, damaged or foreign
    ├── UnknownNetworkError   no network of that name in the registry
    ├── ExplainError          a method cannot explain this network
    └── TrainingError         a run cannot start or go on as asked

Pages and commands show a `CifarDemoError` as one sentence; any other exception is a bug and must surface.
"""


class CifarDemoError(Exception):
    """Something a person can mend; its text is the whole message."""


class ImageDecodeError(CifarDemoError):
    """A file cannot be turned into a picture."""


class DatasetError(CifarDemoError):
    """CIFAR-10 cannot be found or is not what it should be."""


class WeightsError(CifarDemoError):
    """Trained weights cannot be used."""


class UnknownNetworkError(CifarDemoError):
    """The registry holds no network of this name."""


class ExplainError(CifarDemoError):
    """A method cannot explain this network."""


class TrainingError(CifarDemoError):
    """A training run cannot start or go on as asked."""
