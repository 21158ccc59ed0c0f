"""Marks in an answer that was looked up in documents: [n] behind what was found there, and words
behind what was not. They are put among the tokens of its Markdown before these are drawn.

The numbers that the model wrote itself are taken out: what counts is where a statement was found.
Knows neither Qt nor a language: it is given the words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markdown_it.token import Token

from app.chat.markdown import task_state
from app.chat.math_rules import INLINE, source_of
from engine.documents.records import Checked, Cite

CITE: Final = "cite"  # the type of a token that is a number; `meta` has `address` and `tip`
MISSING: Final = "missing"  # of one that says that something was not found; also a key of `meta`
SCHEME: Final = "cite:"
MOST_CITES: Final = 3  # numbers behind one statement, the best first
_TARGET = re.compile(r"\]\([^)]*\)")
_BREAKS = re.compile(r"\s|[(\[{（【「『“‘《]")


@dataclass(frozen=True, slots=True)
class Note:
    """A statement. `statement` is its place among those that were checked, `text` what it is
    written as, `cites` where it was found; empty: nowhere. `plain`: it claims nothing and gets no
    mark, and what follows it is not looked for in it."""

    statement: int
    text: str
    cites: tuple[Cite, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """All of one answer. `own`: numbers [n] that the model wrote. `missing` are the words for what
    was not found, `tips` tells where a passage is, by its number."""

    notes: tuple[Note, ...] = ()
    own: frozenset[int] = frozenset()
    missing: str = ""
    tips: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(
        cls,
        content: str,
        checked: Checked | None,
        missing: str,
        tips: Sequence[tuple[int, str]] = (),
    ) -> Notes:
        """The marks of `content` as it was checked."""
        if checked is None:
            return cls()
        notes = []
        for number, statement in enumerate(checked.statements):
            text = content[statement.start : statement.start + statement.length]
            cites = statement.cites if statement.verdict == "found" else ()
            plain = statement.verdict != "missing" and not cites
            notes.append(Note(number, text, cites, plain))
        own = frozenset(mark for statement in checked.statements for mark in statement.marks)
        return cls(tuple(notes), own, missing, tuple(tips))


def cites_of(checked: Checked | None) -> list[tuple[int, int, Cite]]:
    """The numbers that an answer shows, in their order: the place of the statement, that of the
    cite, and where it leads."""
    if checked is None:
        return []
    return [
        (number, place, cite)
        for number, statement in enumerate(checked.statements)
        if statement.verdict == "found"
        for place, cite in enumerate(statement.cites[:MOST_CITES])
    ]


def address_of(statement: int, place: int) -> str:
    """What a number links to, for the window alone."""
    return f"{SCHEME}{statement}:{place}"


def place_of(address: str) -> tuple[int, int] | None:
    """The statement and the cite that `address` leads to."""
    found = re.fullmatch(rf"{SCHEME}(\d{{1,6}}):(\d)", address)
    return (int(found[1]), int(found[2])) if found else None


class Annotator:
    """Marks the tokens of an answer, block by block as they are drawn; each note once."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._tips = dict(notes.tips)
        self._left = list(notes.notes)
        own = "|".join(str(number) for number in sorted(notes.own))
        # A number with what parts it from the word before, also among others: [1, 2].
        group = rf"[ \u00a0]?[\[【](?:{own})(?:\s?[,，、]\s?(?:{own}))*[\]】]"
        self._own = re.compile(group) if own else None

    def annotate(self, tokens: Sequence[Token]) -> None:
        """Put marks into the words of these blocks."""
        if not self._left and self._own is None:
            return
        inlines = [token for token in tokens if token.type == "inline" and token.children]
        for token in inlines:
            for child in token.children or []:
                if child.type == "text":
                    child.content = self.without_own(child.content)
        letters = list(_letters_of(inlines))
        text = "".join(letter for letter, _ in letters)
        cuts: dict[tuple[int, int], list[Token]] = {}
        missing: list[tuple[_Place, _Place]] = []
        at = 0
        left = []
        for note in self._left:
            found, length = self._find(note, text, at)
            if found < 0:
                left.append(note)
                continue
            at = found + length
            if note.plain:
                continue
            first, last = letters[found][1], letters[at - 1][1]
            end = _behind(inlines[last.block], last)
            cuts.setdefault((end.block, end.child), []).extend(self._marks(note, end))
            if not note.cites:
                missing.append((first, end))
        self._left = left
        for block, token in enumerate(inlines):
            token.children = list(_redrawn(token, block, cuts, missing))

    def _find(self, note: Note, text: str, at: int) -> tuple[int, int]:
        """Where the letters of a note are, from `at` on, and how many they are; -1 for nowhere."""
        for written in (self.without_own(note.text), note.text):  # numbers in code stay
            wanted = letters_of(written)
            found = text.find(wanted, at) if wanted else -1
            if found >= 0:
                return found, len(wanted)
        return -1, 0

    def without_own(self, text: str) -> str:
        """`text` without the numbers that the model wrote."""
        return self._own.sub("", text) if self._own is not None else text

    def _marks(self, note: Note, end: _Place) -> Iterator[Token]:
        if not note.cites:
            token = Token(MISSING, "", 0)
            token.content, token.meta = f" {self._notes.missing}", {"at": end.at}
            yield token
        for place, cite in enumerate(note.cites[:MOST_CITES]):
            token = Token(CITE, "", 0)
            token.content = f"[{cite.number}]"
            address = address_of(note.statement, place)
            tip = self._tips.get(cite.number, "")
            token.meta = {"at": end.at, "address": address, "tip": tip}
            yield token


