"""python -m benchmarks [NAME …]: measure, and print tables. Without names, all of them.

latency      one picture through each network: the app's way, and the ways that Keras offers
throughput   pictures per second at growing batches, beside the machine's matrix product
training     how much of the machine's matrix product a VGGNet training step reaches
first_page   from `streamlit run` to the first page and to the first answer, in a real Chromium
reruns       from a click to the painted page, beside the app that most people write
memory       resident memory of the server as it fills up
layers       changing layer on the page Inside: milliseconds of the server, and memory after all layers of all networks
explain      each method's milliseconds, and its maps beside random ones on 200 test pictures (needs the data)
familiarity  how well pictures of other things are told from the ten classes (needs the data)
framing      crop, pad, squash, filters and views on pictures set into larger scenes (needs the data)
thousand     a thousand photographs uploaded at once: seconds, and memory of the server
committee    what the committee's shares and its way to refuse are worth (needs the data)
"""

import argparse
import os
import platform

from benchmarks import (
    committee,
    explain,
    familiarity,
    first_page,
    framing,
    latency,
    layers,
    memory,
    reruns,
    thousand,
    throughput,
    training,
)
from cifar_demo.environment import prepare_environment

BENCHMARKS = {
    "latency": latency.main,
    "throughput": throughput.main,
    "training": training.main,
    "first_page": first_page.main,
    "reruns": reruns.main,
    "memory": memory.main,
    "layers": layers.main,
    "explain": explain.main,
    "familiarity": familiarity.main,
    "framing": framing.main,
    "thousand": thousand.main,
    "committee": committee.main,
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
