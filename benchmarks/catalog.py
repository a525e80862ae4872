"""All benchmarks by name, and what each tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import (
    committee,
    explain,
    faithfulness,
    familiarity,
    first_page,
    framing,
    latency,
    layers,
    memory,
    photographs,
    reruns,
    thousand,
    throughput,
    training,
    visitors,
)
from benchmarks.target import Target


@dataclass(frozen=True)
class Benchmark:
    """One measurement.

    Attributes
    ----------
    main : callable
        Measures, prints tables, and gives what was aimed at, if anything.
    title : str
        For a heading.
    says : str
        In a sentence, what its tables tell.
    """

    main: Callable[[], Sequence[Target] | None]
    title: str
    says: str


BENCHMARKS: Final[dict[str, Benchmark]] = {
    "latency": Benchmark(
        latency.main,
        "One picture",
        "One picture through each network, warm: the app's way beside the ways that Keras offers.",
    ),
    "throughput": Benchmark(
        throughput.main,
        "Many pictures",
        "Pictures per second at growing batches, and the share of the machine's matrix product that they reach.",
    ),
    "training": Benchmark(
        training.main,
        "Training",
        "How much of the machine's matrix product a VGGNet training step reaches, augmentation included.",
    ),
    "first_page": Benchmark(
        first_page.main,
        "Cold start",
        "From `streamlit run` to the first page and to the first answer, in a real Chromium.",
    ),
    "reruns": Benchmark(
        reruns.main,
        "A click",
        "What a rerun of each page costs the server, and how long a person waits from click to painted page, beside "
        "the app that most people write.",
    ),
    "memory": Benchmark(
        memory.main, "Memory", "Resident memory of the server as networks are loaded, visitors come and people click."
    ),
    "layers": Benchmark(
        layers.main,
        "Changing layer",
        "What changing layer on the page Inside costs the server, and its memory after all layers of all networks.",
    ),
    "visitors": Benchmark(
        visitors.main,
        "Sixteen visitors at once",
        "How long visitors wait who change picture, network and page at once, whether each gets their own answers, and "
        "how many clicks one core serves.",
    ),
    "explain": Benchmark(
        explain.main,
        "Explaining",
        "Milliseconds of each method with each network.",
    ),
    "faithfulness": Benchmark(
        faithfulness.main,
        "Explaining better than chance",
        "Deletion and insertion by each map, by the same map laid elsewhere, and at random, on 200 test pictures "
        "(needs CIFAR-10).",
    ),
    "familiarity": Benchmark(
        familiarity.main,
        "Other things",
        "How well pictures of other things are told from the ten classes (needs CIFAR-10).",
    ),
    "framing": Benchmark(
        framing.main,
        "Framing",
        "Crop, pad, squash, filters and views on pictures set into larger scenes (needs CIFAR-10).",
    ),
    "thousand": Benchmark(
        thousand.main, "A thousand photographs", "Uploaded at once: the seconds, and the memory of the server."
    ),
    "committee": Benchmark(
        committee.main,
        "The committee",
        "What the committee's shares and its way to refuse are worth (needs CIFAR-10).",
    ),
    "photographs": Benchmark(
        photographs.main,
        "Real photographs",
        "How right and how sure the app is about photographs that are not CIFAR-10's, of the ten classes and of other "
        "things (needs a folder of them).",
    ),
}
