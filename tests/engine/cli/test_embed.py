"""`puna embed`: vectors, and nothing else on standard output."""

from pathlib import Path

import pytest
from helpers.commands import lines, raised, run
from helpers.tiny_embedder import write_tiny_bert

from engine.errors import InvalidInput, ModelNotFound
from engine.paths import Home


@pytest.fixture
def bert(tmp_path: Path) -> str:
    return str(write_tiny_bert(tmp_path / "bert.gguf"))


def test_a_line_of_numbers_each(home: Home, bert: str):
    result = run(home, "embed", "-m", bert, "the llama", "grass")
    first, second = result.stdout.splitlines()
    numbers = [float(number) for number in first.split()]
    assert len(numbers) == 32
    assert sum(number**2 for number in numbers) == pytest.approx(1, abs=1e-5)
    assert first != second


def test_lines_of_standard_input_for_programs(home: Home, bert: str):
    result = run(home, "embed", "-m", bert, "--query", "--json", given="llama\r\n\n羊驼")
    first, empty, last, end = lines(result)
    assert [line["event"] for line in (first, last, end)] == ["embedded", "embedded", "finished"]
    assert (first["text"], last["text"]) == ("llama", "羊驼")
    assert first["tokens"] > 3
    assert not first["cut"]
    assert (empty["tokens"], set(empty["vector"])) == (0, {0.0})
    assert (end["texts"], end["model"], end["embedding"]["dimension"]) == (3, bert, 32)


def test_nothing_to_do(home: Home, bert: str):
    assert isinstance(raised(run(home, "embed", "-m", bert)), InvalidInput)
    assert isinstance(raised(run(home, "embed", "-m", "nothing", "a")), ModelNotFound)
