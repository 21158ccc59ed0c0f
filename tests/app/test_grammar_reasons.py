"""Every reason the engine gives against a grammar or a schema has words of its own."""

import re

import pytest
from helpers.sentences import sentences

from app.errors import ErrorWords
from app.grammar_reasons import GrammarReasons
from engine.errors import GrammarError

FILES = [
    *("gbnf.py", "grammar.py", "json_schema.py", "json_keywords.py", "json_numbers.py"),
    "worker/constraint.py",
]
REFUSING = {"fail", "_fail", "refuse", "_refuse", "GrammarError", "ValueError"}


def reasons():
    found = sentences(FILES, REFUSING)
    return [text for text in found if not text.startswith("/") and text != "JSON schema"]


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
    grammar = GrammarError("grammar", "there is no rule called “item”", line=3, column=7)
    said = words.word(grammar.info()).text
    assert said == "The grammar cannot be used: line 3, column 7: there is no rule called “item”."
    schema = GrammarError("JSON schema", "false allows nothing", "/properties/a")
    said = words.word(schema.info()).text
    assert said == "The JSON schema cannot be used: /properties/a: false allows nothing."
