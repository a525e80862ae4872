"""What the guided tour says, step by step. Short: it is read from the back of a classroom."""

from __future__ import annotations

from typing import Final

from cifar_demo.ui.words import with_article

PIXELS: Final = (
    "To a computer your picture is 32 × 32 pixels, each with three numbers from 0 to 255: red, green and blue. "
    "For decades people wrote rules by hand that turn such numbers into edges and corners, and a program "
    "decided from those. A **convolutional network** finds its own rules, from examples. That is why it takes the bare "
    "pixels: little has to be prepared by hand."
)
CORTEX: Final = (
    "In 1959 David Hubel and Torsten Wiesel found cells in a cat's brain that answer to one small patch of "
    "what the eye sees, and only to a line at one angle. That patch is the cell's **receptive field**. A network "
    "borrows the idea: its first units each see a few pixels, deeper units read many of those, and so see more. "
    "It is a likeness, not a copy of a brain."
)
DEPTH: Final = (
    "The next layers do the same again, with the maps of the layer before as their picture. Edges are put together "
    "into corners and textures, and those into parts of things. Each step covers more of the picture, in less "
    "detail. Below each map: what its strongest unit looks at."
)

NOTICE_PIXELS: Final = "how alike the two edge pictures are, though nobody wrote the network a rule for edges."
NOTICE_CORTEX: Final = "how fast the lit part grows from layer to layer."
NOTICE_CONVOLUTION: Final = "that the same few weights are used at every place."
NOTICE_ACTIVATION: Final = "that the rule looks at one number at a time, never at its neighbours."
NOTICE_POOLING: Final = "what the smaller map keeps, and what it loses."
NOTICE_DEPTH: Final = "that maps get coarser while what they see gets larger."
NOTICE_DENSE: Final = "that some votes speak against the winner and are outweighed."
NOTICE_SOFTMAX: Final = "how a lead in scores becomes a larger lead in percent."
NOTICE_TIMELINE: Final = "that each idea answers what the networks before could not do."


def convolution(num_kernels: int, num_weights: int) -> str:
    """Explain a convolution with the numbers of this network."""
    return (
        "A **kernel** is a small pattern of weights, learned from pictures. It slides over the picture. At each place, "
        "pixels are multiplied by the weights above them and the products added up. A large sum says: here the picture "
        "looks like the pattern. All sums together are a **feature map**. "
        f"This layer has {num_kernels} kernels of {num_weights} weights each, used at every place."
    )


def activation(rule: str, *, is_normalised: bool) -> str:
    """Explain the first activation; of a network that normalises before it, that too."""
    if rule == "tanh":
        said = "**tanh** squeezes every number between −1 and 1: small ones pass, large ones level off."
    else:
        said = (
            "**ReLU** turns negative numbers into zero and lets positive ones pass: only where the pattern was found."
        )
    then = (
        "First each map is moved and stretched to a common range (**batch normalisation**). Then comes"
        if is_normalised
        else "Next comes"
    )
    return (
        f"{then} one rule for each number by itself, the **activation**. {said} It looks like nothing, but without "
        "such a bend a hundred layers could do no more than one: sums of sums are only sums."
    )


def pooling(rule: str, size: tuple[int, int]) -> str:
    """Explain a pooling."""
    what = "only the largest number in it goes on" if rule == "largest" else "the average of its numbers goes on"
    return (
        f"**Pooling** makes maps smaller. A window of {size[0]} × {size[1]} moves over the map, and {what}. There is "
        "less to compute afterwards, each later unit sees more of the picture, and it matters less where exactly "
        "something was found."
    )


NO_POOLING: Final = "This network never pools: its kernels take larger steps instead. Another network shows pooling."


def dense(num_features: int, class_name: str) -> str:
    """Explain the last layer."""
    return (
        f"At the end, {num_features:,} numbers are left, each for something found in the picture. A **fully "
        "connected** layer weighs all of them, once for each class: number times weight, all added up. Here: what "
        f"speaks for and against **{class_name}**."
    )


def softmax(temperature: float) -> str:
    """Explain the step from scores to percentages."""
    return (
        "Ten scores are not yet percentages. **Softmax** takes e (2.718…) to the power of each score: all become "
        "positive, and large ones stand out. Then each is divided by the sum of all ten. First every score is divided "
        f"by {temperature:.2f}, so that of answers called 90 % sure, nine of ten are right (**calibration**). That "
        "holds for pictures like those of CIFAR-10; of photographs from elsewhere it can still be too sure."
    )


def timeline(num_networks: int) -> str:
    """Introduce the networks."""
    return (
        f"You have seen the whole way. {'All six' if num_networks == 6 else 'All'} networks take it, from pixels to "
        "ten scores. What changed from 1998 to 2015: more layers, more pictures to learn from, faster "
        "computers, and one idea after the other."
    )


