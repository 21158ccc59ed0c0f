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
                "the name of a rule is expected here: letters, digits and hyphens",
                self.tr("the name of a rule is expected here: letters, digits and hyphens"),
            ),
            (
                r"the name of a rule is expected here; the next line of a rule begins behind `\|`",
                self.tr(
                    "the name of a rule is expected here; the next line of a rule begins behind |"
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
            ("it holds half of a character", self.tr("it holds half of a character")),
            ("this range runs backwards", self.tr("this range runs backwards")),
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
                "there is no rule root, where every grammar begins",
                self.tr("there is no rule root, where every grammar begins"),
            ),
            (r"there is no rule (?P<name>\S+)", self.tr("there is no rule {name}")),
            (r"the rule (?P<name>\S+) is defined twice", self.tr("the rule {name} is there twice")),
            (
                r"the rule (?P<name>\S+) begins with itself",
                self.tr("the rule {name} begins with itself"),
            ),
            (
                "what is repeated here may be nothing, without end",
                self.tr("what is repeated here may be nothing, without end"),
            ),
            (
                r"this may begin in more than (?P<n>[\d,]+) ways",
                self.tr("this may begin in more than {n} ways"),
            ),
            ("this leads through too many rules", self.tr("this leads through too many rules")),
            (
                r"more than (?P<n>[\d,]+) repetitions are too many",
                self.tr("more than {n} repetitions are too many"),
            ),
            (
                r"more than (?P<n>[\d,]+) groups are inside each other",
                self.tr("more than {n} groups are inside each other"),
            ),
            (
                "the grammar becomes too large, repetitions counted",
                self.tr("it becomes too large, repetitions counted"),
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
                r"(?P<name>\S+) is said twice, differently",
                self.tr("{name} is said twice, differently"),
            ),
            ("there is no value of its type", self.tr("there is no value of its type")),
            ("it is not a number", self.tr("it is not a number")),
            (
                "it is not a number to count with",
                self.tr("it is not a whole number of 0 or more"),
            ),
            (
                r"more than (?P<n>[\d,]+) cannot be counted in a grammar",
                self.tr("more than {n} cannot be counted"),
            ),
            ("it is not an object", self.tr("it is not an object")),
            ("it is not a list of names", self.tr("it is not a list of names")),
            (
                "it is not a list with something in it",
                self.tr("it is not a list with something in it"),
            ),
            (
                "no array can have so many items",
                self.tr("no array can have so many items"),
            ),
            (
                "only whole numbers can be bounds of numbers with a fraction",
                self.tr("only whole numbers can be bounds of numbers with a fraction"),
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