class _Place(NamedTuple):
    """A character: of the child `child` of the block `block`."""

    block: int
    child: int
    at: int


def letters_of(text: str) -> str:
    """Letters and digits of what was written, folded as those of what is drawn."""
    text = html.unescape(_TARGET.sub("]", text))
    return "".join(letter for letter, _ in _letters(text))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    for at, character in enumerate(text):
        if character.isascii():
            if character.isalnum():
                yield character.lower(), at
            continue
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isalnum():
                yield letter, at


def _letters_of(inlines: Sequence[Token]) -> Iterator[tuple[str, _Place]]:
    for block, token in enumerate(inlines):
        for number, child in enumerate(token.children or []):
            for letter, at in _letters(_shown(child)):
                yield letter, _Place(block, number, at)


def _shown(child: Token) -> str:
    if child.type == INLINE:
        return source_of(child.content, child.markup)
    if child.type == "image":
        return child.content
    return child.content if child.nesting == 0 else ""


def _behind(token: Token, last: _Place) -> _Place:
    """The place behind a letter and the punctuation that closes what it ends, up to a blank."""
    children = token.children or []
    end = last._replace(at=last.at + 1)
    for number in range(last.child, len(children)):
        child = children[number]
        text = _shown(child)
        at = end.at if number == last.child else 0
        while at < len(text):
            if text[at].isalnum() or _BREAKS.match(text[at]):
                return end
            at += 1
            end = end._replace(child=number, at=at)
        if child.type in ("softbreak", "hardbreak"):
            return end
    return end


def _redrawn(
    token: Token,
    block: int,
    cuts: dict[tuple[int, int], list[Token]],
    missing: Sequence[tuple[_Place, _Place]],
) -> Iterator[Token]:
    """The children of a block with the marks among them, in pieces where a mark begins or ends."""
    for number, child in enumerate(token.children or []):
        marks = cuts.get((block, number), [])
        here = (block, number)
        ranges = [
            (
                a.at if (a.block, a.child) == here else 0,
                b.at if (b.block, b.child) == here else len(child.content),
            )
            for a, b in missing
            if (a.block, a.child) <= here <= (b.block, b.child)
        ]
        if not marks and not ranges:
            yield child
        elif child.type != "text":
            if ranges and child.nesting == 0:
                child.meta = {**child.meta, MISSING: True}
            yield child
            yield from marks
        else:
            box = 4 if number == 0 and task_state(token) is not None else 0
            yield from _cut(child, marks, ranges, box)


def _cut(
    child: Token, marks: Sequence[Token], ranges: Sequence[tuple[int, int]], box: int
) -> Iterator[Token]:
    """A text in pieces; the first `box` characters, which are drawn as a box, stay together."""
    text = child.content
    ranges = [(a if a >= box else 0, b) for a, b in ranges]
    places = {0, len(text), *(mark.meta["at"] for mark in marks)}
    places |= {at for pair in ranges for at in pair}
    ordered = sorted(place for place in places if place == 0 or place >= box)
    behind: dict[int, list[Token]] = {}
    for mark in marks:
        behind.setdefault(mark.meta["at"], []).append(mark)
    starts = [a for a, _ in ranges]  # statements follow each other
    for begin, end in zip(ordered, [*ordered[1:], len(text)], strict=True):
        yield from behind.get(begin, ())
        if end > begin:
            piece = Token("text", "", 0)
            piece.content = text[begin:end]
            at = bisect_right(starts, begin) - 1
            if at >= 0 and end <= ranges[at][1]:
                piece.meta = {MISSING: True}
            yield piece
