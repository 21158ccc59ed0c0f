"""The box a message is typed into: one to eight lines, and what its keys mean to a conversation.

Knows no files and no snippets: pasted files are only told, and who offers a list under the cursor
filters its keys.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.plain_box import ENTER, PlainBox
from app.theme import BODY_SIZE, Theme

MAX_LINES = 8
_MODIFIERS = Qt.KeyboardModifier


class TextBox(PlainBox):
    """A plain text box. `files_pasted` has the paths of files from the clipboard."""

    submitted = Signal()
    files_pasted = Signal(object)  # list[Path]

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The card around it has the border.
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:hover, QPlainTextEdit:focus"
            " { border: none; padding: 0; background: transparent; }"
        )
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        # Other letters in as many lines may be higher, also those that are being composed.
        self.document().contentsChanged.connect(self._fit)
        theme.zoomed.connect(self._on_zoomed)
        self._on_zoomed()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def is_empty(self) -> bool:
        """Whether nothing is typed, not even a blank."""
        return self.document().characterCount() <= 1

    def event(self, event: QEvent) -> bool:
        # With text in it, keys that send it or move in it are its own, and no shortcut's.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.is_empty()
            and (sends(event) or moves_by_words(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not self.composing:
            if sends(event) and (not _held(event) or not self.is_empty()):
                event.accept()
                self.submitted.emit()
                return
            if _held(event) != _MODIFIERS.ShiftModifier:
                event.ignore()  # Alt+Enter belongs to the window.
                return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_pasted.emit(paths)
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_zoomed(self) -> None:
        font = self._theme.fonts.ui_font(BODY_SIZE * self._theme.zoom)
        self.setFont(font)
        self.viewport().setFont(font)  # of the placeholder; the style sheet keeps it from there
        self._fit()

    @Slot()
    def _fit(self) -> None:
        full = round(self.document().size().height()) > MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff
        )
        height = self.height_of_lines(MAX_LINES) + 2
        if height != self.height():
            self.setFixedHeight(height)


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~_MODIFIERS.KeypadModifier


def sends(event: QKeyEvent) -> bool:
    """Enter, alone or with Ctrl."""
    return event.key() in ENTER and _held(event) in (
        _MODIFIERS.NoModifier,
        _MODIFIERS.ControlModifier,
    )


def moves_by_words(event: QKeyEvent) -> bool:
    """Arrows that go from word to word: with Alt on a Mac, with Ctrl elsewhere. Those with Alt are
    kept from shortcuts everywhere, for who is used to a Mac."""
    arrow = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    alt = bool(_held(event) & _MODIFIERS.AltModifier)
    control = bool(_held(event) & _MODIFIERS.ControlModifier) and sys.platform != "darwin"
    return arrow and (alt or control)
