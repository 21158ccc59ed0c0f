"""Words why a grammar or a JSON schema cannot be used, in the user's language.

The engine gives its reasons in English sentences (`engine.gbnf`, `engine.grammar`,
`engine.json_schema`); any that is not known here is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject


class GrammarReasons(QObject):
    """Words of the reasons of `engine.errors.GrammarError`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reasons = [*self._of_notation(), *self._of_rules(), *self._of_schemas()]

    def word(self, reason: str) -> str:
        """The reason, without a full stop, as it came."""
        for pattern, words in self._reasons:
            if found := re.fullmatch(pattern, reason):
                return words.format(**found.groupdict())
        return reason

    def _of_notation(self) -> Sequence[tuple[str, str]]:
        return [
            (
                "a rule name is expected here: letters, digits and hyphens",
                self.tr("a rule name is expected here: letters, digits and hyphens"),
            ),
            (
                r"a rule name is expected here; to go on with a rule, end the line before with \|",
                self.tr(
                    "a rule name is expected here; to go on with a rule, end the line before with |"
                ),
            ),
            (r"(?P<sign>.+) is expected here", self.tr("{sign} is expected here")),
            (r"(?P<sign>.+) is not expected here", self.tr("{sign} is not expected here")),
            ("a number is expected here", self.tr("a number is expected here")),
            (r"this \( is not closed", self.tr("this ( is not closed")),
            (r"the closing (?P<sign>.) is missing", self.tr("the closing {sign} is missing")),
            ("this escape is not known", self.tr("this escape is not known")),
            ("there is no such character", self.tr("there is no such character")),
            ("there is a NUL character", self.tr("there is a NUL character")),
            ("it contains an incomplete character", self.tr("it contains an incomplete character")),
            ("this range is reversed", self.tr("this range is reversed")),
            ("this class has no characters", self.tr("this class has no characters")),
            ("there is nothing here to repeat", self.tr("there is nothing here to repeat")),
            (
                "this repetition ends before it begins",
                self.tr("this repetition ends before it begins"),
            ),
            (
                "tokens cannot be named in a grammar; write their text in quotes",
                self.tr("tokens cannot be named in a grammar; write their text in quotes"),
            ),
        ]

    def _of_rules(self) -> Sequence[tuple[str, str]]:
        return [
            (
                "there is no rule called “root”, where every grammar begins",
                self.tr("there is no rule called “root”, where every grammar begins"),
            ),
            (
                r"there is no rule called “(?P<name>\S+)”",
                self.tr("there is no rule called “{name}”"),
            ),
            (
                r"the rule “(?P<name>\S+)” is defined twice",
                self.tr("the rule “{name}” is defined twice"),
            ),
            (
                r"the rule “(?P<name>\S+)” begins with itself",
                self.tr("the rule “{name}” begins with itself"),
            ),
            (
                "what is repeated here may be nothing, without end",
                self.tr("what is repeated here may be nothing, without end"),
            ),
            (
                r"this has more than (?P<n>[\d,]+) possible beginnings",
                self.tr("this has more than {n} possible beginnings"),
            ),
            ("this leads through too many rules", self.tr("this leads through too many rules")),
            (
                r"at most (?P<n>[\d,]+) repetitions are possible",
                self.tr("at most {n} repetitions are possible"),
            ),
            (
                r"groups are nested more than (?P<n>[\d,]+) deep",
                self.tr("groups are nested more than {n} deep"),
            ),
            (
                "with its repetitions it becomes too large",
                self.tr("with its repetitions it becomes too large"),
            ),
            (
                r"it has more than (?P<n>[\d,]+) KB of text",
                self.tr("it has more than {n} KB of text"),
            ),
            (r"it has more than (?P<n>[\d,]+) rules", self.tr("it has more than {n} rules")),
            (
                "no token of this model goes on as it wants",
                self.tr("this model cannot write what it wants"),
            ),
            ("llama.cpp refused it", self.tr("llama.cpp refused it")),
            (
                "the reply that is to be continued does not follow it",
                self.tr("the reply that is to be continued does not follow it"),
            ),
        ]

    def _of_schemas(self) -> Sequence[tuple[str, str]]:
        return [
            (r"it is not JSON: (?P<why>.+)", self.tr("it is not JSON: {why}")),
            ("it is nested too deeply", self.tr("it is nested too deeply")),
            (
                "it has too many parts, references counted",
                self.tr("it has too many parts, references counted"),
            ),
            (
                r"(?P<name>\S+) cannot be put into a grammar",
                self.tr("{name} is not supported"),
            ),
            ("false allows nothing", self.tr("false allows nothing")),
            ("it is not a schema", self.tr("it is not a schema")),
            (r"(?P<name>.+) is no type of JSON", self.tr("{name} is not a type of JSON")),
            (r"there is no (?P<name>\S+)", self.tr("there is no {name}")),
            (
                "only references into the schema itself, with #, can be followed",
                self.tr("only references into the schema itself, with #, can be followed"),
            ),
            (
                r"(?P<name>\S+) is given twice, with different values",
                self.tr("{name} is given twice, with different values"),
            ),
            ("there is no value of its type", self.tr("there is no value of its type")),
            ("it is not a number", self.tr("it is not a number")),
            (
                "it is not a number to count with",
                self.tr("it is not a whole number of 0 or more"),
            ),
            (
                r"at most (?P<n>[\d,]+) is possible",
                self.tr("at most {n} is possible"),
            ),
            ("it is not an object", self.tr("it is not an object")),
            ("it is not a list of names", self.tr("it is not a list of names")),
            (
                "it is not a non-empty list",
                self.tr("it is not a non-empty list"),
            ),
            (
                "no array can have so many items",
                self.tr("no array can have so many items"),
            ),
            (
                "numbers with a fraction can only be bounded by whole numbers",
                self.tr("numbers with a fraction can only be bounded by whole numbers"),
            ),
            (
                "there is no number between its bounds",
                self.tr("there is no number between its bounds"),
            ),
            (
                "a bound of its numbers has too many digits",
                self.tr("a bound of its numbers has too many digits"),
            ),
        ]
