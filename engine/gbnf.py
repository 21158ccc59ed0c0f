"""Reads GBNF, the notation of grammars that llama.cpp knows, into plain rules.

As llama.cpp itself does (src/llama-grammar.cpp), also in what a repetition and a group become, so
that what is found out about these rules holds for its own. Keeps no characters: where a grammar may
go is not asked here, and whether its rules are sound is `engine.grammar`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from engine.errors import GrammarError

TERMINAL = -1
"""Stands in a sequence for what takes a character or a token; other numbers are rules."""
MAX_ELEMENTS = 100_000
MAX_DEPTH = 50
MAX_REPEATS = 2_000
"""llama.cpp refuses more, counted with the rules that are repeated; some versions fail badly."""

_SPACE = re.compile(r"(?:[ \t]++|#[^\r\n]*+)*+")
_SPACE_AND_LINES = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_NAME = re.compile(r"[A-Za-z0-9-]++")
_NUMBER = re.compile(r"[0-9]++")
_CHARACTER = re.compile(
    r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[trn\\"\[\]-])|[^\\]', re.DOTALL
)
_ESCAPES = {"t": "\t", "r": "\r", "n": "\n"}
_LAST_CODE_POINT = 0x10FFFF


@dataclass(slots=True)
class Rules:
    """The rules of a grammar: for each its alternatives, sequences of rules and terminals.

    `names` numbers the rules that have a name; those without stand for groups and repetitions.
    `places` are offsets into the text: where each rule is written, and where a name is first used.
    """

    names: dict[str, int] = field(default_factory=dict)
    alternatives: list[list[list[int]]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, place: int, name: str = "") -> int:
        """The number of a rule; of the one of that name, if there is."""
        if name in self.names:
            return self.names[name]
        if name:
            self.names[name] = len(self.alternatives)
        self.alternatives.append([])
        self.places.append(place)
        return len(self.alternatives) - 1


def fail(text: str, at: int, reason: str) -> NoReturn:
    """Refuse the grammar `text` for what stands at offset `at`."""
    start = text.rfind("\n", 0, at) + 1
    raise GrammarError("grammar", reason, line=text.count("\n", 0, at) + 1, column=at - start + 1)


def parse(text: str) -> Rules:
    """The rules of a grammar. Raises GrammarError for what is not GBNF or is too much of it."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._elements = 0
        self._rules = Rules()

    def parse(self) -> Rules:
        self._skip(_SPACE_AND_LINES)
        while self._at < len(self._text):
            self._rule()
        return self._rules

    def _rule(self) -> None:
        start = self._at
        name = self._match(_NAME)
        if not name:
            self._fail(
                "a rule name is expected here; to go on with a rule, end the line before with |"
                if self._text[start] == "|"
                else "a rule name is expected here: letters, digits and hyphens"
            )
        rule = self._rules.add(start, name)
        if self._rules.alternatives[rule]:
            fail(self._text, start, f"the rule “{name}” is defined twice")
        self._rules.places[rule] = start
        self._skip(_SPACE)
        if not self._text.startswith("::=", self._at):
            self._fail("::= is expected here")
        self._at += 3
        self._skip(_SPACE_AND_LINES)
        self._alternatives(rule, 0)
        if self._at < len(self._text) and self._text[self._at] not in "\r\n":
            self._fail(f"{self._text[self._at]} is not expected here")
        self._skip(_SPACE_AND_LINES)

    def _alternatives(self, rule: int, depth: int) -> None:
        """All alternatives of a rule; `depth` counts the groups around them."""
        found = [self._sequence(depth)]
        while self._peek() == "|":
            self._at += 1
            self._skip(_SPACE_AND_LINES)
            found.append(self._sequence(depth))
        self._rules.alternatives[rule] = found

    def _sequence(self, depth: int) -> list[int]:
        space = _SPACE_AND_LINES if depth else _SPACE
        sequence: list[int] = []
        last, weight = 0, 1  # where the last item begins, and how many rules it stands for
        while ((sign := self._peek()) and sign in '"[<!.(*+?{') or _is_name(sign):
            start = self._at
            if sign in "*+?{":
                low, high = self._bounds(space)
                weight *= self._repeat(sequence, last, weight, low, high, start)
            else:
                last = len(sequence)
                item, weight = self._item(sign, depth)
                self._extend(sequence, item)
            self._skip(space)
        return sequence

    def _item(self, sign: str, depth: int) -> tuple[list[int], int]:
        """What one item is made of, and how many rules stand behind it."""
        if sign == '"':
            return self._literal(), 1
        if sign == "[":
            return self._class(), 1
        if sign in "<!":  # llama.cpp takes tokens it refuses a moment later, and aborts (measured)
            self._fail("tokens cannot be named in a grammar; write their text in quotes")
        if sign == ".":
            self._at += 1
            return [TERMINAL], 1
        if sign == "(":
            return self._group(depth)
        start = self._at
        return [self._rules.add(start, self._match(_NAME))], 1

    def _group(self, depth: int) -> tuple[list[int], int]:
        start = self._at
        if depth == MAX_DEPTH:
            self._fail(f"groups are nested more than {MAX_DEPTH} deep")
        before = len(self._rules.alternatives)
        rule = self._rules.add(start)
        self._at += 1
        self._skip(_SPACE_AND_LINES)
        self._alternatives(rule, depth + 1)
        if self._peek() != ")":
            fail(self._text, start, "this ( is not closed")
        self._at += 1
        return [rule], len(self._rules.alternatives) - before

    def _literal(self) -> list[int]:
        start, count = self._at, 0
        self._at += 1
        while self._peek() != '"':
            self._character(start, '"')
            count += 1
        self._at += 1
        return [TERMINAL] * count

    def _class(self) -> list[int]:
        start, count = self._at, 0
        self._at += 2 if self._text.startswith("[^", start) else 1
        while self._peek() != "]":
            here = self._at
            low = high = self._character(start, "]")
            if self._peek() == "-" and not self._text.startswith("-]", self._at):
                self._at += 1
                high = self._character(start, "]")
            if low > high:
                fail(self._text, here, "this range is reversed")
            count += 1
        self._at += 1
        if not count:
            fail(self._text, start, "this class has no characters")
        self._count(count)  # llama.cpp keeps them all; only one is taken at a time
        return [TERMINAL]

    def _character(self, start: int, end: str) -> int:
        """The code point of a character of a literal or a class that begins at `start`."""
        if self._at >= len(self._text):
            fail(self._text, start, f"the closing {end} is missing")
        found = _CHARACTER.match(self._text, self._at)
        if found is None:
            self._fail("this escape is not known")
        digits = found[1] or found[2] or found[3]
        character = found[0][-1]
        if digits is None and found[0][0] == "\\":
            character = _ESCAPES.get(character, character)
        point = int(digits, 16) if digits else ord(character)
        if point > _LAST_CODE_POINT:
            self._fail("there is no such character")
        self._at = found.end()
        return point

    def _bounds(self, space: re.Pattern[str]) -> tuple[int, int | None]:
        """How often an item is repeated: at least, and at most, None for no end."""
        sign = self._text[self._at]
        self._at += 1
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        low = high = self._number(space)
        if low is None:
            self._fail("a number is expected here")
        if self._peek() == ",":
            self._at += 1
            high = self._number(space)
        if self._peek() != "}":
            self._fail("} is expected here")
        self._at += 1
        if high is not None and high < low:
            self._fail("this repetition ends before it begins")
        return low, high

    def _number(self, space: re.Pattern[str]) -> int | None:
        self._skip(space)
        digits = self._match(_NUMBER)
        if len(digits) > 9:
            self._fail(f"at most {MAX_REPEATS:,} repetitions are possible")
        self._skip(space)
        return int(digits) if digits else None

    def _repeat(
        self, sequence: list[int], last: int, weight: int, low: int, high: int | None, at: int
    ) -> int:
        """Put the repetition of the last item in its place: as often as it must be there, then a
        rule for what may follow. Returns the factor by which it became more rules."""
        item = sequence[last:]
        if not item:
            fail(self._text, at, "there is nothing here to repeat")
        factor = high or low or 1
        if weight * factor >= MAX_REPEATS:
            fail(self._text, at, f"at most {MAX_REPEATS:,} repetitions are possible")
        del sequence[last:]
        for _ in range(low):
            self._extend(sequence, item)
        follows: int | None = None
        for _ in range(1 if high is None else high - low):
            rule = self._rules.add(at)
            tail = [rule] if high is None else [] if follows is None else [follows]
            self._count(len(item) + 1)
            self._rules.alternatives[rule] = [[*item, *tail], []]
            follows = rule
        if follows is not None:
            self._extend(sequence, [follows])
        return factor

    def _extend(self, sequence: list[int], item: list[int]) -> None:
        self._count(len(item))
        sequence += item

    def _count(self, elements: int) -> None:
        self._elements += elements
        if self._elements > MAX_ELEMENTS:
            self._fail("with its repetitions it becomes too large")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _match(self, pattern: re.Pattern[str]) -> str:
        """What `pattern` finds here, and go behind it; nothing where it finds nothing."""
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _skip(self, space: re.Pattern[str]) -> None:
        self._match(space)

    def _fail(self, reason: str) -> NoReturn:
        fail(self._text, min(self._at, max(len(self._text) - 1, 0)), reason)


def _is_name(sign: str) -> bool:
    return bool(sign) and _NAME.match(sign) is not None
