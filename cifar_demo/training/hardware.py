"""What machine and software this is, for the card."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import keras


def processor_name() -> str:
    """Name of the processor as the system gives it; the bare architecture where it gives none."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def num_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def software_versions() -> dict[str, str]:
    """Versions of Python and of the packages that the figures depend on."""
    found = {"python": platform.python_version(), "keras_backend": keras.backend.backend()}
    for package in ("keras", "numpy", "tensorflow", "tensorflow-cpu", "jax", "torch"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def describe_hardware() -> dict[str, str]:
    """The machine that trains, in words."""
    return {"processor": processor_name(), "cores": str(num_cores()), "system": platform.system()}
