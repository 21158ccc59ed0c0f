"""The text of one message as a QTextDocument that can grow: thinking, answer, what is too much.

Knows no widget: `app.chat.body` shows it and covers the places kept free here.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtGui import QTextDocument, QTextFrame

from app.chat.blocks import CodeBlock
from app.chat.citing import Annotator, Notes
from app.chat.formats import Style
from app.chat.formula_object import FormulaObject
from app.chat.markdown import Parser, clean, rich_length
from app.chat.pen import Placed
from app.chat.render import Writer
from app.chat.tail import Tail
from app.chat.thinking import Part, held_back, split_thinking
from engine.formulas.typeset import Formula

# Pixels.
HEADER_HEIGHT: Final = 30  # of the line that folds thinking
REST_HEIGHT: Final = 280  # of the text that is too much to be drawn richly
REST_BUTTON_HEIGHT: Final = 40  # of the button in its place
THINKING_INSET: Final = 16


@dataclass(slots=True)
class Thought:
    """A stretch of thinking: the positions of its header and of its end (-1: the end of the
    message), and how it is shown."""

    header: int
    end: int = 0
    ended: bool = False
    folded: bool = False


class MessageDocument:
    """A message in `document`. `plain` shows it without markup, as a person typed it. `object`
    draws formulas, which else stay as they were written."""

    def __init__(
        self,
        document: QTextDocument,
        style: Style,
        plain: bool = False,
        object: FormulaObject | None = None,
    ) -> None:
        document.setUndoRedoEnabled(False)
        self.document = document
        self.text = ""  # as it came in
        self.thoughts: list[Thought] = []
        self.rest = ""  # what follows the text that is drawn
        self.rest_position = -1  # of the place kept free for it, -1 for none
        self.rest_open = False  # it is shown, and not a button for it
        self._object = object
        self._style = style
        self._plain = plain
        self._parser = Parser()
        self._parts: list[Part] = []
        self._chosen: dict[int, bool] = {}  # thoughts folded or unfolded on purpose
        self._streaming = False
        self._notes = Notes()
        self._render()

    @property
    def code_blocks(self) -> list[CodeBlock]:
        return self._writer.code_blocks

    @property
    def quotes(self) -> list[QTextFrame]:
        return self._writer.quotes

    @property
    def tasks(self) -> list[tuple[int, bool]]:
        """The positions of tasks, and whether they are done."""
        return self._writer.tasks

    @property
    def formulas(self) -> list[Placed]:
        return self._writer.formulas

    @property
    def last(self) -> int:
        """The position behind the last character drawn."""
        return self._writer.last

    def set_notes(self, notes: Notes) -> bool:
        """Mark what was found and what was not. False: it is marked so already."""
        if notes == self._notes:
            return False
        self._notes = notes
        self._render()
        return True

    def place_of(self, address: str) -> tuple[int, int] | None:
        """Where the text that links to `address` begins and ends."""
        block = self.document.begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                if fragment.charFormat().anchorHref() == address:
                    return fragment.position(), fragment.position() + fragment.length()
                iterator += 1
            block = block.next()
        return None

    def set_text(self, text: str) -> None:
        """Show a whole message."""
        self.text = text
        self._streaming = False
        self.rest_open = False
        self._split()
        self._render()

    def append(self, piece: str, fold: bool = True) -> None:
        """Add to the end. `fold`: thinking folds by itself when the answer begins."""
        self.text += piece
        self._notes = Notes()  # they are of a text that was whole
        self._streaming = True
        if self.rest:
            self.rest += clean(piece)
            return
        known = len(self._parts)
        if self._split():
            if not self._is_folded():
                self._tail.grow(self._parts[-1].text)
            return
        if not fold and known:
            self._chosen.setdefault(len(self.thoughts) - 1, False)
        self.rest_open = bool(self.rest)  # what comes while one looks on is shown
        self._render()

    def finish(self) -> None:
        """Nothing more will come: draw what was put off, or all if that looks different now."""
        self._streaming = False
        if not self._split() or self._tail.late_links:
            self._render()
            return
        if not self._is_folded() and not self.rest:
            self._tail.draw(self._parts[-1].text)
        for thought in self.thoughts:
            thought.ended = True

    def set_style(self, style: Style) -> None:
        """Draw everything again in other colours."""
        self._style = style
        self._render()

    def toggle(self, number: int) -> None:
        """Fold or unfold a thought."""
        self._chosen[number] = not self.thoughts[number].folded
        self._render()

    def unfold(self) -> bool:
        """Show all thinking, as for somebody who looks for a word in it. False: it is shown."""
        folded = [number for number, thought in enumerate(self.thoughts) if thought.folded]
        self._chosen.update(dict.fromkeys(folded, False))
        if folded:
            self._render()
        return bool(folded)

    def open_rest(self) -> None:
        """Show also what is too much to be drawn richly."""
        self.rest_open = True
        if self.rest:
            self._writer.resize(self.rest_position, REST_HEIGHT)

    def settle(self, news: Set[Formula]) -> bool:
        """Formulas have become pictures. False: it is another text now, because some cannot."""
        settled = self._writer.settle(news)
        if not settled:
            self._render()
        return settled

    def _split(self) -> bool:
        """Take the text apart. True if only the last part has grown since it was drawn."""
        text = clean(self.text)
        length = rich_length(text)
        had_rest = bool(self.rest)
        self.rest = text[length:]
        rich = text[:length]
        if self._streaming and not self.rest:
            rich = rich[: len(rich) - held_back(rich)]
        before = self._parts
        self._parts = [Part("answer", rich, False)] if self._plain else split_thinking(rich)
        return (
            not self._plain
            and had_rest == bool(self.rest)
            and len(before) == len(self._parts)
            and [p.kind for p in before] == [p.kind for p in self._parts]
            and before[:-1] == self._parts[:-1]
            and before[-1].closed == self._parts[-1].closed
        )

    def _is_folded(self) -> bool:
        """Whether the part that grows is out of sight."""
        return self._parts[-1].kind == "thinking" and self.thoughts[-1].folded

    def _render(self) -> None:
        self.document.clear()
        self.document.setDocumentMargin(0)
        self.document.setIndentWidth(self._style.indent)
        self._writer = Writer(self.document, self._style, object=self._object)
        self.thoughts = []
        cells = 0
        marks = Annotator(self._notes) if self._notes.notes or self._notes.own else None
        for part in self._parts:
            thinking = part.kind == "thinking"
            # Left so behind the last part, which the tail goes on drawing.
            style = replace(self._style, quiet=thinking)
            self._writer.set_style(style, THINKING_INSET if thinking else 0)
            if thinking:
                folded = self._chosen.get(len(self.thoughts), part.closed)
                ended = part.closed or not self._streaming
                header = self._writer.space(HEADER_HEIGHT)
                self.thoughts.append(Thought(header, ended=ended, folded=folded))
                self._write("" if folded else part.text, cells)
                self.thoughts[-1].end = self._writer.last if part.closed else -1
            else:
                self._write(part.text, cells, marks)
            cells = self._tail.cells
        height = REST_HEIGHT if self.rest_open else REST_BUTTON_HEIGHT
        self.rest_position = self._writer.space(height) if self.rest else -1

    def _write(self, text: str, cells: int, marks: Annotator | None = None) -> None:
        self._tail = Tail(self._writer, self._parser, cells, marks)
        if self._plain:
            self._writer.plain(text)
        else:
            self._tail.draw(text)
