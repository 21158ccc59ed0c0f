"""`puna bench` for programs and for people, on a tiny model."""

from pathlib import Path

import pytest
import typer
from click.testing import Result
from helpers.commands import lines
from helpers.tiny_gguf import write_tiny_gguf
from typer.testing import CliRunner

from engine import tuning
from engine.cli.bench import bench, describe
from engine.messages import Tuning
from engine.paths import Home


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_gguf(tmp_path / "tiny.gguf", n_ctx=512)


def run(home: Home, *arguments: str) -> Result:
    app = typer.Typer()
    app.command("bench")(bench)
    return CliRunner().invoke(app, list(arguments), obj=home)


def test_for_programs_and_what_is_kept(home: Home, model: Path):
    told = lines(run(home, "-m", str(model), "--quick", "--json"))
    assert {line["event"] for line in told[:-1]} == {"measured"}
    end = told[-1]
    assert end["event"] == "finished"
    assert end["best"]["n_threads"] >= 1
    assert min(end["prefill_share"], end["decode_share"]) > 0
    found = tuning.found(home, model)
    # On a busy machine nothing is kept, and that is told.
    assert end["kept"] == (end["busy_cores"] <= 0.25) == (found is not None)
    if found:
        assert found.tuning.n_threads == end["best"]["n_threads"]


def test_for_people(home: Home, model: Path):
    result = run(home, "-m", str(model), "--quick", "--dry")
    assert result.exit_code == 0
    for text in ("Threads 1", "llama.cpp alone", "Puna ", "Best: ", "reading", "writing"):
        assert text in result.stdout
    assert tuning.found(home, model) is None


@pytest.mark.parametrize(
    ("tuning", "words"),
    [
        (Tuning(1, 256, flash=True), "1 thread, 256 tokens at once, fused attention"),
        (Tuning(4), "4 threads, 256 tokens at once, plain attention"),
    ],
)
def test_a_tuning_in_words(tuning: Tuning, words: str):
    assert describe(tuning) == words
