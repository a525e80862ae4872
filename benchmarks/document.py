"""`docs/performance.md`: one section a benchmark, rewritten when that benchmark is run with `--write`."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final, TextIO

from benchmarks.catalog import Benchmark
from benchmarks.machine import describe_machine
from benchmarks.target import Target

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "performance.md"
HEAD: Final = """# How fast, how small

Measured, not hoped for. `python -m benchmarks --write` measures everything again and writes this file; with names, as
in `python -m benchmarks --write latency memory`, only their sections. Each section names the machine and how busy it
was, and when: an older section is of the networks and views of its day. Compare figures of one section with each
other, and ratios across machines.
"""
_BEGIN, _END = "<!-- begin {} -->", "<!-- end {} -->"
_NOT_MEASURED: Final = "Not measured yet: `python -m benchmarks --write {}`."


class _Tee(io.StringIO):
    """Keeps what is printed and shows it meanwhile."""

    def __init__(self, shown: TextIO) -> None:
        super().__init__()
        self._shown = shown

    def write(self, text: str) -> int:
        self._shown.write(text)
        self._shown.flush()
        return super().write(text)


def write_sections(names: Sequence[str], benchmarks: Mapping[str, Benchmark], path: Path = DOCUMENT) -> None:
    """Run benchmarks one after the other and write the section of each as soon as it is measured.

    Parameters
    ----------
    names : sequence of str
        Which to run.
    benchmarks : mapping of str to Benchmark
        All there are, in the order of their sections; those that are not named keep theirs.
    path : Path
        Made if need be.
    """
    for name in names:
        print(f"\n{name}")
        section = measured_section(benchmarks[name])
        known = read_sections(path.read_text(encoding="utf-8")) if path.is_file() else {}
        path.write_text(document_text(known | {name: section}, benchmarks), encoding="utf-8")


def measured_section(benchmark: Benchmark) -> str:
    """Run a benchmark and write what it printed, with the machine and the aims."""
    machine, tee = describe_machine(), _Tee(sys.stdout)
    with redirect_stdout(tee):
        targets = benchmark.main() or ()
    return f"On {machine}.\n\n```text\n{tee.getvalue().strip()}\n```\n{targets_table(targets)}"


def targets_table(targets: Sequence[Target]) -> str:
    """Write aims beside figures as a Markdown table; nothing where there are none."""
    if not targets:
        return ""
    rows = [f"| {t.what} | {t.wanted} | {t.measured} | {'yes' if t.is_met else '**no**'} |" for t in targets]
    return "\n".join(["", "| What | Wanted | Measured | Met |", "|---|---|---|---|", *rows, ""])


def read_sections(text: str) -> dict[str, str]:
    """Find what was measured before, by name."""
    begin, end = _BEGIN.format(r"(\w+)"), _END.format(r"\1")
    return dict(re.findall(rf"{begin}\n(.*?){end}", text, re.DOTALL))


def document_text(sections: Mapping[str, str], benchmarks: Mapping[str, Benchmark]) -> str:
    """Put the whole document together; of what was not measured, say so."""
    parts = [HEAD]
    for name, benchmark in benchmarks.items():
        body = sections.get(name)
        marked = f"{_BEGIN.format(name)}\n{body}{_END.format(name)}" if body else _NOT_MEASURED.format(name)
        parts.append(f"## {benchmark.title}\n\n{benchmark.says}\n\n{marked}\n")
    return "\n".join(parts)
