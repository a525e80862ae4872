"""The guided tour: it stops everywhere, asks before it tells, and its answers are worked out."""

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image.samples import draw_sample, sample_names
from cifar_demo.networks import get_spec, network_names
from cifar_demo.ui import cache, inside_cache, layers_cache, state
from cifar_demo.ui.pages import tour as tour_page
from cifar_demo.ui.tour import activation, convolution, cortex, dense, depth, pixels, pooling, softmax, timeline
from cifar_demo.ui.tour.stand import Stand
from tests.ui.conftest import html

pytestmark = pytest.mark.usefixtures("with_weights")
STEPS = [scene.name for scene in tour_page.SCENES]


@pytest.fixture(params=network_names())
def stand(request):
    from cifar_demo.image.framing import frame_image

    return Stand(get_spec(request.param), frame_image(draw_sample(sample_names()[0])).image)


def visit(page, **link):
    for key, value in link.items():
        page.query_params[key] = value
    return page.run()


@pytest.mark.parametrize("network", network_names())
def test_every_step_shows_before_and_after_the_answer(tour, network):
    page = visit(tour, network=network)
    for step in STEPS:
        page.session_state[state.STEP] = step
        page.run()
        assert not page.exception
        assert page.title[0].value.endswith(next(s.title for s in tour_page.SCENES if s.name == step))
        if any(button.key == "show_me" for button in page.button):
            page.button(key="show_me").click().run()
            assert not page.exception
            assert "The answer:" in html(page)


@pytest.mark.parametrize(
    ("asked", "shown"), [("pooling", "5. Pooling: smaller maps"), ("nowhere", "1. A picture is only numbers")]
)
def test_link_names_a_step_or_is_ignored(tour, asked, shown):
    page = visit(tour, network="lenet", step=asked)
    assert not page.exception
    assert page.title[0].value == shown


def test_next_leads_to_the_end(tour):
    page = visit(tour, network="lenet")
    for step in STEPS[1:]:
        page.button(key="tour_next").click().run()
        assert page.session_state[state.STEP] == step
    assert not any(button.key == "tour_next" for button in page.button)


def test_answer_is_hidden_until_something_was_predicted(tour):
    page = visit(tour, network="lenet", step="activation")
    assert page.button(key="reveal").disabled
    assert "not shown yet" in html(page)
    page.radio[0].set_value(0).run()
    page.button(key="reveal").click().run()
    assert "You said: 0. The answer:" in html(page)
    assert "not shown yet" not in html(page)
    page.button(key="ask_again").click().run()
    assert "not shown yet" in html(page)


def test_predictions_are_counted_at_the_end(tour):
    page = visit(tour, network="lenet", step="pixels")
    page.radio[0].set_value(2).run()
    page.button(key="reveal").click().run()
    page.session_state[state.STEP] = "activation"
    page.run()
    page.radio[0].set_value(0).run()
    page.button(key="reveal").click().run()
    page.session_state[state.STEP] = "pooling"
    page.run()
    page.button(key="show_me").click().run()
    page.session_state[state.STEP] = "timeline"
    page.run()
    assert any("You predicted 1 of 2 rightly." in element.value for element in page.markdown)


def test_another_picture_is_another_question(tour):
    page = visit(tour, network="lenet", step="pixels")
    page.button(key="show_me").click().run()
    assert not any(button.key == "show_me" for button in page.button)
    del page.session_state["current_picture"]  # The next run takes the one that the link names.
    visit(page, sample=sample_names()[3])
    assert any(button.key == "show_me" for button in page.button)


def test_untrained_network_is_said_to_be_so(tour, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)
    page = tour.run()
    assert not page.exception
    assert "not trained yet" in html(page)


def test_every_question_has_its_answer_among_the_options(stand):
    for scene in tour_page.SCENES:
        question = scene.ask(stand)
        if question is None:
            continue
        assert 0 <= question.right < len(question.options)
        assert len(set(question.options)) == len(question.options) >= 2
        assert question.prompt.endswith("?")
        assert len(question.pictures) in (0, len(question.options))


def test_number_of_numbers_is_that_of_the_picture(stand):
    question = pixels.ask(stand)
    assert question.options[question.right] == f"{stand.image.size:,}"


def test_field_question_agrees_with_the_arithmetic(stand):
    question = cortex.ask(stand)
    name = stand.marks.milestones[-1]
    height, width, _ = stand.layers[name].output_shape
    left, top, right, bottom = (
        layers_cache.receptive_fields(stand.spec.name).field(name, (height // 2, width // 2, 0)).box
    )
    expected = f"{right - left} × {bottom - top} pixels"
    assert question.options[question.right] in (expected, "the whole picture")
    assert (right - left, bottom - top) == (32, 32) or question.options[question.right] == expected


def test_kernel_question_is_not_about_the_kernel_in_the_figure(stand):
    question = convolution.ask(stand)
    assert f"kernel {convolution.chosen_channel(stand)}" != question.options[question.right]


def test_activation_question_counts_this_picture(stand):
    question = activation.ask(stand)
    before = stand.activation(stand.marks.before_activation)
    if "tanh" in stand.marks.activation:
        assert question.options[question.right] == f"{np.tanh(before.max()):.2f}"
    else:
        assert f"{(before < 0).mean():.0%}" in question.reason


def test_vote_question_recounts_without_the_strongest(stand):
    question = dense.ask(stand)
    kernels = layers_cache.kernels(stand.spec.name, "logits")
    features = stand.activation(stand.marks.features).ravel().copy()
    best = int(stand.activation("logits").argmax())
    features[int((features * kernels.kernel[0, 0, :, best]).argmax())] = 0
    after = int((features @ kernels.kernel[0, 0] + kernels.bias).argmax())
    assert question.options[question.right].startswith("no" if after == best else "yes")
    assert CLASS_NAMES[best] in question.reason


def test_deep_question_counts_strong_maps(stand):
    peaks = np.abs(stand.activation(stand.marks.milestones[-1])).max(axis=(0, 1))
    assert f"{(peaks >= peaks.max() / 2).sum()} of {len(peaks)}" in depth.ask(stand).reason


def test_adding_to_all_scores_changes_nothing(stand):
    question = softmax.ask(stand)
    assert question.options[question.right] == "nothing"
    assert "0.0%" in question.reason


def test_shift_question_follows_what_was_measured(stand):
    before, after = inside_cache.change_by_shift(
        stand.spec.name, stand.image, (stand.marks.before_pooling, stand.marks.pooling)
    )
    question = pooling.ask(stand)
    alike = abs(before - after) <= 0.05 * max(before, after)
    less = "as much" if alike else "before" if before < after else "after"
    assert less in question.options[question.right]
    assert "%" in question.reason


def test_surest_network_is_the_one_with_the_highest_share(stand):
    question = timeline.ask(stand)
    shares = {
        get_spec(name).title: cache.prediction(name, stand.image).top_k[0].probability for name in network_names()
    }
    assert question.options[question.right] == max(shares, key=shares.get)
