"""Explaining: how long each method takes warm, and whether its maps beat a random order on 200 test pictures.

The second part needs the data. Areas are under the deletion curve (lower is better) and the insertion curve (higher is
better), in probability, averaged over the pictures; the class explained is each network's own answer.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np

from cifar_demo.dataset.cifar10 import TEST_FILES, find_cifar10, read_split
from cifar_demo.environment import import_keras_quietly
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample
from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.results import Explanation, Target

NUM_PICTURES = 200
NUM_STEPS = 16
REPEATS = 15
MEASURED = ("vggnet", "resnet")
METHODS = ("grad_cam", "integrated_gradients", "gradient", "smooth_grad", "occlusion")


def main() -> None:
    """Measure every trained network."""
    import_keras_quietly()
    names = [entry.spec.name for entry in list_networks() if entry.card is not None]
    print_times(names)
    folder = find_cifar10()
    if folder is None:
        print("CIFAR-10 is not on this machine: maps are not compared with chance.")
        return
    images = read_split(folder, TEST_FILES).images
    chosen = np.random.default_rng(0).choice(len(images), NUM_PICTURES, replace=False)
    for name in names:
        if name in MEASURED:
            print_areas(load_classifier(name), images[chosen])


def print_times(names: Sequence[str]) -> None:
    """Time each method, warm, on one drawn picture."""
    from cifar_demo.explain.catalog import METHODS as SPECS
    from cifar_demo.explain.methods import explain, why_not
    from cifar_demo.explain.view import GradientView

    image = frame_image(draw_sample("ship-1")).image
    print(f"{f'milliseconds, median (least) of {REPEATS}':<34}" + "".join(f"{name:>18}" for name in names))
    views, targets = {}, {}
    for name in names:
        classifier = load_classifier(name)
        views[name] = GradientView(classifier.model, classifier.forward)
        targets[name] = Target(int(classifier.logits(image[None]).argmax()))
    for spec in SPECS:
        cells = []
        for name in names:
            if why_not(spec.name, views[name].model) is not None:
                cells.append(f"{'-':>18}")
                continue
            taken = times_of(lambda spec=spec, name=name: explain(spec.name, views[name], image, targets[name]))
            cells.append(f"{f'{np.median(taken):.0f} ({min(taken):.0f})':>18}")
        print(f"{spec.title:<34}{''.join(cells)}")


def times_of(call: Callable[[], object]) -> list[float]:
    """Milliseconds of some calls, the first left out: it compiles."""
    taken = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - started))
    return taken[1:]


def print_areas(classifier: Classifier, images: np.ndarray) -> None:
    """Compare each method's deletion and insertion areas with those of random orders, picture by picture."""
    from cifar_demo.explain.methods import explain
    from cifar_demo.explain.view import GradientView

    view = GradientView(classifier.model, classifier.forward)
    targets = [Target(int(index)) for index in classifier.logits(images).argmax(axis=1)]
    print(f"\n{classifier.spec.title}, {len(images)} test pictures, {NUM_STEPS} steps")
    print(f"{'':<24}{'deletion':>10}{'random':>10}{'better on':>11}{'insertion':>11}{'random':>10}{'better on':>11}")
    for method in METHODS:
        found = [explain(method, view, image, target) for image, target in zip(images, targets, strict=True)]
        areas = np.array([areas_of(view, one, classifier.card.temperature) for one in found])
        deletion, chance_deletion, insertion, chance_insertion = areas.mean(axis=0)
        wins = (areas[:, 0] < areas[:, 1]).mean(), (areas[:, 2] > areas[:, 3]).mean()
        print(f"{method:<24}{deletion:10.3f}{chance_deletion:10.3f}{wins[0]:11.0%}", end="")
        print(f"{insertion:11.3f}{chance_insertion:10.3f}{wins[1]:11.0%}")
        if method == "integrated_gradients":
            print_gaps(found)


def areas_of(view: object, found: Explanation, temperature: float) -> tuple[float, float, float, float]:
    """Areas under deletion, random deletion, insertion, random insertion."""
    from cifar_demo.explain.faithfulness import faithfulness_curves

    curves = faithfulness_curves(view, found, temperature=temperature, num_steps=NUM_STEPS, num_random=1)
    lines = (curves.deletion, curves.random_deletion, curves.insertion, curves.random_insertion)
    return tuple(curves.area(line) for line in lines)


def print_gaps(found: Sequence[Explanation]) -> None:
    """Say how well the credits of integrated gradients add up."""
    gaps = np.array([abs(one.gap / one.difference) for one in found if one.gap is not None and one.difference])
    print(f"  credits miss the difference of scores by {np.median(gaps):.2%} (median), {gaps.max():.2%} (worst)")


if __name__ == "__main__":
    main()
