"""An answer as statements: its sentences and the cells of its tables, each with its place.

Reads as much Markdown as tells these apart; code and thinking are no statements. Knows no sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from engine.documents.answers.tokens import Break, Token, tokens

Form = Literal["sentence", "heading", "head", "cell"]

MARK: Final = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]】]")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_THINKING: Final = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_PREFIX: Final = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:(?P<heading>#{1,6})[ \t]+"
    r"|(?:[-*+•]|\d{1,3}[.)、]|[（(]\d{1,2}[）)])[ \t]+"
    r"(?:\[[ xX]\][ \t]+)?)?"
)
_RULER: Final = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?")
_CELL: Final = re.compile(r"(?:\\.|[^|\\])+")
_OPENING: Final = "\"'“‘「『《(（[*_`"
_CLOSING: Final = "\"'”’」』》)）]*_`.!?。！？…:：;；"


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: `text[start:end]` of the answer. `row`: cells of one row have the same, from
    1; `column` counts them from 0."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    marks: tuple[int, ...]
    form: Form
    row: int = 0
    column: int = 0


def statements(answer: str) -> list[Said]:
    """The statements of an answer in order. Those without a word or a number are left out."""
    return [*_Splitter(answer).split()]


class _Splitter:
    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._marks = [*MARK.finditer(answer)]
        # Marks are no part of what is said, and leave the places of all else as they are.
        self._text = MARK.sub(lambda mark: " " * len(mark.group()), answer)
        self._row = 0

    def split(self) -> Iterator[Said]:
        thinking = _THINKING.match(self._text)
        at = thinking.end() if thinking else 0
        fence = ""
        table = False
        for line in self._text[at:].splitlines(keepends=True):
            start, at = at, at + len(line)
            bare = line.rstrip("\r\n")
            if fence:
                closing = _FENCE.match(bare)
                if closing and closing.group(1).startswith(fence) and not bare.strip(" `~"):
                    fence = ""
            elif opening := _FENCE.match(bare):
                fence = opening.group(1)
            elif _RULER.fullmatch(bare):
                pass
            elif "|" in bare and (table or self._is_head(at)):
                yield from self._cells(bare, start, head=not table)
                table = True
                continue
            else:
                yield from self._sentences(bare, start)
            table = table and _RULER.fullmatch(bare) is not None

    def _is_head(self, behind: int) -> bool:
        """Whether the line that begins at `behind` is the ruler under the head of a table."""
        line = self._text[behind : behind + 4000].split("\n", 1)[0].rstrip("\r")
        return _RULER.fullmatch(line) is not None

    def _cells(self, line: str, start: int, *, head: bool) -> Iterator[Said]:
        self._row += 1
        for column, cell in enumerate(_CELL.finditer(line.strip(" \t"))):
            lead = len(line) - len(line.lstrip(" \t"))
            found = tokens(cell.group())
            if found:
                begin, end = start + lead + cell.start(), start + lead + cell.end()
                yield self._made(
                    begin, begin, end, found, "head" if head else "cell", self._row, column
                )

    def _sentences(self, line: str, start: int) -> Iterator[Said]:
        prefix = _PREFIX.match(line)
        assert prefix is not None
        base = start + prefix.end()
        found = tokens(line[prefix.end() :])
        cuts = [i for i, token in enumerate(found) if not i or token.gap >= Break.SENTENCE]
        for i, cut in enumerate(cuts):
            last = i + 1 == len(cuts)
            stop = start + len(line) if last else base + found[cuts[i + 1]].start
            part = found[cut : len(found) if last else cuts[i + 1]]
            form: Form = "heading" if prefix.group("heading") else "sentence"
            yield self._made(base, base + part[0].start, stop, part, form)

    def _made(
        self,
        base: int,
        start: int,
        stop: int,
        found: list[Token],
        form: Form,
        row: int = 0,
        column: int = 0,
    ) -> Said:
        """With the quotes and the end mark around it, and the marks up to where the next begins."""
        text = self._text
        end = base + found[-1].end
        while start > base and text[start - 1] in _OPENING:
            start -= 1
        while end < stop and text[end] in _CLOSING:
            end += 1
        marks: list[int] = []
        for mark in self._marks:
            if start <= mark.start() < stop:
                marks += [int(number) for number in re.findall(r"\d+", mark.group(1))]
                end = max(end, mark.end())
        while end < stop and text[end] in _CLOSING:
            end += 1
        return Said(start, end, tuple(found), tuple(dict.fromkeys(marks)), form, row, column)
