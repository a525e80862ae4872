"""python -m benchmarks [NAME …]: measure, and print tables. Without names, all of them.

latency      one picture through each network: the app's way, and the ways that Keras offers
throughput   pictures per second at growing batches, beside the machine's matrix product
training     how much of the machine's matrix product a VGGNet training step reaches
first_page   from `streamlit run` to the first page and to the first answer, in a real Chromium
reruns       from a click to the painted page, beside the app that most people write
memory       resident memory of the server as it fills up
familiarity  how well pictures of other things are told from the ten classes (needs the data)
"""

import argparse
import os
import platform

from benchmarks import familiarity, first_page, latency, memory, reruns, throughput, training
from cifar_demo.environment import prepare_environment

BENCHMARKS = {
    "latency": latency.main,
    "throughput": throughput.main,
    "training": training.main,
    "first_page": first_page.main,
    "reruns": reruns.main,
    "memory": memory.main,
    "familiarity": familiarity.main,
}


def main() -> None:
    """Run the benchmarks that were named."""
    prepare_environment()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in names:
        print(f"\n{name}")
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
