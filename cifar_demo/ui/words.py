"""Sentences for people who have never met a network."""

from __future__ import annotations

from typing import Final

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.results import Box, FloatArray, LayerSummary, Prediction, ScoredClass

# From these shares on, an answer is put as a fact, as a guess, or as two guesses.
SURE: Final = 0.9
LIKELY: Final = 0.6
# How far the best answer is ahead of the second, from which gap in probability on.
_MARGINS: Final = (
    (0.5, "far ahead of"),
    (0.2, "clearly ahead of"),
    (0.05, "a little ahead of"),
    (0.0, "almost level with"),
)

LAYER_KINDS: Final = {
    "input": "Your picture as numbers: one map for red, one for green, one for blue, each pixel compared with the "
    "average of all training pictures.",
    "convolution": "Each kernel is a small pattern that slides over what comes in: the picture at first, later the "
    "maps of the layer before. Where that matches it, the kernel's own map gets a large number; where it shows the "
    "opposite, a negative one.",
    "dense": "Every unit looks at all numbers of the layer before at once, weighs them, and adds them up.",
    "activation": "A simple rule for each number on its own.",
    "pooling": "Neighbouring numbers are merged into one, the largest of them or their average, so that it matters "
    "less where exactly something was found. Where the window moves in larger steps, the map gets smaller too.",
    "normalization": "Each map is moved and stretched to a common range, so that no map shouts down the others and "
    "training stays steady.",
    "dropout": "While training, some numbers are switched off at random so that no unit relies on a single other. "
    "Now, when answering, it changes nothing.",
    "reshape": "Nothing is computed here: the maps are only laid out in one long row, for the dense layers to read.",
    "merge": "Several roads through the network meet here: their maps are added up or laid side by side.",
}
_BY_NAME: Final = {
    "relu": "ReLU: negative numbers become zero, positive ones stay. Only the places where a pattern was found go on.",
    "tanh": "tanh: every number is squeezed between -1 and 1. Strong answers flatten out, weak ones pass nearly "
    "unchanged.",
    "_lrn": "Each number is divided by how loud the neighbouring maps are at the same place: where many maps answer, "
    "only those that answer most stand out.",
    "_add": "The shortcut ends here: what the block worked out is added, number by number, to what it was given. "
    "So the block need only learn what to change.",
    "_concat": "The branches end here: their maps are put one after the other, so that the next layer can read all.",
}


def explain_layer(layer: LayerSummary, kernel_size: tuple[int, int] | None = None) -> str:
    """Say what a layer does, for a 16-year-old; of a convolution, by the height and width of its kernels if known."""
    if layer.name == "logits":
        return (
            "The last layer: one number for each of the ten classes. The highest wins; softmax turns the ten into "
            "percentages."
        )
    if layer.kind == "convolution" and kernel_size == (1, 1):
        return (
            "Each kernel looks at one place only, through all maps that come in at once: it weighs them and adds them "
            "up, place by place. So it mixes maps and finds no shapes."
        )
    if layer.kind == "convolution" and layer.output_shape[:2] == (1, 1):
        return (
            "Each kernel is as large as the maps that come in: it has one place, does not slide, and gives one number. "
            "Where all that comes in matches it, the number is large."
        )
    for rule, sentence in _BY_NAME.items():
        if rule in layer.name:
            return sentence
    return LAYER_KINDS[layer.kind]


def with_article(class_name: str) -> str:
    """Put "a" or "an" before a class name."""
    return f"{'an' if class_name[0] in 'aeiou' else 'a'} {class_name}"


def answer_lead(best: ScoredClass, *, who: str = "network") -> str:
    """Begin an answer as surely as the network, or the committee, is."""
    if best.probability >= SURE:
        return f"The {who} sees"
    return "Probably" if best.probability >= LIKELY else "Hard to say. Perhaps"


def answer_detail(best: ScoredClass, second: ScoredClass) -> str:
    """Say how sure, and how far behind the runner-up is."""
    return f"{as_percent(best.probability)} sure, {_margin(best, second)} ({as_percent(second.probability)})"


