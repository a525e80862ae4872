"""Explaining: how long each method takes warm, and whether its maps beat chance on 200 test pictures.

The second part needs the data. Areas are under the deletion curve (lower is better) and the insertion curve (higher is
better), in probability, averaged over the pictures; the class explained is each network's own answer.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.target import Target as Aim
from benchmarks.target import at_least, at_most
from cifar_demo.dataset.cifar10 import TEST_FILES, find_cifar10, read_split
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.results import Explanation, Target

NUM_PICTURES = 200
NUM_STEPS = 16
REPEATS = 15
MEASURED = ("vggnet", "resnet")
IN_32_STEPS = "integrated gradients, 32 steps"
LIMITS = {"grad_cam": 100, IN_32_STEPS: 1_000, "occlusion": 2_000}  # Milliseconds, medians.
OTHERS = (("integrated_gradients", None),)


def main() -> list[Aim]:
    """Measure every trained network; the targets are for the one whose maps take longest."""
    import_keras_for_serving()
    names = [entry.spec.name for entry in list_networks() if entry.card is not None]
    targets = print_times(names)
    folder = find_cifar10()
    if folder is None:
        print("CIFAR-10 is not on this machine: maps are not compared with chance.")
        return targets
    images = read_split(folder, TEST_FILES).images
    chosen = np.random.default_rng(0).choice(len(images), NUM_PICTURES, replace=False)
    for name in names:
        if name in MEASURED:
            targets += print_areas(load_classifier(name), images[chosen])
    return targets


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


def print_areas(classifier: Classifier, images: np.ndarray) -> list[Aim]:
    """Compare each method's areas with those of the same maps laid elsewhere, and of random squares."""
    from cifar_demo.explain.grad_cam import cam_layers
    from cifar_demo.explain.methods import explain
    from cifar_demo.explain.view import GradientView

    view = GradientView(classifier.model, classifier.forward)
    targets = [Target(int(index)) for index in classifier.logits(images).argmax(axis=1)]
    print(f"\n{classifier.spec.title}, {len(images)} test pictures, {NUM_STEPS} steps")
    print(f"{'':<24}{'deletion':>10}{'elsewhere':>11}{'better on':>11}{'random':>11}", end="")
    print(f"{'insertion':>12}{'elsewhere':>11}{'better on':>11}{'random':>11}")
    aims = []
    for method, layer in (("grad_cam", None), ("grad_cam", cam_layers(classifier.model)[-1]), *OTHERS):
        found = [
            explain(method, view, image, target, layer=layer) for image, target in zip(images, targets, strict=True)
        ]
        areas = np.array([areas_of(view, one, classifier.card.temperature) for one in found])  # (N, 6)
        means, title = areas.mean(axis=0), method if layer is None else f"{method}, last layer"
        print(f"{title:<24}{means[0]:10.3f}{means[1]:11.3f}{(areas[:, 0] < areas[:, 1]).mean():11.0%}", end="")
        print(f"{means[2]:11.3f}{means[3]:12.3f}{means[4]:11.3f}{(areas[:, 3] > areas[:, 4]).mean():11.0%}", end="")
        print(f"{means[5]:11.3f}", flush=True)
        for other, place in (("laid elsewhere", 1), ("squares in random order", 2)):
            what = f"{classifier.spec.title}, {title} against {other}"
            aims += [
                at_most(f"{what}: deletion", means[place], means[0], "{:.3f}"),
                at_least(f"{what}: insertion", means[3 + place], means[3], "{:.3f}"),
            ]
        if method == "integrated_gradients":
            print_gaps(found)
    return aims


def areas_of(view: object, found: Explanation, temperature: float) -> tuple[float, ...]:
    """Areas under deletion and insertion, three each: by the map, by the map laid elsewhere, in random order."""
    from cifar_demo.explain.faithfulness import faithfulness_curves

    noise = np.random.default_rng(0).random(found.heatmap.shape, np.float32)
    random = replace(found, heatmap=noise)
    both = [
        faithfulness_curves(view, one, temperature=temperature, num_steps=NUM_STEPS, num_elsewhere=1)
        for one in (found, random)
    ]
    return tuple(
        curves.area(line)
        for lines in (
            (both[0].deletion, both[0].elsewhere_deletion, both[1].deletion),
            (both[0].insertion, both[0].elsewhere_insertion, both[1].insertion),
        )
        for curves, line in zip((both[0], both[0], both[1]), lines, strict=True)
    )


def print_gaps(found: Sequence[Explanation]) -> None:
    """Say how well the credits of integrated gradients add up."""
    gaps = np.array([abs(one.gap / one.difference) for one in found if one.gap is not None and one.difference])
    print(f"  credits miss the difference of scores by {np.median(gaps):.2%} (median), {gaps.max():.2%} (worst)")


if __name__ == "__main__":
    main()
