"""python -m benchmarks [--write] [NAME …]: measure, and print tables.

Without names, all of them. Several are measured in processes of their own, and one that cannot be (for want of data,
say) does not stop the others.
"""

import argparse
import subprocess
import sys

from benchmarks.catalog import BENCHMARKS
from benchmarks.document import DOCUMENT, write_sections
from benchmarks.machine import describe_machine
from cifar_demo.environment import prepare_environment


def make_parser() -> argparse.ArgumentParser:
    """Describe the options, and every benchmark in a line."""
    listed = "\n".join(f"{name:<12} {benchmark.says}" for name, benchmark in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=listed, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--write", action="store_true", help=f"also rewrite their sections of {DOCUMENT.name}")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks that were named; gives 1 if one of several could not be measured."""
    prepare_environment()
    parser = make_parser()
    options = parser.parse_args(arguments)
    names = options.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if len(names) > 1:
        failed = [name for name in names if not measure_apart(name, is_written=options.write)]
        if failed:
            print(f"\nNot measured: {', '.join(failed)}.", file=sys.stderr)
            return 1
    elif options.write:
        write_sections(names, BENCHMARKS)
    else:
        print(f"{describe_machine()}\n\n{names[0]}")
        BENCHMARKS[names[0]].main()
    return 0


def measure_apart(name: str, *, is_written: bool) -> bool:
    """Run one in a process of its own: what others have left in memory, or set up, would change it.

    Returns
    -------
    bool
        Whether it was measured.
    """
    flags = ["--write"] if is_written else []
    return subprocess.run([sys.executable, "-m", "benchmarks", *flags, name], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
