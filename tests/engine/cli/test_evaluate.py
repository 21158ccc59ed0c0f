"""`puna evaluate` for people and for programs, on a tiny model."""

import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from typer.testing import CliRunner

from engine.cli.evaluate import evaluate
from engine.errors import DataError, InvalidInput, StorageError
from engine.evaluation.results import Results
from engine.paths import Home


def run(home: Home, *arguments: str) -> Result:
    app = typer.Typer()
    app.command("evaluate")(evaluate)
    return CliRunner().invoke(app, list(arguments), obj=home)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    return write_tiny_gguf(path, template=CHATML, n_ctx=1024)


@pytest.fixture
def data(tmp_path):
    rows = [("the sea is calm", "good"), ("the sea is cold", "bad"), ("no sea", "bad")]
    path = tmp_path / "rows.jsonl"
    path.write_text(
        "".join(json.dumps({"prompt": q, "completion": a}) + "\n" for q, a in rows),
        encoding="utf-8",
    )
    return path


def events(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_adapter_against_its_base(tiny, data, tmp_path, home):
    adapter = write_adapter(tmp_path / "mine.gguf", tiny)
    told = events(
        run(
            home,
            *("-m", str(tiny), "--adapter", f"{adapter}:0.5", "--data", str(data)),
            *("--task", "classify", "--against-base", "--json", "--out", str(tmp_path / "r.md")),
        )
    )
    scored = [event for event in told if event["event"] == "scored"]
    assert [event["title"] for event in scored] == ["tiny", "tiny + mine × 0.5"]
    assert [len(event["adapters"]) for event in scored] == [0, 1]
    assert all(event["examples"] == 3 and "accuracy" in event["values"] for event in scored)
    assert "precision" in scored[0]["report"]
    assert sum(event["event"] == "answer" for event in told) == 6
    assert told[-1]["event"] == "finished"
    kept = Results(home).list()
    assert [result.id for result in kept][::-1] == told[-1]["results"]
    assert kept[0].comparable(kept[1])
    assert "tiny + mine" in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_for_people(home, tiny, data):
    done = run(
        home,
        *("-m", str(tiny), "--data", str(data), "--task", "chat"),
        *("--limit", "2", "--max-tokens", "4", "--name", "Before"),
    )
    assert done.exit_code == 0, done.output
    assert "Question  the sea is calm" in done.stdout
    assert "Expected  good" in done.stdout
    assert "Before, 2 examples" in done.stdout
    assert "no sea" not in done.stdout


def test_a_confusion_is_shown(home, tiny, data):
    done = run(home, "-m", str(tiny), "--data", str(data), "--task", "classify")
    assert "expected \\ given" in done.stdout
    assert "macro avg" in done.stdout


@pytest.mark.parametrize(
    ("more", "kind", "why"),
    [
        (("--task", "exact"), InvalidInput, "--data"),
        (("--task", "forgetting", "--data", "x"), InvalidInput, "Puna's own"),
        (("--task", "exact", "--data", "x", "--against-base"), InvalidInput, "no adapter"),
        (("--task", "exact", "--data", "x", "--out", "r.docx"), InvalidInput, "r.docx"),
        (("--task", "exact", "--data", "./r.csv", "--out", "r.csv"), InvalidInput, "examples"),
        (("--task", "exact", "--data", "none.jsonl"), (StorageError, DataError), "none.jsonl"),
    ],
)
def test_what_cannot_be_judged_is_told_at_once(home, tiny, more, kind, why):
    done = run(home, "-m", str(tiny), *more)
    assert done.stdout == ""
    assert isinstance(done.exception, kind)
    assert why in str(done.exception)
    assert Results(home).list() == []
