"""The machine that figures were taken on, in a line or two: without it no figure means anything."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

PACKAGES = {"TensorFlow": ("tensorflow-cpu", "tensorflow"), "Streamlit": ("streamlit",)}


def describe_machine() -> str:
    """Name processor, cores, memory, versions, and how busy it was before."""
    versions = ", ".join(f"{title} {_version(names)}" for title, names in PACKAGES.items())
    return (
        f"{processor_name()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB of memory; "
        f"{platform.system()}, Python {platform.python_version()}, {versions}; "
        f"load before the start {os.getloadavg()[0]:.1f}; {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    )


def processor_name(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Name the processor's model, as far as the system tells."""
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _version(names: tuple[str, ...]) -> str:
    """Give the version of the first of these packages that is installed."""
    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "not installed"
