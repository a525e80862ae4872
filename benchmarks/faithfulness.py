"""Do maps of Grad-CAM and integrated gradients beat chance? Deletion and insertion curves on 200 test pictures.

Areas are under the deletion curve (lower is better) and the insertion curve (higher is better), in probability,
averaged over the pictures; the class explained is each network's own answer. Needs the data.
"""

from collections.abc import Sequence

import numpy as np

from benchmarks.target import Target, at_least, at_most
from cifar_demo.dataset.cifar10 import TEST_FILES, locate_cifar10, read_split
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.inference.classifier import Classifier, load_classifier
from cifar_demo.results import Explanation
from cifar_demo.results import Target as ClassTarget

NUM_PICTURES = 200
NUM_STEPS = 16
MEASURED = ("vggnet", "resnet")
OTHERS = (("integrated_gradients", None),)


def main() -> list[Target]:
    """Measure and print."""
    import_keras_for_serving()
    images = read_split(locate_cifar10(), TEST_FILES).images
    chosen = np.random.default_rng(0).choice(len(images), NUM_PICTURES, replace=False)
    return [target for name in MEASURED for target in print_areas(load_classifier(name), images[chosen])]


def print_areas(classifier: Classifier, images: np.ndarray) -> list[Target]:
    """Compare each method's areas with those of the same maps laid elsewhere, and of random squares."""
    from cifar_demo.explain.grad_cam import cam_layers
    from cifar_demo.explain.methods import explain
    from cifar_demo.explain.view import GradientView

    view = GradientView(classifier.model, classifier.forward)
    targets = [ClassTarget(int(index)) for index in classifier.logits(images).argmax(axis=1)]
    print(f"\n{classifier.spec.title}, {len(images)} test pictures, {NUM_STEPS} steps")
    print(f"{'':<24}{'deletion':>10}{'elsewhere':>11}{'better on':>11}{'random':>11}", end="")
    print(f"{'insertion':>12}{'elsewhere':>11}{'better on':>11}{'random':>11}")
    aims = []
    for method, layer in (("grad_cam", None), ("grad_cam", cam_layers(classifier.model)[-1]), *OTHERS):
        found = [
            explain(method, view, image, target, layer=layer) for image, target in zip(images, targets, strict=True)
        ]
        areas = np.array([areas_of(view, one, classifier.card.temperature, seed) for seed, one in enumerate(found)])
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


def areas_of(view: object, found: Explanation, temperature: float, seed: int) -> tuple[float, ...]:
    """Areas under deletion and insertion, three each: by the map, by the map laid elsewhere, in random order."""
    from cifar_demo.explain.faithfulness import faithfulness_curves

    curves = faithfulness_curves(
        view, found, temperature=temperature, num_steps=NUM_STEPS, num_elsewhere=1, num_random=1, seed=seed
    )
    deletions = (curves.deletion, curves.elsewhere_deletion, curves.random_deletion)
    insertions = (curves.insertion, curves.elsewhere_insertion, curves.random_insertion)
    return tuple(curves.area(line) for line in (*deletions, *insertions))


def print_gaps(found: Sequence[Explanation]) -> None:
    """Say how well the credits of integrated gradients add up."""
    gaps = np.array([abs(one.gap / one.difference) for one in found if one.gap is not None and one.difference])
    print(f"  credits miss the difference of scores by {np.median(gaps):.2%} (median), {gaps.max():.2%} (worst);")
    print(f"  by less than 2 % on {(gaps < 0.02).mean():.1%} of the pictures")
