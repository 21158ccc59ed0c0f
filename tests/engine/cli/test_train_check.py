"""`puna train --check`: everything that is found in a file of examples, as text and as JSON."""

import json

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.cli.main import main


@pytest.fixture
def model(tmp_path):
    return str(write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML))


@pytest.fixture
def check(home, capfd):
    """Runs the command; gives its exit code, standard output and standard error."""

    def run(*arguments):
        code = main(["train", "--check", "--home", str(home.root), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def events(out):
    return [json.loads(line) for line in out.splitlines()]


def test_good_examples_are_counted_and_the_first_is_shown(check, model, tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("question,answer\nhe,she\nhe,she\nmail me at a@b.org,we\n")
    code, out, _ = check("-m", model, "--data", data, "--json")
    assert code == 0
    preview, checked = events(out)
    assert preview["event"] == "preview"
    assert [text for text, learnt in preview["pieces"] if learnt] == ["she<|im_end|>"]
    assert checked["event"] == "checked"
    assert (checked["examples"], checked["format"], checked["faults"]) == (3, "table", 0)
    assert checked["duplicates"] == [[3, 2]]
    assert checked["private"] == {"email": 1}
    assert checked["tokens"] > checked["trained_tokens"] > 0
    assert checked["template"] == "own"
    code, out, _ = check("-m", model, "--data", data)
    assert code == 0
    assert "3 examples" in out
    assert "[she<|im_end|>]" in out
    assert "Row 3 repeats row 2." in out
    assert "email (1)" in out


def test_a_model_without_a_template_gets_the_plain_one(check, tmp_path):
    base = write_tiny_gguf(tmp_path / "base.gguf")
    data = tmp_path / "data.jsonl"
    data.write_text('{"prompt": "he", "completion": "she"}')
    code, out, _ = check("-m", base, "--data", data)
    assert code == 0
    assert "[ she</s>]" in out
    assert "the plain one will travel in the adapter" in out
    (tmp_path / "own.jinja").write_text(
        "{% for m in messages %}{{ m.content + eos_token }}{% endfor %}"
    )
    given = ("--template", tmp_path / "own.jinja", "--json")
    assert events(check("-m", base, "--data", data, *given)[1])[-1]["template"] == "given"


def test_bad_rows_are_named_and_the_command_fails(check, model, tmp_path):
    data = tmp_path / "data.jsonl"
    data.write_text(
        '{"prompt": "he", "completion": "she"}\n{"prompt": "he"}\n'
        + json.dumps({"prompt": "he", "completion": "she " * 100})
    )
    code, out, err = check("-m", model, "--data", data, "--max-length", "50", "--json")
    assert code == 3
    faults = [(e["row"], e["kind"]) for e in events(out) if e["event"] == "fault"]
    assert faults == [(2, "row_no_answer"), (3, "row_too_long")]
    assert "2 of its rows cannot be used" in err


def test_without_a_model_nothing_is_counted(check, tmp_path):
    data = tmp_path / "data.txt"
    data.write_text("Once upon a time.")
    code, out, _ = check("--data", data, "--json")
    (checked,) = events(out)
    assert code == 0
    assert checked["format"] == "text"
    assert "tokens" not in checked


def test_what_cannot_be_checked_says_why(check, tmp_path):
    assert check()[0] == 3
    table = tmp_path / "data.csv"
    table.write_text("first,second\na,b\n")
    code, _, err = check("--data", table)
    assert (code, "its columns are first, second" in err) == (3, True)
    assert check("--data", table, "--answer", "second", "--question", "first")[0] == 0
    code, _, err = check("--data", table, "--answer", "second", "-m", tmp_path / "none.gguf")
    assert code == 3
    assert "none.gguf" in err
