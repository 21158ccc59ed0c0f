"""The dialog "What the model sees": the exact prompt of the next reply, in colours by its parts.

Knows nothing of how the prompt was made: it is given what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.chat.context_use import ContextUse
from app.chat.context_words import ContextWords, part_color
from app.chat.passage_reasons import PassageReasons
from app.dialog import ROOM, Dialog, Role, Standard, note
from app.document_words import DocumentWords
from app.fold import Fold
from app.plain_box import PlainBox
from app.text import clean, sentences
from app.theme import Theme
from engine.documents.records import Sources
from engine.messages import Measured, Overflow, Segment, SegmentKind

WIDTH = 760
HEIGHT = 640
_LEAST = 160  # of the text, which takes what the window has
_COLUMNS = 5
_SWATCH = 10
_TINT = 0.2  # how much of a part's colour is under its text
_CONFIRMED_MS = 1500


class Inspector(Dialog):
    """Opened at once; filled when the prompt was counted."""

    def __init__(
        self, theme: Theme, overflow: Overflow | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, WIDTH)
        self._theme = theme
        self._overflow = overflow
        self._words = ContextWords(self)
        self._segments: Sequence[Segment] = ()
        self._prompt = ""
        self.passages: PassageReasons | None = None
        self._entries: list[_Entry] = []
        self.set_title(self.tr("What the model sees"))
        self.line = self.add_note(self.tr("Counting…"), "heading")
        self.below = self.add_note("", "small")
        self.below.hide()
        self.legend = QWidget()
        self._legend = QGridLayout(self.legend)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend.setHorizontalSpacing(24)
        self._legend.setVerticalSpacing(4)
        self._legend.setColumnStretch(_COLUMNS, 1)
        self.body.addWidget(self.legend)
        self.text = _Prompt()
        self.text.setFont(theme.fonts.mono_font())
        self.text.setAccessibleName(self.tr("The prompt, word for word"))
        self.body.addWidget(self.text, 1)
        self._outer.setStretchFactor(self.body, 1000)
        self.copy_button = self.add_button(self.tr("Copy"), Role.ActionRole)
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._on_copy)
        self.add_standard(Standard.Close)
        self._confirmed = QTimer(self, singleShot=True, interval=_CONFIRMED_MS)
        self._confirmed.timeout.connect(self._name_copy)
        theme.changed.connect(self._fill)

    def prompt(self) -> str:
        """The text as the model gets it."""
        return self._prompt

    def show_measured(self, measured: Measured, use: ContextUse) -> None:
        """Show the prompt that was counted, with its text."""
        words = self._words
        self.line.setText(words.line(use, self._overflow))
        self.below.setText(sentences(*words.notes(use)))
        self.below.setVisible(bool(self.below.text()))
        for place, (kind, name, count) in enumerate(words.rows(use)):
            entry = _Entry(kind, name, count)
            self._entries.append(entry)
            self._legend.addWidget(entry, place // _COLUMNS, place % _COLUMNS)
        self._segments = measured.segments
        self._prompt = "".join(segment.text for segment in measured.segments)
        self.copy_button.setEnabled(bool(self._prompt))
        self.text.setAccessibleDescription(words.spoken(use, self._overflow))
        self._fill()

    def show_sources(self, sources: Sources | None, *, soon: bool) -> None:
        """Show which passages are told, and why; `soon`: they are looked for once it is sent."""
        words = DocumentWords(self)
        if sources is not None and sources.passages:
            self.passages = PassageReasons(sources, words)
            fold = Fold(self.tr("Passages"), self.passages)
            fold.set_summary(words.passages(len(sources.passages)))
            fold.line.setChecked(True)
            self._put(fold)
        elif soon:
            told = self.tr("Your documents are searched for passages when you send.")
            self._put(note(told, "small"))

    def _put(self, widget: QWidget) -> None:
        self.body.insertWidget(self.body.indexOf(self.text), widget)

    def show_error(self, text: str) -> None:
        """Say why there is nothing to see."""
        self.line.setText(text)

    def fit(self) -> None:
        """As tall before it is filled as after."""
        parent = self.parentWidget()
        room = (parent.window() if parent else self.screen().availableGeometry()).height()
        self.setMinimumSize(QSize(360, 200))
        self.resize(WIDTH, min(HEIGHT, max(320, room - ROOM)))

    @Slot()
    def _fill(self) -> None:
        for entry in self._entries:
            entry.color(self._theme)
        self.text.set_text("")
        self.text.wrap_for(self._prompt)
        cursor = self.text.textCursor()
        cursor.beginEditBlock()
        for segment in self._segments:
            cursor.insertText(clean(segment.text), self._format(segment.kind))
        cursor.endEditBlock()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _format(self, kind: SegmentKind) -> QTextCharFormat:
        tokens = self._theme.tokens
        shape = QTextCharFormat()
        if kind == "template":
            shape.setForeground(QColor(tokens.muted))
        else:
            shape.setForeground(QColor(tokens.text))
            shape.setBackground(mixed(part_color(kind, tokens), tokens.surface, _TINT))
        return shape

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._prompt)
        self.copy_button.setText(self.tr("Copied"))
        self._confirmed.start()

    @Slot()
    def _name_copy(self) -> None:
        self.copy_button.setText(self.tr("Copy"))


class _Prompt(PlainBox):
    """To be read and copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, _LEAST)


class _Entry(QWidget):
    """A line of the legend."""

    def __init__(self, kind: SegmentKind | None, name: str, count: str) -> None:
        super().__init__()
        self._kind: SegmentKind | None = kind
        self.swatch = QLabel()
        self.swatch.setFixedSize(_SWATCH, _SWATCH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.swatch)
        row.addWidget(_plain(name, "small"))
        row.addWidget(_plain(count, "figure"))
        row.addStretch(1)

    def color(self, theme: Theme) -> None:
        """Take the colours of the theme."""
        color = part_color(self._kind, theme.tokens)
        self.swatch.setStyleSheet(f"background: {color}; border-radius: 3px;")


def mixed(color: str, ground: str, share: float) -> QColor:
    """`share` of a colour over a ground."""
    one, other = QColor(color), QColor(ground)
    pairs = (
        (one.red(), other.red()),
        (one.green(), other.green()),
        (one.blue(), other.blue()),
    )
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in pairs)
    return QColor(red, green, blue)


def _plain(text: str, kind: str) -> QLabel:
    label = note(text, kind)
    label.setWordWrap(False)
    return label
