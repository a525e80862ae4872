import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image.damage import KNOBS, damaged, find_knob
from cifar_demo.networks import NETWORKS
from cifar_demo.results import SmallestChange
from cifar_demo.ui import cache, explain_cache, explain_words, state
from cifar_demo.ui.components.limits import limit_words
from tests.ui.conftest import html


def text_of(page) -> str:
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.mark.usefixtures("with_weights")
def test_every_knob_spoils_the_picture_and_undo_brings_it_back(break_it, monkeypatch):
    asked, predict = set(), cache.prediction

    def ask(network, image):
        asked.add((network, image.tobytes()))
        return predict(network, image)

    monkeypatch.setattr(cache, "prediction", ask)
    page = break_it.run()
    assert not page.exception
    assert page.button(key="undo_all").disabled
    assert "Nobody has changed their mind" in text_of(page)
    for knob in KNOBS:
        page.slider(key=state.knob_key(knob.name)).set_value(float(knob.ends[-1]))
    page.run()
    assert not page.exception
    original = page.session_state["current_picture"].framed.image
    spoiled = damaged(original, {knob.name: float(knob.ends[-1]) for knob in KNOBS}).tobytes()
    assert spoiled != original.tobytes()
    assert {(spec.name, seen) for spec in NETWORKS for seen in (spoiled, original.tobytes())} == asked
    assert not page.button(key="undo_all").disabled
    page.button(key="undo_all").click().run()
    assert page.slider(key=state.knob_key("noise")).value == 0
    assert page.slider(key=state.knob_key("contrast")).value == 1
    assert "Nobody has changed their mind" in text_of(page)


@pytest.mark.usefixtures("with_weights")
def test_limits_are_found_on_demand_and_a_slider_can_be_set_to_one(break_it, monkeypatch):
    asked = []

    def find(network, image, *, progress):
        asked.append(network)
        progress(1, 1)
        never = {knob.name: SmallestChange(None, 0, 0, knob.ends[0]) for knob in KNOBS}
        return never | {"rotation": SmallestChange(-14.0, 0, 3, -12.0)}

    monkeypatch.setattr(explain_cache, "find_limits", find)
    monkeypatch.setattr(explain_cache, "known_limits", lambda network, image: None)  # Other tests may have found some.
    page = break_it.run()
    page.button(key="find_limits").click().run()
    assert not page.exception
    assert asked == [spec.name for spec in NETWORKS]
    table = page.dataframe[0].value
    assert list(table.columns[1:]) == [spec.title for spec in NETWORKS]
    assert list(table[NETWORKS[0].title][:2]) == ["−14° → cat", "never"]
    page.slider(key=state.knob_key("noise")).set_value(40.0)
    page.button(key="set_slider").click().run()
    assert page.slider(key=state.knob_key("rotation")).value == -14
    assert page.slider(key=state.knob_key("noise")).value == 0


@pytest.mark.usefixtures("with_weights")
def test_limit_is_where_the_answer_really_changes(break_it):
    break_it.query_params["network"] = "lenet"
    break_it.run()
    image = cache.framed_samples()[0]
    limits = explain_cache.find_limits("lenet", image, progress=lambda done, total: None)
    assert explain_cache.known_limits("lenet", image) == limits
    before = cache.prediction("lenet", image).top_k[0].class_name
    assert any(limit.value is not None for limit in limits.values())
    for name, limit in limits.items():
        if limit.value is not None:
            now = cache.prediction("lenet", damaged(image, {name: limit.value})).top_k[0].class_name
            assert (now, before) == (CLASS_NAMES[limit.after], CLASS_NAMES[limit.before])
            assert now != before


@pytest.mark.usefixtures("with_weights")
def test_network_is_attacked_in_one_step_or_ten(break_it):
    break_it.query_params["network"] = "lenet"
    page = break_it.run()
    page.slider(key=state.ATTACK_SIZE).set_value(7).run()
    for attack in ("fgsm", "pgd"):
        page.segmented_control(key=state.ATTACK).set_value(attack).run()
        assert not page.exception
        assert f"fooled-by-{attack}_png" in {element.key for element in page.get("download_button")}
    page.selectbox(key=state.ATTACK_TARGET).select("cat").run()
    assert not page.exception
    assert "moved by more than 7 of 255" in text_of(page)
    captions = [image.caption for element in page.get("image") for image in element.proto.imgs]
    assert "what was added, 18 times stronger" in captions


@pytest.mark.usefixtures("without_weights")
def test_page_says_that_nothing_is_trained_yet(break_it):
    page = break_it.run()
    assert not page.exception
    assert "not trained yet" in html(page)


def test_limits_are_written_for_people():
    assert limit_words(find_knob("rotation"), SmallestChange(14.0, 0, 3, 12.0)) == "+14° → cat"
    assert limit_words(find_knob("brightness"), SmallestChange(-0.1, 0, 9, 0)) == "−0.1 of full scale → truck"
    assert limit_words(find_knob("size"), SmallestChange(0.85, 0, 1, 0.9)) == "0.85 × → automobile"
    assert limit_words(find_knob("noise"), SmallestChange(None, 0, 0, 80)) == "never"


@pytest.mark.parametrize(
    ("changed", "said"),
    [(0, "Nobody has changed their mind"), (1, "1 of 3 has changed its mind"), (3, "All have changed their minds")],
)
def test_minds_are_counted(changed, said):
    assert explain_words.minds_words(changed, 3) == said
