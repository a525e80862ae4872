"""The explorer, what stands below it, and the links that lead there."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cifar_demo.figures.packing import unpack_arrays
from cifar_demo.networks import network_names
from cifar_demo.results import ArithmeticTerm, UnitArithmetic
from cifar_demo.ui import address, layers_cache, state, words
from cifar_demo.ui.components import layer_view, unit_check
from cifar_demo.ui.components.number_grid import formula, grid, number
from cifar_demo.ui.pin import has_unit
from tests.ui.conftest import PATIENCE, html

pytestmark = pytest.mark.usefixtures("with_weights")


def sent(page):
    """What the explorer was given: header and arrays."""
    (packed,) = (element.proto.bytes for element in page.get("bidi_component") if element.proto.bytes)
    return unpack_arrays(packed)


def visit(page, **link):
    for key, value in link.items():
        page.query_params[key] = value
    return page.run()


def open_tab(page, tab):
    page.session_state["closer_look"] = tab
    return page.run()


def image_of(page):
    return page.session_state["current_picture"].framed.image


def test_explorer_gets_the_maps_that_the_network_made(inside):
    page = visit(inside, network="lenet", layer="stage2_conv")
    header, arrays = sent(page)
    output = layers_cache.layer_outputs("lenet", image_of(page))["stage2_conv"].activation
    np.testing.assert_allclose(arrays["maps"] * header["factor"], np.moveaxis(output, -1, 0), rtol=2e-3, atol=1e-4)
    np.testing.assert_array_equal(arrays["picture"], image_of(page))


def test_link_names_a_unit(inside):
    page = visit(inside, network="lenet", layer="stage2_conv", unit="3.4.0")
    assert sent(page)[0]["unit"] == [3, 4, 0]
    assert "map 0, row 3, column 4" in "\n".join(element.value for element in page.markdown)


@pytest.mark.parametrize("unit", ["99.0.0", "1", "1.2.-3", "a.b.c", "1.2.3.4", "", "١.1.1", "0.0.99999999999"])
def test_unit_that_the_layer_has_not_is_ignored(inside, unit):
    page = visit(inside, network="lenet", layer="stage2_conv", unit=unit)
    assert not page.exception
    output = layers_cache.layer_outputs("lenet", image_of(page))["stage2_conv"].activation
    assert output[tuple(sent(page)[0]["unit"])] == output.max()


def _inside_with_address() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.pages import inside

    state.start()
    inside.show()
    state.write_link()


def test_address_leads_back_to_the_unit(monkeypatch):
    """What the address says after a click brings another visitor to the same unit."""
    monkeypatch.setattr(address, "page_path", lambda: "inside")
    first, second = (AppTest.from_function(_inside_with_address, default_timeout=PATIENCE) for _ in range(2))
    visit(first, network="lenet", layer="stage2_conv", unit="3.4.0")
    first.session_state["unit_of_lenet"].unit = (1, 2, 5)  # as a click leaves it
    first.run()
    visit(second, **first.query_params)
    assert not second.exception
    header, _ = sent(second)
    assert header["unit"] == [1, 2, 5]
    assert second.session_state[state.layer_key("lenet")] == "stage2_conv"
    assert second.query_params == first.query_params


def test_browser_is_not_told_what_it_said_itself(inside):
    page = visit(inside, network="lenet", layer="stage2_conv", unit="3.4.0")
    page.session_state["unit_of_lenet"].unit = (1, 1, 1)  # as a click leaves it
    page.run()
    assert sent(page)[0]["unit"] == [3, 4, 0]
    assert "map 1, row 1, column 1" in "\n".join(element.value for element in page.markdown)


@pytest.mark.parametrize("network", network_names())
def test_every_layer_adds_up(inside, network):
    page = visit(inside, network=network)
    for layer in layers_cache.layers(network):
        page.selectbox(key=state.layer_key(network)).select(layer.name).run()
        assert not page.exception
        assert "By hand:" in html(page)
        assert "do not agree" not in html(page)


def test_a_wrong_sum_is_said_to_be_wrong():
    step = UnitArithmetic("x", "sum", (0,), "Add.", (ArithmeticTerm("a", 1.0),), 1.0, 1.5)
    assert "do not agree" in unit_check._verdict(step)


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.0, "to the last digit"), (3e-7, "to within 0.000001"), (1e-4, "to within 0.0001"), (2.0, "to within 10")],
)
def test_agreement_is_computed(difference, text):
    assert unit_check.agreement(difference, 1.0) == text


def test_roads_switch_off_and_on_again(inside):
    page = open_tab(visit(inside, network="resnet", layer="stage2_block1_add"), layer_view._SWITCH)
    key = f"{state.off_key('resnet', 'stage2_block1_add')}_inputs"
    shortcut = layers_cache.feeding_layers("resnet", "stage2_block1_add")[-1]
    page.multiselect(key=key).set_value([shortcut]).run()
    assert not any("Everything is on" in element.value for element in page.markdown)
    page.button(key="all_on").click().run()
    assert not page.exception
    assert page.session_state[key] == []
    assert any("Everything is on" in element.value for element in page.markdown)


def test_page_says_that_an_own_picture_is_not_in_the_link(inside):
    page = visit(inside, network="lenet", sample="dog-1")
    assert any("with this picture" in element.value for element in page.markdown)
    drawn = page.session_state["current_picture"]
    page.session_state["current_picture"] = replace(drawn, sample=None)
    page.run()
    assert any("Your picture is not part of it" in element.value for element in page.markdown)


def test_maps_switch_off_and_on_again(inside):
    page = open_tab(visit(inside, network="lenet", layer="stage2_conv", unit="3.4.2"), layer_view._SWITCH)
    assert any("Everything is on" in element.value for element in page.markdown)
    page.button(key="switch_pinned").click().run()
    assert page.session_state[state.off_key("lenet", "stage2_conv")] == [2]
    assert not any("Everything is on" in element.value for element in page.markdown)
    page.button(key="all_on").click().run()
    assert not page.exception
    assert any("Everything is on" in element.value for element in page.markdown)


def test_ranking_runs_once_and_stays(inside):
    page = open_tab(visit(inside, network="lenet", layer="stage1_conv"), layer_view._SWITCH)
    page.button(key="rank").click().run()
    assert not page.exception
    assert any("matters most" in element.value for element in page.markdown)
    page.run()
    assert any("matters most" in element.value for element in page.markdown)
    layers_cache._rankings.clear()


def test_rankings_are_forgotten_in_the_end(inside):
    page = visit(inside, network="lenet", layer="stage1_conv")
    known = layers_cache._rankings()
    known.clear()
    for index in range(200):
        known["lenet", b"", "stage1_conv", index] = None
    layers_cache.rank("lenet", image_of(page), "stage4_dense", 0, progress=lambda done, total: None)
    assert len(known) == layers_cache._MAX_RANKINGS
    known.clear()


def test_nothing_can_be_switched_off_at_the_end(inside):
    page = open_tab(visit(inside, network="lenet", layer="logits"), layer_view._SWITCH)
    assert not page.exception
    assert any("Nothing comes after" in element.value for element in page.markdown)


def test_field_is_measured_when_asked_for(inside):
    page = open_tab(visit(inside, network="lenet", layer="stage2_conv", unit="3.4.0"), layer_view._FIELD)
    assert any("can see 14 × 14 pixels" in element.value for element in page.markdown)
    page.button(key="measure_field").click().run()
    assert not page.exception
    assert any("95 %" in element.value for element in page.markdown)


@pytest.mark.parametrize("network", network_names())
def test_map_shows_every_node_and_step(inside, network):
    page = visit(inside, network=network)
    for node in layers_cache.folded_graph(network).nodes:
        page.selectbox(key=state.layer_key(network)).select(node.layers[0]).run()
        assert not page.exception
        labels = [button.label for button in page.button if (button.key or "").startswith("part_")]
        assert len(labels) == (len(node.layers) if len(node.layers) > 1 else 0)


def test_step_within_a_node_is_one_click(inside):
    page = visit(inside, network="vggnet", layer="stage1_conv1")
    page.button(key="part_3").click().run()
    assert page.session_state[state.layer_key("vggnet")] == "stage1_relu1"


def test_number_that_was_passed_on_can_be_followed_back(inside):
    page = visit(inside, network="vggnet", layer="stage1_pool", unit="3.4.5")
    page.button(key="follow_stage1_pool").click().run()
    assert not page.exception
    assert page.session_state[state.layer_key("vggnet")] == "stage1_relu2"
    row, column, channel = sent(page)[0]["unit"]
    assert (row // 2, column // 2, channel) == (3, 4, 5)


@pytest.mark.parametrize(
    ("shape", "unit", "expected"),
    [
        ((4, 4, 2), (3, 3, 1), True),
        ((4, 4, 2), (4, 0, 0), False),
        ((4, 4, 2), (0, 0, -1), False),
        ((4, 4, 2), (1,), False),
        ((4, 4, 2), (0, 0, True), False),
        ((4, 4, 2), (0, 0, "1"), False),
        ((10,), (9,), True),
    ],
)
def test_units_are_checked(shape, unit, expected):
    assert has_unit(shape, unit) is expected


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("C1 · stage 1 convolution", "C1"),
        ("stage 2 block 1 branch 3 convolution 2", "convolution 2"),
        ("stage 2 block 1 shortcut convolution", "convolution"),
        ("stage 4 dense layer", "dense"),
        ("logits", "ten scores"),
        ("input", "input"),
    ],
)
def test_titles_on_the_map_are_short(title, short):
    assert words.short_title(title) == short


@pytest.mark.parametrize(
    ("box", "text"),
    [((0, 0, 32, 32), "the whole picture"), ((3, 4, 4, 5), "1 pixel (row 4, column 3)")],
)
def test_boxes_in_words(box, text):
    assert words.box_words(box) == text


def test_change_of_mind_in_words():
    before, after = np.eye(10, dtype=np.float32)[[8, 9]]
    assert words.what_changed(before, after) == "It changed its mind: **a ship** (100.0%) became **a truck** (100.0%)."
    assert words.what_changed(before, before).startswith("It still sees **a ship**")


@pytest.mark.parametrize(("value", "text"), [(-0.5, "−0.5000"), (-0.00001, "0.0000"), (1234.5, "1,234.5000")])
def test_numbers_have_a_real_minus(value, text):
    assert number(value) == text


def test_grid_marks_the_winner_and_what_is_beyond_the_edge():
    drawn = grid(np.array([[1.0, np.nan], [3.0, -2.0]], np.float32), 3.0, winner=(1, 0))
    assert drawn.count('class="won"') == 1
    assert drawn.count("beyond the edge") == 1
    assert "−2.00" in drawn


def test_formula_keeps_each_number_with_its_name_and_the_sum_last():
    shown = formula([("a < b", "1.0000"), ("sum", "−2.0000")])
    assert "<div><dt>a &lt; b</dt><dd>1.0000</dd></div><div><dt>sum</dt><dd>−2.0000</dd></div>" in shown
