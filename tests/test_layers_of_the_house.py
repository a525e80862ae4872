"""The layer rule: imports point downward only."""

import ast
from pathlib import Path

import pytest

import cifar_demo

PACKAGE = Path(cifar_demo.__file__).parent
ROOT = PACKAGE.parent

LEVELS = {
    "constants": 0,
    "errors": 0,
    "results": 0,
    "environment": 0,
    "image": 1,
    "metrics": 1,
    "networks": 1,
    "dataset": 2,
    "store": 2,
    "inference": 2,
    "evaluation": 2,
    "anatomy": 2,
    "explain": 2,
    "training": 3,
    "figures": 3,
    "report": 4,
    "commands": 4,
    "ui": 4,
    "__main__": 5,
    "train_model": 5,
    "streamlit_app": 5,
}
# Narrower than the level alone: which other rooms a room may use.
ONLY = {
    "image": {"constants", "errors", "results"},
    "metrics": {"constants", "errors", "results"},
    "networks": {"constants", "errors", "results"},
    "figures": {"constants", "errors", "results"},
}
FORBIDDEN = {
    ("ui", "training"),
    ("commands", "training"),
    ("ui", "commands"),
    ("commands", "ui"),
    ("report", "ui"),
    ("report", "commands"),
    ("train_model", "ui"),
    ("streamlit_app", "training"),
}
# Packages that only some rooms may know.
KEEPERS = {
    "streamlit": {"ui", "streamlit_app"},
    "PIL": {"image", "figures"},
    "plotly": {"figures", "report", "ui"},
    "pickle": {"dataset"},
    "tensorflow": {"inference", "anatomy", "explain", "training"},
}
# Within `ui`: which files may touch what Streamlit keeps between runs.
MEMORY_KEEPERS = {
    "cache_data": {"cache", "layers_cache", "inside_cache", "explain_cache"},
    "cache_resource": {"cache", "layers_cache", "inside_cache", "explain_cache", "dataset_cache"},
    "query_params": {"address"},
    "session_state": {"state", "picture_state", "address"},
}
# Their browser part sends under their own key, which Streamlit lets a callback read from the session alone.
BROWSER_PARTS = {"chart", "crop_box", "easel", "explorer", "network_map"}
BROWSER_PARTS |= {"paste", "picture_map", "stepper", "stream", "strip"}
_OWN_KEYS = {"session_state[key]", "session_state[_KEY]"}


def room_of(path: Path) -> str:
    """Name the room that a file lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py") if PACKAGE in path.parents else path.stem


def imported_modules(path: Path) -> set[str]:
    """All modules that a file imports anywhere, functions included."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


SOURCES = sorted([*PACKAGE.rglob("*.py"), ROOT / "train_model.py", ROOT / "streamlit_app.py"])
SOURCES = [path for path in SOURCES if path != PACKAGE / "__init__.py"]


def source_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=source_id)
def test_imports_point_downward(path):
    room = room_of(path)
    used = {module.split(".")[1] for module in imported_modules(path) if module.startswith("cifar_demo.")}
    for other in used - {room}:
        assert LEVELS[other] <= LEVELS[room], f"{room} is below {other}"
        assert (room, other) not in FORBIDDEN, f"{room} must not know {other}"
        assert other in ONLY.get(room, {other}), f"{room} may use only {sorted(ONLY[room])}"


@pytest.mark.parametrize("path", SOURCES, ids=source_id)
def test_packages_stay_with_their_keepers(path):
    for package in {module.split(".")[0] for module in imported_modules(path)} & KEEPERS.keys():
        assert room_of(path) in KEEPERS[package], f"{room_of(path)} must not know {package}"


def uses_of(path: Path, name: str) -> set[str]:
    """All ways in which a file uses something of Streamlit's, as written, with a subscript if there is one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == name]
    subscripts = {id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    return {ast.unparse(subscripts.get(id(node), node)).removeprefix("st.") for node in found}


@pytest.mark.parametrize("path", SOURCES, ids=source_id)
def test_what_streamlit_keeps_is_touched_by_its_keepers_alone(path):
    for name, keepers in MEMORY_KEEPERS.items():
        uses = uses_of(path, name)
        if path.parent.name == "ui" and path.stem in keepers:
            assert uses, f"{path.stem} keeps no {name}: take it off the list"
        elif name == "session_state" and path.parent.name == "components" and path.stem in BROWSER_PARTS:
            assert uses and uses <= _OWN_KEYS, f"{path.stem} may read its own key alone"
        else:
            assert not uses, f"{path.stem} must not touch {name}"


def test_the_rule_catches_another_key_of_the_session(tmp_path):
    path = tmp_path / "nosy.py"
    path.write_text("st.session_state[key].get('picked')\nst.session_state['network'] = 1\nst.session_state.clear()\n")
    assert uses_of(path, "session_state") == {"session_state[key]", "session_state['network']", "session_state"}
    assert not uses_of(path, "query_params")


def test_the_rule_catches_an_upward_import(tmp_path):
    path = tmp_path / "upward.py"
    path.write_text("def lazily():\n    from cifar_demo.ui import state\n")
    assert imported_modules(path) == {"cifar_demo.ui.state"}
    assert LEVELS["ui"] > LEVELS["image"]
