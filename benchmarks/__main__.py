"""python -m benchmarks [--write] [NAME …]: measure, and print tables. Without names, all of them."""

import argparse

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


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmarks that were named."""
    prepare_environment()
    parser = make_parser()
    options = parser.parse_args(arguments)
    names = options.names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if options.write:
        write_sections(names, BENCHMARKS)
        return
    print(describe_machine())
    for name in names:
        print(f"\n{name}")
        BENCHMARKS[name].main()


if __name__ == "__main__":
    main()