def _margin(best: ScoredClass, second: ScoredClass) -> str:
    gap = best.probability - second.probability
    ahead = next(ahead for least, ahead in _MARGINS if gap >= least)
    return f"{ahead} {with_article(second.class_name)}"


def how_often_right(share: float, *, is_drawn: bool = False) -> str:
    """Say how many of 100 answers this sure were right.

    Parameters
    ----------
    share : float
        In [0, 1], from `metrics.calibration.share_right`.
    is_drawn : bool
        The picture is a drawing, of which nobody has counted any.
    """
    right = f"about {round(share * 100)} were right"
    if is_drawn:
        return f"Of 100 photographs answered this surely, {right}. Nobody has counted drawings."
    return f"Of 100 test pictures answered this surely, {right}."


UNFAMILIAR_LEAD: Final = "This does not look like"
UNFAMILIAR_CLASS: Final = "any of the ten"
NOBODY_COUNTED: Final = "How often such an answer is right, nobody has counted: it was tested on the ten only."


def nearest_class(best: ScoredClass, second: ScoredClass) -> str:
    """Say what an unfamiliar picture would be, had it to be one of the ten."""
    return f"If it had to be one: {with_article(best.class_name)}, {answer_detail(best, second)}."


def familiarity_rank(familiarity: float, *, who: str = "network") -> str:
    """Say how a picture ranks among ordinary ones.

    Parameters
    ----------
    familiarity : float
        Share of the held-out pictures that are less familiar, in [0, 1].
    who : str
        "network" or "committee".
    """
    count = round(familiarity * 100)
    others = {0: "none looks", 1: "about 1 looks", 100: "all look"}.get(count, f"about {count} look")
    return f"Of 100 ordinary pictures of the ten things, {others} stranger to the {who} than yours."


def familiarity_judged(*, who: str) -> str:
    """Say what familiarity is judged by, for "network" or "committee"."""
    judged = (
        "A picture of the ten usually lies deep inside what the network knows as one class. A strange one lies near "
        "the borders to several others: little would have to change for another answer. How far it is from them, on "
        "average, is what counts here."
    )
    return f"{judged} For the committee, so does how far its members disagree." if who == "committee" else judged


def verdict(truth: str, best: ScoredClass, *, is_unfamiliar: bool) -> str:
    """Say whether an answer agrees with the label of a picture of the test set."""
    label = f"Its label says: {with_article(truth)}."
    if is_unfamiliar:
        return f"{label} So this is a false alarm."
    return f"{label} {'Right.' if best.class_name == truth else 'Wrong.'}"


def familiarity_rule(false_alarm_rate: float) -> str:
    """Say what is called unfamiliar, and what that costs."""
    count = round(false_alarm_rate * 100)
    return (
        f"Below {count}, the page says that it is none of the ten. That line is a choice: it wrongly turns away "
        f"{count} of 100 CIFAR-10 pictures (false alarms). Of photographs from elsewhere that show one of the ten, the "
        "better networks turn away several times as many. A stricter line would catch more strange pictures and turn "
        "away more true ones."
    )


def answer_cost(prediction: Prediction, num_params: int) -> str:
    """Say how long the answer took and what computed it."""
    return f"Answered in {milliseconds(prediction.seconds)} by {num_params:,} learned numbers."


