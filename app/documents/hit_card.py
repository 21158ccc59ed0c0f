"""A passage that a question found: where it is, what it says, and why it was found."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from app.document_words import DocumentWords
from app.plain_box import ENTER
from app.text import one_line
from app.theme import Theme
from engine.documents.records import Hit

SHOWN: Final = 360  # characters of a passage
_BEFORE: Final = 80  # of them before the first word of the question
_WORD: Final = 20  # no word that is cut is longer
_STEMMED: Final = 5  # letters; longer words are found in other forms, too
_TELLING: Final = 3  # letters
_ELLIPSIS: Final = "…"


class HitCard(QFrame):
    """Opens with a click, or with Enter."""

    opened = Signal(int)  # its number, from 0

    def __init__(self, number: int, hit: Hit, words: DocumentWords, theme: Theme) -> None:
        super().__init__()
        self._number = number
        self._hit = hit
        self._theme = theme
        self.setProperty("kind", "hit")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = PurePath(hit.path).name
        self.name = _label(name, "heading")
        self.place = _label(words.place(hit) if hit.heading or is_page(hit) else "", "muted")
        self.text = _label("", "")
        self.text.setTextFormat(Qt.TextFormat.RichText)  # of our own making, the text is escaped
        self.text.setWordWrap(True)
        self.why = _label(words.why(hit.ranks), "small")
        self.why.setWordWrap(True)
        self._lay_out(self.tr("{n}.").format(n=number + 1))
        said = (name, self.place.text(), one_line(hit.text)[:SHOWN], words.why(hit.ranks))
        self.setAccessibleName(". ".join(part for part in said if part))
        theme.changed.connect(self._show_text)
        self._show_text()

    @Slot()
    def _show_text(self) -> None:
        tokens = self._theme.tokens
        shown = excerpt(body_of(self._hit), self._hit.ranks.terms)
        self.text.setText(marked(shown, self._hit.ranks.terms, tokens.highlight, tokens.text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.opened.emit(self._number)
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*ENTER, Qt.Key.Key_Space):
            self.opened.emit(self._number)
        else:
            super().keyPressEvent(event)

    def _lay_out(self, number: str) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(_label(number, "muted"))
        first.addWidget(self.name)
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first.addWidget(self.place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self.text)
        layout.addWidget(self.why)


def is_page(hit: Hit) -> bool:
    """Whether its page says where it is: the one part of a short text does not."""
    return hit.page_kind != "part" or hit.page > 1 or bool(hit.label)


def body_of(hit: Hit) -> str:
    """What a passage says below its headings, which are shown above it."""
    text = hit.text.lstrip()
    for heading in hit.heading:
        text = text.lstrip("# \n").removeprefix(heading).lstrip()
    return text or hit.text


def excerpt(text: str, terms: Sequence[str], room: int = SHOWN) -> str:
    """The part of a passage that shows why it was found, on one line."""
    line = one_line(text)
    if len(line) <= room:
        return line
    first = next(iter(_spans(line, terms)), (0, 0))[0]
    start = max(0, min(first - _BEFORE, len(line) - room))
    if start:  # not in the middle of a word
        start = line.find(" ", start, start + _WORD) + 1 or start
    end = min(len(line), start + room)
    if end < len(line):
        blank = line.rfind(" ", end - _WORD, end)
        end = blank if blank > 0 else end
    before, after = _ELLIPSIS if start else "", _ELLIPSIS if end < len(line) else ""
    return f"{before}{line[start:end].strip()}{after}"


def marked(text: str, terms: Sequence[str], ground: str, color: str) -> str:
    """`text` as HTML with the words of the question marked."""
    pieces, at = [], 0
    for start, end in _spans(text, terms):
        word = html.escape(text[start:end])
        pieces.append(html.escape(text[at:start]))
        pieces.append(f'<span style="background-color:{ground};color:{color}">{word}</span>')
        at = end
    return "".join((*pieces, html.escape(text[at:])))


def _spans(text: str, terms: Sequence[str]) -> Sequence[tuple[int, int]]:
    """Where the terms are, joined where they meet: pairs of characters of Chinese overlap."""
    found = sorted(
        match.span(1) for term in terms if _tells(term) for match in _pattern(term).finditer(text)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _tells(term: str) -> bool:
    """Whether a word is worth marking: `of` is everywhere."""
    return len(term) >= _TELLING or not term.isalpha() or not term.isascii()


def _pattern(term: str) -> re.Pattern[str]:
    """Matches a term where it begins a word, in any of the forms that the index takes for one."""
    if not term.isascii():
        return re.compile(f"(?=({re.escape(term)}))", re.IGNORECASE)
    stem = term[:-2] if len(term) > _STEMMED else term.removesuffix("s") or term
    return re.compile(rf"\b({re.escape(stem)}\w*)", re.IGNORECASE)


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
