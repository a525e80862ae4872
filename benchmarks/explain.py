"""Explaining: how long each method takes, warm, with every trained network."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.target import Target as Aim
from benchmarks.target import at_most
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.results import Target

REPEATS = 15
IN_32_STEPS = "integrated gradients, 32 steps"
LIMITS = {"grad_cam": 100, IN_32_STEPS: 1_000, "occlusion": 2_000}  # Milliseconds, medians.


def main() -> list[Aim]:
    """Measure every trained network; the targets are for the one whose maps take longest."""
    import_keras_for_serving()
    return print_times([entry.spec.name for entry in list_networks() if entry.card is not None])


def print_times(names: Sequence[str]) -> list[Aim]:
    """Time each method, warm, on one drawn picture."""
    from cifar_demo.explain.catalog import METHODS as SPECS
    from cifar_demo.explain.integrated_gradients import integrated_gradients
    from cifar_demo.explain.methods import explain, why_not
    from cifar_demo.explain.view import GradientView

    image = frame_image(draw_sample("ship-1")).image
    print(f"{f'milliseconds, median (least) of {REPEATS}':<34}" + "".join(f"{name:>18}" for name in names))
    views, targets = {}, {}
    for name in names:
        classifier = load_classifier(name)
        views[name] = GradientView(classifier.model, classifier.forward)
        targets[name] = Target(int(classifier.logits(image[None]).argmax()))

    slowest: dict[str, float] = {}

    def cell(method: str, name: str, call: Callable[[GradientView, Target], object]) -> str:
        taken = times_of(lambda: call(views[name], targets[name]))
        slowest[method] = max(slowest.get(method, 0.0), float(np.median(taken)))
        return f"{f'{np.median(taken):.0f} ({min(taken):.0f})':>18}"

    for spec in SPECS:
        cells = [
            f"{'-':>18}"
            if why_not(spec.name, views[name].model) is not None
            else cell(spec.name, name, lambda view, target, spec=spec: explain(spec.name, view, image, target))
            for name in names
        ]
        print(f"{spec.title:<34}{''.join(cells)}", flush=True)
    fixed = [
        cell(IN_32_STEPS, name, lambda view, target: integrated_gradients(view, image, target, max_steps=32))
        for name in names
    ]
    print(f"{IN_32_STEPS:<34}{''.join(fixed)}")
    return [
        at_most(f"{method}, slowest network", limit, slowest[method], "{:.0f} ms") for method, limit in LIMITS.items()
    ]


def times_of(call: Callable[[], object]) -> list[float]:
    """Milliseconds of some calls, the first left out: it compiles."""
    taken = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - started))
    return taken[1:]