def gap(years: int) -> str:
    """Say why nothing of the kind won for years."""
    return f"{years} years in which pictures to learn from were few and computers slow"


NUMBERS: Final = "How many numbers does a network get for this picture?"
NUMBERS_REASON: Final = "32 × 32 makes 1,024 pixels, and each has three numbers: red, green, blue."
FIELD: Final = "Of the 32 × 32 pixels, how much does a single unit of the last layer shown here see?"
KERNEL: Final = "One of these three kernels made this map. Which?"
SHIFT: Final = "Move the picture one pixel to the right. Which of the two changes less?"
SHIFT_OPTIONS: Final = ("the map before pooling", "the map after pooling", "both change as much")
STRONG: Final = "In the last layer shown, how many maps answer at least half as strongly as the strongest one?"
STRONG_OPTIONS: Final = ("fewer than 1 in 10", "between 1 in 10 and half of them", "more than half of them")
PLUS_FIVE: Final = "If all ten scores grew by 5, what would happen to the percentages?"
PLUS_FIVE_OPTIONS: Final = ("all ten grow", "nothing", "the largest grows, the others shrink")
SUREST: Final = "Which network is the surest about your picture?"


def field_reason(sizes: tuple[tuple[int, int], ...]) -> str:
    """Tell how receptive fields grow: (width, height) of each stop."""
    chain = ", then ".join(f"{width} × {height}" for width, height in sizes)
    return f"The fields grow from layer to layer: {chain} pixels. Every number follows from kernel sizes and steps."


def kernel_reason(letter: str) -> str:
    """Tell which kernel made a map."""
    return (
        f"{letter} made it. The map is red where the picture looks like the kernel, and blue where it looks like "
        "its opposite: dark for bright, yellow for blue."
    )


def share_asked() -> str:
    """Ask for the share of numbers that ReLU silences."""
    return "How many of this layer's numbers will ReLU turn into zero?"


def share_reason(share: float, count: int) -> str:
    """Tell the share of numbers that ReLU silenced."""
    return f"{share:.0%} of its {count:,} numbers are negative for your picture, and all of them become zero."


def squeeze_asked(largest: float) -> str:
    """Ask what tanh makes of a number."""
    return f"The largest number in this layer is {largest:.2f}. What does tanh make of it?"


def squeeze_reason(largest: float, squeezed: float) -> str:
    """Tell what tanh made of a number."""
    return f"tanh({largest:.2f}) is {squeezed:.4f}: however large a number, tanh never takes it beyond 1."


def shift_reason(before: float, after: float, *, is_expected: bool) -> str:
    """Tell by how much maps changed, as shares of their size."""
    said = f"The maps before pooling change by {before:.0%} of their size, after pooling by {after:.0%}."
    if is_expected:
        return f"{said} A window that still holds the same numbers, moved a little, gives nearly the same."
    return f"{said} Usually pooling makes maps steadier; on this picture it does not."


def strong_reason(count: int, total: int) -> str:
    """Tell how many units answer strongly."""
    return (
        f"{count} of {total:,}. A few maps answer strongly to any one picture, and others to another: what it shows "
        "is told by which of them answer together."
        if count * 2 < total
        else f"{count} of {total:,}. In this network many maps work together."
    )


def removal_asked(class_name: str, share: float) -> str:
    """Ask whether the strongest single vote decides."""
    return (
        f"The unit with the strongest vote gives {class_name} {share:.2f} points. Switch it off, with its votes for "
        "all ten classes: does the answer change?"
    )


def removal_reason(before: str, after: str, score_before: float, score_after: float) -> str:
    """Tell what taking the strongest vote away did."""
    moved = f"The score of {before} goes from {score_before:.2f} to {score_after:.2f}"
    if before == after:
        return f"{moved}, and it still wins: many votes decide together."
    return f"{moved}, and now {with_article(after)} wins."


def plus_five_reason(difference: float) -> str:
    """Tell that softmax looks at differences only."""
    return (
        f"Worked out with your scores: no percentage moves by more than {difference:.1%}. Adding the same to every "
        "score multiplies all ten powers by one factor, and dividing by the sum takes it out again. Only the distances "
        "between scores count."
    )


def surest_reason(name: str, answer: str, share: str) -> str:
    """Tell which network is the surest."""
    return (
        f"{name} says {with_article(answer)}, {share} sure. Being sure is not being right: look at what the others say."
    )


def guesses(num_right: int, num_made: int) -> str:
    """Tell a visitor how many predictions came true."""
    if not num_made:
        return ""
    return f"You predicted {num_right} of {num_made} rightly."
