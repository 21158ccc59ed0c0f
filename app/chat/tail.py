"""Drawing a text that grows: finished blocks stay, only the tail behind them is redone."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Final

from markdown_it.token import Token
from PySide6.QtGui import QTextCursor

from app.chat.citing import Annotator
from app.chat.markdown import Env, Parser, cut_of
from app.chat.render import Writer

# A tail that takes longer to draw than this is drawn more rarely, so that drawing takes a tenth
# of the time at most; in between, what is new is added as it stands.
_BUDGET_S: Final = 0.008
_SHARE: Final = 10


class Tail:
    """One growing Markdown text at the end of a document.

    `cells` of tables are used up already. What the document holds after `draw` is the same as if
    the text had been drawn at once, but for links whose address came later (`late_links`).
    `marks` puts marks into a text that is whole.
    """

    def __init__(
        self, writer: Writer, parser: Parser, cells: int = 0, marks: Annotator | None = None
    ) -> None:
        self._writer = writer
        self._marks = marks
        self._parser = parser
        self._mark = writer.mark()
        self._start = 0  # of the tail, in the text
        self._shown = 0  # how much of the text the document has
        self._references: dict[str, Any] = {}
        self._cells = cells
        self._cost = 0.0
        self._drawn_at = 0.0
        self.cells = cells
        self.late_links = False
        self.raw = False  # something was added as it stands

    def grow(self, text: str) -> None:
        """Bring the document to `text`, which begins with what was there before."""
        soon = perf_counter() - self._drawn_at < _SHARE * self._cost
        if self._cost > _BUDGET_S and soon:
            self._writer.add_raw(text[self._shown :])
            self._shown = len(text)
            self.raw = True
        else:
            self.draw(text)

    def draw(self, text: str) -> None:
        """Bring the document to `text`, drawn properly."""
        began = perf_counter()
        tail = text[self._start :]
        env: Env = {"references": dict(self._references), "cells": self._cells}
        tokens = self._parser.parse(tail, env)
        if self._marks is not None:
            self._marks.annotate(tokens)
        cut = cut_of(tail, tokens)
        line = tail.count("\n", 0, cut)
        final = next((i for i, t in enumerate(tokens) if _starts(t, line)), 0) if cut else 0
        edit = QTextCursor(self._writer.document)
        edit.beginEditBlock()
        self._writer.rewind(self._mark)
        self._writer.write(tokens[:final])
        self._mark = self._writer.mark()
        self._writer.write(tokens[final:])
        edit.endEditBlock()
        self._start += cut
        self._cells += sum(token.meta.get("cells", 0) for token in tokens[:final])
        for name, reference in env["references"].items():
            if name not in self._references:
                self.late_links |= self._start > 0
                if reference["map"][1] <= line:
                    self._references[name] = reference
        self.cells = env["cells"]
        self.raw = False
        self._shown = len(text)
        self._drawn_at = perf_counter()
        self._cost = self._drawn_at - began


def _starts(token: Token, line: int) -> bool:
    return token.level == 0 and token.map is not None and token.map[0] >= line