def milliseconds(seconds: float) -> str:
    """Write a duration in milliseconds."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


def what_it_gets(num_views: int) -> str:
    """Say how little a network sees of a picture, and how often it looks."""
    looks = (
        "nothing else"
        if num_views == 1
        else f"and {num_views} looks: at these{',' if num_views > 2 else ' and'} at their mirror image"
        f"{', and once more closer or wider' if num_views > 2 else ''}, all of them shown below"
    )
    return f"32 × 32 = 1,024 pixels, {looks}. Step back or squint: do you still see it?"


def how_scores_become_shares(temperature: float) -> str:
    """Say in a few words what softmax and temperature do."""
    way, fault = ("lowers", "too sure") if temperature > 1 else ("raises", "not sure enough")
    return (
        "The network gives ten raw scores. **Softmax** raises *e* to each and divides by the sum, so that all are "
        f"positive and make 100% together. On held-out pictures this network was {fault} of itself; dividing the "
        f"scores by {temperature:.2f} first {way} its confidence to what it deserves: **calibrated**."
    )


def origin(name: str, *, is_sample: bool, truth: str | None) -> str:
    """Say which picture this is, and what it shows where that is known."""
    if truth is not None:
        return f"{name}. Its label says: {with_article(truth)}."
    return f"{name}, drawn by this app. Bring yours." if is_sample else name


def about_link(place: str, *, has_sample: bool) -> str:
    """Say what the address of a page brings back, and what it does not."""
    if has_sample:
        return f"The address in your browser leads back to here: to {place}, with this picture. Copy it and pass it on."
    return (
        f"The address in your browser leads back to here: to {place}. **Your picture is not part of it**: whoever "
        "opens the link sees a drawn ship in its place. Choose one of our samples to share the picture too."
    )


def shape_words(shape: tuple[int, ...]) -> str:
    """Write a layer's output shape for people: "28 x 28 pixels, 6 maps" or "84 numbers"."""
    if len(shape) == 1:
        return f"{shape[0]:,} numbers"
    height, width, channels = shape
    return f"{channels:,} maps of {width} × {height} pixels"


def how_to_explore(layer: LayerSummary) -> str:
    """Say how to read a layer's maps, or the units of one without maps."""
    if len(layer.output_shape) == 1:
        return "Each square is one number. Point at one to read it. Click to pin it (orange)."
    what = "one colour" if layer.kind == "input" else "one map: where in the picture its pattern was found"
    return (
        f"Each tile is {what}. Point anywhere: the bright part of the "
        "pictures is all that this spot can see. Click to pin it (orange)."
    )


def short_title(title: str) -> str:
    """Name a layer in the few letters that fit under its picture on the map, where its stage is written above."""
    in_paper, _, rest = title.partition(" · ")
    if rest:
        return in_paper
    said = [word for word in title.split(" ") if word not in ("stage", "block", "branch")]
    while len(said) > 1 and said[0].isdigit():
        said = said[1:]
    if said == ["logits"]:
        return "ten scores"
    return " ".join(said).removeprefix("shortcut ").removeprefix("local response ").removesuffix(" layer")


def group_label(name: str) -> str:
    """Name a stage or block in the few letters that fit under its picture: "stage 2", "block 1"."""
    stage, _, block = name.partition("_block")
    return f"block {block}" if block else stage.replace("stage", "stage ")


def short_shape(shape: tuple[int, ...]) -> str:
    """Write a layer's output shape for the map: "28×28, 6 maps" or "84 numbers"."""
    if len(shape) == 1:
        return f"{shape[0]:,} numbers"
    return f"{shape[1]}×{shape[0]}, {shape[2]:,} maps"


def part_title(title: str) -> str:
    """Name a layer within its node: "convolution", "batch normalisation", "ReLU"."""
    return short_title(title.partition(" · ")[2] or title)


def box_words(box: Box) -> str:
    """Say how large a part of the 32x32 picture is, and where."""
    left, top, right, bottom = box
    if (right - left, bottom - top) == (32, 32):
        return "the whole picture"
    count = (right - left) * (bottom - top)
    if count == 1:
        return f"1 pixel (row {top}, column {left})"
    return f"{right - left} × {bottom - top} pixels (columns {left} to {right - 1}, rows {top} to {bottom - 1})"


def what_changed(before: FloatArray, after: FloatArray) -> str:
    """Say what an answer was and has become: (10,) probabilities before and after."""
    old, new = int(before.argmax()), int(after.argmax())
    was, is_now = as_percent(float(before[old])), as_percent(float(after[new]))
    if old == new:
        return f"It still sees **{with_article(CLASS_NAMES[new])}**: {was} before, {is_now} now."
    return f"It changed its mind: **{with_article(CLASS_NAMES[old])}** ({was}) became " + (
        f"**{with_article(CLASS_NAMES[new])}** ({is_now})."
    )


def unit_words(unit: tuple[int, ...]) -> str:
    """Name a unit for people: "unit 17" or "map 0, row 3, column 4"."""
    if len(unit) == 1:
        return f"unit {unit[0]}"
    row, column, channel = unit
    return f"map {channel}, row {row}, column {column}"
