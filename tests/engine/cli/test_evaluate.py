"""`puna evaluate` for people and for programs, on a tiny model."""

import json
from pathlib import Path

import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.evaluation.results import Results


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
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_adapter_against_its_base(puna, tiny, data, tmp_path, home):
    adapter = write_adapter(tmp_path / "mine.gguf", tiny)
    told = events(
        puna(
            *("evaluate", "-m", str(tiny), "--adapter", f"{adapter}:0.5", "--data", str(data)),
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


def test_for_people(puna, tiny, data):
    done = puna(
        *("evaluate", "-m", str(tiny), "--data", str(data), "--task", "chat"),
        *("--limit", "2", "--max-tokens", "4", "--name", "Before"),
    )
    assert done.returncode == 0, done.stderr
    assert "Question  the sea is calm" in done.stdout
    assert "Expected  good" in done.stdout
    assert "Before, 2 examples" in done.stdout
    assert "no sea" not in done.stdout


def test_a_confusion_is_shown(puna, tiny, data):
    done = puna("evaluate", "-m", str(tiny), "--data", str(data), "--task", "classify")
    assert "expected \\ given" in done.stdout
    assert "macro avg" in done.stdout


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--task", "exact"), "--data"),
        (("--task", "forgetting", "--data", "x"), "Puna's own"),
        (("--task", "exact", "--data", "x", "--against-base"), "no adapter"),
        (("--task", "exact", "--data", "x", "--out", "r.docx"), ".json, .csv or .md"),
        (("--task", "exact", "--data", "none.jsonl"), "none.jsonl"),
    ],
)
def test_what_cannot_be_judged_is_told_at_once(puna, tiny, more, why):
    done = puna("evaluate", "-m", str(tiny), *more)
    assert (done.returncode, done.stdout) == (3, "")
    assert why in done.stderr
