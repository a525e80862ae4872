"""What the committee's choices are worth: shares fitted or equal, and what it refuses by. Needs the data.

All trained networks sit on it. Everything is fitted on the held-out pictures; the first test pictures and unfamiliar
ones, drawn and made of test pictures, are measured.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.familiarity import unfamiliar_pictures
from cifar_demo.dataset.cifar10 import load_cifar10
from cifar_demo.environment import import_keras_quietly
from cifar_demo.image.unfamiliar import UNFAMILIAR_KINDS
from cifar_demo.inference.classifier import WEIGHTS_FOLDER
from cifar_demo.inference.committee import view_of
from cifar_demo.metrics.calibration import fit_temperature
from cifar_demo.metrics.detection import area_under_roc
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.metrics.mixture import as_logits, disagreement, fit_shares, mix
from cifar_demo.results import FloatArray

NUM_TEST = 2_000
NUM_OF_A_KIND = 20
NUM_SPOILT = 400
LEAST = 1e-2

Labelled = tuple[FloatArray, np.ndarray]  # Probabilities (M, N, 10) and labels (N,).
Views = tuple[FloatArray, FloatArray]  # Probabilities (M, N, 10) and familiarity scores (M, N).


def main() -> None:
    """Measure and print."""
    import_keras_quietly()
    from cifar_demo.training.committee import common_held_out, load_members

    data, members = load_cifar10(), load_members(WEIGHTS_FOLDER)
    held_out = data.train.take(common_held_out(members, data))
    test = data.test.take(np.arange(NUM_TEST))

    def views(images: np.ndarray) -> Views:
        probs, scores = zip(*(view_of(member, images) for member in members), strict=True)
        return np.stack(probs), np.stack(scores)

    kept, usual = views(held_out.images), views(test.images)
    shares = fit_shares(kept[0], held_out.labels)
    print(", ".join(f"{member.spec.title} {share:.1%}" for member, share in zip(members, shares, strict=True)))
    titles = [member.spec.title for member in members]
    print_answers(titles, (kept[0], held_out.labels), (usual[0], test.labels), shares)
    strange = {name: views(images) for name, images in some_unfamiliar(test.images).items()}
    print_refusals(ways(titles, kept, shares), usual, strange)


def some_unfamiliar(images: np.ndarray) -> dict[str, np.ndarray]:
    """Thin out what `benchmarks.familiarity` makes: drawn ones together, and each kind made of test pictures."""
    made = unfamiliar_pictures(images)
    drawn = np.concatenate([made[kind][:NUM_OF_A_KIND] for kind in UNFAMILIAR_KINDS])
    return {"drawn": drawn} | {name: rest[:NUM_SPOILT] for name, rest in made.items() if name not in UNFAMILIAR_KINDS}


def print_answers(titles: list[str], kept: Labelled, test: Labelled, shares: FloatArray) -> None:
    """Print accuracy, likelihood and calibration of each member, and of the average with equal and fitted shares.

    Averages are calibrated on the held-out pictures, as members are.
    """
    equal = np.full(len(shares), 1 / len(shares), np.float32)
    print(f"\n{'first test pictures':<26}{'right':>9}{'nll':>9}{'ece':>9}{'temperature':>13}")
    alone = {title: np.eye(len(shares), dtype=np.float32)[place] for place, title in enumerate(titles)}
    for name, wanted in (alone | {"equal shares": equal, "fitted shares": shares}).items():
        temperature = fit_temperature(as_logits(mix(kept[0], wanted)), kept[1])
        figures = evaluate_logits(as_logits(mix(test[0], wanted)), test[1], temperature=temperature)
        print(f"{name:<26}{figures.accuracy:9.2%}{figures.nll:9.4f}{figures.ece:9.2%}{temperature:13.2f}")


def print_refusals(judged: dict[str, Callable[[Views], FloatArray]], usual: Views, strange: dict[str, Views]) -> None:
    """Print the area under the ROC curve of each way to refuse."""
    print(f"\n{'area under ROC':<44}" + "".join(f"{name:>12}" for name in (*strange, "mean")))
    for name, score in judged.items():
        familiar = score(usual)
        areas = [area_under_roc(familiar, score(views)) for views in strange.values()]
        print(f"{name:<44}" + "".join(f"{area:12.3f}" for area in (*areas, np.mean(areas))))


def ways(titles: list[str], kept: Views, shares: FloatArray) -> dict[str, Callable[[Views], FloatArray]]:
    """List scores of familiarity; each part is measured in deviations over the held-out pictures."""
    equal = np.full(len(shares), 1 / len(shares), np.float32)

    def standard(part: Callable[[Views], FloatArray]) -> Callable[[Views], FloatArray]:
        centre, spread = part(kept).mean(), part(kept).std()
        return lambda views: (part(views) - centre) / spread

    by_share, by_mean = standard(lambda views: shares @ views[1]), standard(lambda views: equal @ views[1])
    by_shares_agreed = standard(lambda views: -np.log(disagreement(views[0], shares) + LEAST))
    agreed = standard(lambda views: -np.log(disagreement(views[0], equal) + LEAST))
    alone = {title: (lambda views, place=place: views[1][place]) for place, title in enumerate(titles)}
    return alone | {
        "familiarity by shares": by_share,
        "familiarity, all alike": by_mean,
        "agreement by shares": by_shares_agreed,
        "agreement, all alike": agreed,
        "by shares + agreement by shares": lambda views: by_share(views) + by_shares_agreed(views),
        "by shares + half agreement by shares": lambda views: by_share(views) + 0.5 * by_shares_agreed(views),
        "by shares + agreement, all alike": lambda views: by_share(views) + agreed(views),
        "shipped: by shares + half agreement": lambda views: by_share(views) + 0.5 * agreed(views),
        "by shares + quarter agreement": lambda views: by_share(views) + 0.25 * agreed(views),
        "alike + half agreement": lambda views: by_mean(views) + 0.5 * agreed(views),
    }
