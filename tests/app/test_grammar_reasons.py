"""Every reason the engine gives against a grammar or a schema has words of its own."""

import ast
import re
from pathlib import Path

import pytest

from app.errors import ErrorWords
from app.grammar_reasons import GrammarReasons
from engine.errors import GrammarError

ENGINE = Path(__file__).resolve().parents[2] / "engine"
FILES = [
    *("gbnf.py", "grammar.py", "json_schema.py", "json_keywords.py", "json_numbers.py"),
    "worker/constraint.py",
]
REFUSING = {"fail", "_fail", "refuse", "_refuse", "GrammarError", "ValueError"}


def spoken(node):
    """The sentences that an expression may be, a 7 for what is put in."""
    match node:
        case ast.Constant(value=str(text)) if " " in text:
            return [text]
        case ast.JoinedStr(values=parts):
            text = "".join(p.value if isinstance(p, ast.Constant) else "7" for p in parts)
            return [text] if " " in text else []
        case ast.IfExp(body=body, orelse=other):
            return [*spoken(body), *spoken(other)]
    return []


def reasons():
    found = set()
    for name in FILES:
        for call in ast.walk(ast.parse((ENGINE / name).read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "attr", getattr(call.func, "id", "")) in REFUSING
            ):
                found.update(text for argument in call.args for text in spoken(argument))
    return sorted(text for text in found if not text.startswith("/") and text != "JSON schema")


def test_there_are_reasons():
    assert len(reasons()) > 40


@pytest.mark.parametrize("reason", reasons())
def test_a_reason_is_known(qapp, reason):
    known = [pattern for pattern, _ in GrammarReasons()._reasons]
    assert any(re.fullmatch(pattern, reason) for pattern in known)
    assert not re.search("[{}]", GrammarReasons().word(reason).replace("} is expected", ""))


def test_what_is_not_known_stays_as_it_is(qapp):
    assert GrammarReasons().word("it rains {x}") == "it rains {x}"


def test_the_place_is_said(qapp):
    words = ErrorWords()
    grammar = GrammarError("grammar", "there is no rule item", line=3, column=7)
    said = words.word(grammar.info()).text
    assert said == "The grammar cannot be used: line 3, column 7: there is no rule item."
    schema = GrammarError("JSON schema", "false allows nothing", "/properties/a")
    said = words.word(schema.info()).text
    assert said == "The JSON schema cannot be used: /properties/a: false allows nothing."
