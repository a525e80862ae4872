"""`python -m benchmarks --write`, with benchmarks that measure nothing."""

import pytest

from benchmarks import __main__ as command
from benchmarks import document
from benchmarks.catalog import Benchmark
from benchmarks.machine import describe_machine, processor_name
from benchmarks.target import at_least, at_most


def benchmarks(figure: str = "12 ms") -> dict[str, Benchmark]:
    def fast():
        print(f"a click {figure}")
        return [at_most("a click", 20, 12, "{:.0f} ms"), at_least("ratio", 20, 19.5, "{:.1f}x")]

    return {
        "fast": Benchmark(fast, "A click", "How long a click takes."),
        "small": Benchmark(lambda: print("memory 3 MB"), "Memory", "How much it takes."),
        "never": Benchmark(lambda: pytest.fail("not asked for"), "Never", "What nobody runs."),
    }


def test_sections_hold_the_sentence_the_machine_the_table_and_the_aims(tmp_path, capsys):
    path = tmp_path / "performance.md"
    document.write_sections(["fast", "small"], benchmarks(), path)
    text = path.read_text()
    assert "## A click\n\nHow long a click takes.\n\n" in text
    assert "```text\na click 12 ms\n```" in text
    assert "| a click | at most 20 ms | 12 ms | yes |" in text
    assert "| ratio | at least 20.0x | 19.5x | **no** |" in text
    assert "```text\nmemory 3 MB\n```" in text
    assert f"On {processor_name()}, " in text
    assert "Not measured yet: `python -m benchmarks --write never`." in text
    assert text.index("## A click") < text.index("## Memory") < text.index("## Never")
    assert "a click 12 ms" in capsys.readouterr().out  # Shown while it runs.


def test_only_the_named_sections_are_rewritten(tmp_path):
    path = tmp_path / "performance.md"
    document.write_sections(["fast", "small"], benchmarks(), path)
    before = path.read_text()
    document.write_sections(["fast"], benchmarks("99 ms"), path)
    after = path.read_text()
    assert "a click 99 ms" in after
    assert "a click 12 ms" not in after
    assert after[after.index("## Memory") :] == before[before.index("## Memory") :]
    document.write_sections(["small"], benchmarks(), path)
    assert "a click 99 ms" in path.read_text()


def test_what_was_measured_is_written_even_if_the_next_one_fails(tmp_path):
    path = tmp_path / "performance.md"

    def fail():
        raise RuntimeError("no Chromium")

    with pytest.raises(RuntimeError, match="no Chromium"):
        document.write_sections(["fast", "bad"], benchmarks() | {"bad": Benchmark(fail, "Bad", "Fails.")}, path)
    assert "a click 12 ms" in path.read_text()


def test_the_machine_is_named():
    said = describe_machine()
    for word in ("cores", "GB of memory", "Python 3.", "TensorFlow 2.", "Streamlit 1.", "load before the start", "UTC"):
        assert word in said


def test_the_command_runs_what_is_named_and_refuses_the_rest(monkeypatch, capsys):
    monkeypatch.setattr(command, "BENCHMARKS", benchmarks())
    command.main(["small"])
    assert "memory 3 MB" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["smal"])
    assert "no benchmark called smal; there are fast, small, never" in capsys.readouterr().err


def test_one_that_cannot_be_measured_does_not_stop_the_others(monkeypatch, capsys):
    monkeypatch.setattr(command, "BENCHMARKS", benchmarks())
    asked = []
    monkeypatch.setattr(
        command, "measure_apart", lambda name, *, is_written: asked.append((name, is_written)) or name != "small"
    )
    assert command.main(["small", "fast", "--write"]) == 1
    assert asked == [("small", True), ("fast", True)]
    assert "Not measured: small." in capsys.readouterr().err
    assert command.main(["fast", "fast"]) == 0


def test_the_shipped_document_has_a_section_for_every_benchmark():
    text = document.DOCUMENT.read_text(encoding="utf-8")
    assert text == document.document_text(document.read_sections(text), command.BENCHMARKS)
