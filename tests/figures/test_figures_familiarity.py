import pytest

from cifar_demo.figures.familiarity import familiarity_scale


@pytest.mark.parametrize("familiarity", [0.0, 0.03, 0.6, 1.0])
def test_scale_marks_the_picture_and_adds_up_to_all(familiarity):
    unfamiliar, familiar, mark = familiarity_scale(familiarity, 0.05).data
    assert list(unfamiliar.x) == [0.05]
    assert unfamiliar.x[0] + familiar.x[0] == pytest.approx(1)
    assert list(mark.x) == [familiarity]


def test_both_ends_of_the_scale_are_named():
    left, right = sorted(familiarity_scale(0.6, 0.05).layout.annotations, key=lambda end: end.x)
    assert (left.text, left.x) == ("strange", 0)
    assert (right.text, right.x) == ("ordinary", 1)
