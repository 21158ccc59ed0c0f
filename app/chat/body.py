"""The text of a message as a widget: as high as its text, without scroll bars of its own.

Shows a `MessageDocument` with real buttons over it. Loads nothing and follows no link: a click is
only reported.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QRect,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from app.chat.citing import Notes, place_of
from app.chat.document import MessageDocument
from app.chat.formats import OVERHANG, Style
from app.chat.formula_object import KIND, OBJECT, FormulaObject
from app.chat.grounds import Grounds
from app.chat.markdown import SOFT_BREAK, allowed_link
from app.chat.marks import Marks
from app.chat.overlay import Overlay
from app.chat.pictures import Pictures
from app.theme import COLUMN_WIDTH, Theme
from engine.formulas.typeset import Formula

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_FORWARDED = (
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
)


class MessageBody(QTextBrowser):
    """Text that can be selected. `link_clicked` has an http, https or mailto address. Without
    `pictures` formulas stay as they were written."""

    link_clicked = Signal(str)
    cite_clicked = Signal(int, int)  # the statement and the number behind it
    left = Signal()  # the keyboard goes back to the message
    caret_moved = Signal()  # by the keyboard

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        plain: bool = False,
        pictures: Pictures | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caret = False
        self._entered = False  # the keyboard moves in the text
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self._formulas = None if pictures is None else FormulaObject(pictures, theme.fonts)
        if self._formulas is not None:
            self.document().documentLayout().registerHandler(KIND, self._formulas)
        self._content = MessageDocument(self.document(), Style.of(theme), plain, self._formulas)
        self._grounds = Grounds(theme)
        self._overlay = Overlay(self._content, theme, self.viewport())
        self._marks = Marks(self, self._content, theme)
        self._overlay.toggled.connect(self._on_toggled)
        self._overlay.rest_wanted.connect(self.open_rest)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme.changed.connect(self._on_look_changed)
        theme.zoomed.connect(self._on_look_changed)
        if pictures is not None and not plain:
            pictures.ready.connect(self._on_pictures_ready)
        self._set_widths()
        self._fit()

    # What it shows

    def text(self) -> str:
        """The message as it came in, with its marks."""
        return self._content.text

    def set_text(self, text: str) -> None:
        """Show a whole message."""
        self._content.set_text(text)
        self._arrange()

    def append(self, text: str, fold: bool = True) -> None:
        """Add to the end of a message that streams; `fold` lets thinking fold when it ends."""
        self._content.append(text, fold)
        self._arrange()

    def finish(self) -> None:
        """Nothing more will come."""
        self._content.finish()
        self._arrange()

    def set_notes(self, notes: Notes) -> None:
        """Mark what of it was found in documents, and what was not."""
        if self._content.set_notes(notes):
            self._arrange()

    def go_to(self, address: str) -> QRect | None:
        """Select the number that leads to `address`; where it is in this widget."""
        found = self._content.place_of(address)
        if found is None:
            return None
        cursor = self.textCursor()
        cursor.setPosition(found[0])
        begin = self.cursorRect(cursor)
        cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return begin.united(self.cursorRect(cursor))

    def set_caret(self, shown: bool) -> None:
        """Whether a block of colour at the end says that more is coming."""
        self._caret = shown
        self._fit()
        self.viewport().update()

    def mark(self, query: str, count: int, current: int = -1) -> None:
        """Mark `query`, folded, which the whole message has `count` times: thinking that is in the
        way is opened. `current` is the match, from 0, that the reader is at; -1 for none."""
        if not query and not self._marks.active:
            return
        drawn = self._marks.set(query, current)
        if query and self._marks.count() < count and self._content.unfold():
            self._arrange()
            drawn = self._marks.show(None)
        if not drawn and self._content.rest:
            if not self._content.rest_open:
                self.open_rest()
            self._marks.show(self._overlay.rest)

    def current_rect(self) -> QRect | None:
        """Where the match is that the reader is at, in this widget; None for none."""
        rect = self._marks.current_rect()
        if rect is None and self._overlay.rest is not None and self._overlay.rest.isVisible():
            return self._overlay.rest.geometry()
        return rect

    @Slot()
    def open_rest(self) -> None:
        """Show also what is too much to be drawn richly."""
        self._content.open_rest()
        self._arrange()

    def enter(self) -> None:
        """Take the keyboard: its keys move in the text and select, until Escape."""
        self._entered = True
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextBrowserInteraction | flags.TextSelectableByKeyboard)
        if not self.textCursor().hasSelection():
            self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown_text(self) -> str:
        """The text in sight, with formulas as they were written."""
        text = self.document().toPlainText().replace(SOFT_BREAK, "")
        for placed in self._content.formulas:
            text = text.replace(OBJECT, placed.source, 1)
        return text

    def buttons(self) -> list[QWidget]:
        """The buttons over the text, from top to bottom."""
        return self._overlay.widgets()

    # Nothing is loaded, and no link is followed

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401  the type Qt gives
        """Nothing: a message has no pictures and no files.

        Empty and not None, at which Qt would read the file by itself.
        """
        return QByteArray()

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        if (place := place_of(url.toString())) is not None:
            self.cite_clicked.emit(*place)
            return
        address = allowed_link(bytes(url.toEncoded().data()).decode("ascii"))
        if address is not None:
            self.link_clicked.emit(address)

    # What changes how it looks

    def _arrange(self) -> None:
        """Put buttons and grounds where the text is now."""
        self._grounds.arrange(self._content)
        self._grounds.bars += self._overlay.arrange(self._grounds.code)
        if self._marks.active:
            self._marks.show(None)
        self.viewport().update()

    @Slot(int)
    def _on_toggled(self, number: int) -> None:
        self._content.toggle(number)
        self._arrange()

    @Slot(object)
    def _on_pictures_ready(self, news: set[Formula]) -> None:
        if self._content.formulas and not news.isdisjoint(
            p.formula for p in self._content.formulas
        ):
            self._content.settle(news)
            self._fit()
            self._arrange()

    @Slot()
    def _on_look_changed(self) -> None:
        if self._formulas is not None:
            self._formulas.forget()
        self._set_widths()
        self._overlay.set_zoom()
        self._content.set_style(Style.of(self._theme))
        self._arrange()

    def _set_widths(self) -> None:
        self.setMaximumWidth(round(COLUMN_WIDTH * max(1.0, self._theme.zoom)))

    # Size and painting

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text is at this width."""
        # Qt lays long texts out bit by bit and tells an old size meanwhile; asking for the root
        # frame has it finish.
        document = self.document()
        height = ceil(document.documentLayout().frameBoundingRect(document.rootFrame()).height())
        if self._content.formulas:
            height += ceil(OVERHANG)  # of one in the last line
        if self._caret:
            height = max(height, self._caret_height() + 4)
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0:
            height += bar.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        shift = self.horizontalScrollBar().value()
        painter.translate(-shift, 0)
        self._grounds.paint(painter, QRectF(event.rect()).translated(shift, 0))
        painter.end()
        super().paintEvent(event)
        if self._caret:
            self._paint_caret()

    def _caret_height(self) -> int:
        return round(self.fontMetrics().height() * self._theme.zoom)

    def _paint_caret(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._content.last)
        rect = self.cursorRect(cursor)
        height = self._caret_height()
        middle = rect.center().y() if self._content.text else height // 2 + 2
        painter = QPainter(self.viewport())
        painter.fillRect(
            QRectF(rect.left() + 1, middle - height / 2, 5, height),
            QColor(self._theme.tokens.accent),
        )

    # Keys and the wheel belong to the transcript; selected text goes out as plain text

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().x() and self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._entered and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._entered = False
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._entered:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
            else:
                super().keyPressEvent(event)
                self.caret_moved.emit()
            return
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (alone and event.key() in _FORWARDED) or alt:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        # Without colours, which would be white on white elsewhere, and without our soft breaks.
        cursor = self.textCursor()
        text = cursor.selection().toPlainText()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for placed in self._content.formulas:
            if start <= placed.position < end:
                text = text.replace(OBJECT, placed.source, 1)
        data = QMimeData()
        data.setText(text.replace(SOFT_BREAK, ""))
        return data
