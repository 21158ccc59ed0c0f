"""`puna docs`: what it prints, and nothing else on standard output."""

from pathlib import Path

import pytest
from helpers.commands import lines, raised, run
from helpers.scripted import write_script
from helpers.tiny_embedder import write_tiny_bert

from engine.errors import DocumentError, InvalidInput, ModelNotFound
from engine.files import save_settings
from engine.settings import Settings

QUESTION = "When was the museum founded?"
ANSWER = "The museum was founded in 1921 by Anna Berg."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    museum = f"# Museum\n\n{ANSWER} It is small.\n\n## Fees\n\nAdults pay five euros.\n"
    (folder / "museum.md").write_text(museum, encoding="utf-8")
    (folder / "pump.txt").write_text("The pump moves forty litres a minute.\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nno more of it")
    return folder


@pytest.fixture
def added(home, tmp_path, texts):
    """A home with a small embedder and the texts in the collection "Texts"."""
    model = write_tiny_bert(tmp_path / "bert.gguf")
    save_settings(home.settings, Settings(embedder=str(model)))
    return run(home, "docs", "add", str(texts), "--collection", "Texts", "--json")


@pytest.mark.slow
def test_from_adding_to_removing(home, tmp_path, added, texts):
    *_, failed, finished = lines(added)
    assert (failed["event"], Path(failed["path"]).name) == ("failed_file", "broken.pdf")
    assert {"kind", "message", "advice"} <= failed.keys()
    told = ("found", "searchable", "ready", "failed")
    assert [finished[name] for name in told] == [3, 2, 2, 1]
    [collection] = lines(run(home, "docs", "list", "--json"))
    assert (collection["name"], collection["files"]) == ("Texts", 3)
    files = lines(run(home, "docs", "list", "-c", "Texts", "--json"))
    assert [file["state"] for file in files] == ["failed", "ready", "ready"]

    found = lines(run(home, "docs", "search", "-", "--json", given="museum founded\n\nlitres\n"))
    assert [line["query"] for line in found] == ["museum founded", "litres"]
    first = found[0]["results"][0]
    assert Path(first["path"]).name == "museum.md"
    assert {"page", "start", "length", "score", "ranks"} <= first.keys()
    assert ANSWER in first["text"]
    assert first["ranks"]["words"] == 1

    model = write_script(
        tmp_path / "s.json",
        {"text": f"{ANSWER} [1] It was sold in 1950 to a bank.", "match": QUESTION},
    ).path
    events = lines(run(home, "docs", "ask", QUESTION, "-m", model, "-c", "Texts", "--json"))
    assert [events[0]["event"], events[-2]["event"], events[-1]["event"]] == [
        "sources",
        "checked",
        "finished",
    ]
    checked = events[-2]
    assert (checked["answered"], checked["found"], checked["missing"]) == (True, 1, 1)
    [citation] = checked["statements"][0]["citations"]
    text = (texts / "museum.md").read_text(encoding="utf-8")
    assert citation["text"] == ANSWER
    assert citation["text"] in text
    assert events[-1]["reason"] == "stop"
    assert events[-1]["stats"]["completion_tokens"] > 0

    taken = run(home, "docs", "remove", str(texts / "pump.txt"), "-c", "Texts", "--json")
    assert lines(taken) == [{"event": "removed", "files": 1}]
    left = lines(run(home, "docs", "search", "litres", "--json"))[0]["results"]
    assert {Path(one["path"]).name for one in left} <= {"museum.md"}  # the nearest by meaning
    assert (texts / "pump.txt").exists()
    lines(run(home, "docs", "remove", "-c", "Texts", "--json"))
    assert lines(run(home, "docs", "list", "--json")) == []


@pytest.mark.slow
def test_for_people(home, tmp_path, added):
    assert added.exit_code == 0
    listed = run(home, "docs", "list").stdout
    assert listed.startswith("Texts  2 of 3 files, ")
    found = run(home, "docs", "search", "museum founded").stdout
    assert found.startswith("1. museum.md, Museum  (words 1, meaning")
    model = write_script(
        tmp_path / "s.json", {"text": f"{ANSWER} [1]", "match": QUESTION}, {"text": "I don't know."}
    ).path
    asked = run(home, "docs", "ask", QUESTION, "-m", model)
    assert asked.stdout.startswith(ANSWER)
    assert "1 statement: 1 found in your documents, 0 not found" in asked.stdout
    assert "found in museum.md, Museum: " in asked.stdout
    none = run(home, "docs", "ask", "How high is the museum?", "-m", model).stdout
    assert "The documents do not contain an answer to this." in none
    assert "The nearest passages:" in none


def test_what_cannot_be_done(home, tmp_path):
    missing = run(home, "docs", "add", str(tmp_path / "nothing.pdf"))
    assert isinstance(raised(missing), DocumentError)
    assert isinstance(raised(run(home, "docs", "search", "x", "-c", "None")), InvalidInput)
    assert isinstance(raised(run(home, "docs", "remove")), InvalidInput)
    assert isinstance(raised(run(home, "docs", "ask", "x", "-m", "nothing")), ModelNotFound)
    assert run(home, "docs", "add").exit_code == 2
