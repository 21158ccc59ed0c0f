"""Grammars, JSON schemas, thinking, logit bias and drafting on the command line."""

import json

import pytest


def events(result):
    """Every line of standard output is one event."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_constraints_and_biases_come_from_files_and_options(puna, script, tmp_path):
    model = script({"text": "{}"})
    schema = tmp_path / "shape.json"
    schema.write_text("{}", encoding="utf-8")
    result = puna(
        *("chat", "-m", model, "-p", "Hi", "--json", "--json-schema", str(schema), "--draft"),
        *("--thinking", "off", "--logit-bias", " a=b=-2.5", "--logit-bias", "17=3"),
    )
    ended = events(result)[-1]
    assert ended["event"] == "finished"
    assert ended["receipt"]["sampling"]["logit_bias"] == [[" a=b", -2.5], [17, 3.0]]
    both = puna(
        "chat", "-m", model, "-p", "Hi", "--json-schema", str(schema), "--grammar", str(schema)
    )
    assert (both.returncode, "Leave one of them out" in both.stderr) == (3, True)


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--grammar", "none.gbnf", "No such file"),
        ("--json-schema", "latin.json", "UTF-8"),
        ("--logit-bias", "yes", "TOKEN=BIAS"),
        ("--logit-bias", "yes=much", "TOKEN=BIAS"),
        ("--logit-bias", "yes=1000", "-100 to 100"),
    ],
)
def test_constraints_that_cannot_be_read(puna, script, tmp_path, option, value, why):
    (tmp_path / "latin.json").write_bytes(b'"\xe9"')
    value = str(tmp_path / value) if "." in value else value
    result = puna("chat", "-m", script({"text": "x"}), "-p", "Hi", option, value)
    assert (result.returncode, result.stdout) == (3, "")
    assert why in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.model
def test_a_grammar_on_the_command_line(puna, tmp_path):
    grammar = tmp_path / "answer.gbnf"
    grammar.write_text('root ::= "yes" | "no"', encoding="utf-8")
    options = ("-m", "starter", "-p", "Is water wet?", "--temperature", "0", "--ctx", "256")
    result = puna("chat", *options, "--grammar", str(grammar))
    assert (result.returncode, result.stdout) in ((0, "yes\n"), (0, "no\n"))
    grammar.write_text('root ::= "yes" | oops', encoding="utf-8")
    result = puna("chat", *options, "--grammar", str(grammar), "--json")
    assert (result.returncode, events(result)[-1]["kind"]) == (3, "grammar")
    assert "line 1, column 18: there is no rule called “oops”" in result.stderr
