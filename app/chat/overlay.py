"""Real widgets over the text of a message: copy of code, fold of thinking, rest of a long one.

They are children of the viewport and move with the text. Knows no formats: where they go is asked
of the document each time it was laid out.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from app.chat.document import HEADER_HEIGHT, REST_HEIGHT, MessageDocument
from app.chat.formats import CODE_HEADER, QUOTE_INDENT
from app.chat.grounds import block_rect
from app.chat.markdown import break_long_lines
from app.icons import IconButton
from app.theme import BODY_SIZE, Theme


class Overlay(QObject):
    """`toggled` and `rest_wanted` ask for a change of the document."""

    toggled = Signal(int)  # the number of a thought
    rest_wanted = Signal()

    def __init__(self, content: MessageDocument, theme: Theme, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._content = content
        self._theme = theme
        self._viewport = viewport
        self._copy_buttons: list[IconButton] = []
        self._fold_buttons: list[IconButton] = []
        self._rest_button: QPushButton | None = None
        self._rest_shown = ""
        self.rest: QPlainTextEdit | None = None

    def arrange(self, code: list[QRectF]) -> list[QRectF]:
        """Put everything where the text is now. Returns the stretches of open thinking."""
        self._arrange_copies(code)
        self._arrange_rest()
        return self._arrange_folds()

    def widgets(self) -> list[QWidget]:
        """What can have the keyboard, from top to bottom."""
        made = [*self._fold_buttons, *self._copy_buttons, self._rest_button]
        seen = [widget for widget in made if widget is not None and widget.isVisible()]
        return sorted(seen, key=lambda widget: widget.y())

    def set_zoom(self) -> None:
        """The rest is as large as the text above it."""
        if self.rest is not None:
            self.rest.setFont(self._theme.fonts.ui_font(BODY_SIZE * self._theme.zoom))

    # Code

    def _arrange_copies(self, code: list[QRectF]) -> None:
        while len(self._copy_buttons) < len(code):
            self._copy_buttons.append(self._make_copy_button(len(self._copy_buttons)))
        for unused in self._copy_buttons[len(code) :]:
            unused.hide()
        for rect, button in zip(code, self._copy_buttons, strict=False):
            button.move(int(rect.right()) - button.width() - 4, int(rect.top()) + 4)
            button.show()

    def _make_copy_button(self, number: int) -> IconButton:
        button = IconButton("copy", self.tr("Copy code"), self._theme, self._viewport)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.resize(CODE_HEADER - 6, CODE_HEADER - 6)
        button.clicked.connect(lambda: self._copy_code(number))
        return button

    def _copy_code(self, number: int) -> None:
        QGuiApplication.clipboard().setText(self._content.code_blocks[number].code)
        self._copy_buttons[number].confirm()

    # Thinking

    def _arrange_folds(self) -> list[QRectF]:
        thoughts = self._content.thoughts
        while len(self._fold_buttons) < len(thoughts):
            self._fold_buttons.append(self._make_fold_button(len(self._fold_buttons)))
        for unused in self._fold_buttons[len(thoughts) :]:
            unused.hide()
        document = self._content.document
        bars = []
        for thought, button in zip(thoughts, self._fold_buttons, strict=False):
            ended, going = self.tr("Thought for a moment"), self.tr("Thinking…")
            button.setText(ended if thought.ended else going)
            button.set_icon_name("right" if thought.folded else "unfold")
            button.set_label(
                self.tr("Show the thinking") if thought.folded else self.tr("Hide the thinking")
            )
            # Not larger than the line that is kept free for it.
            button.setFont(self._theme.fonts.ui_font(BODY_SIZE * min(1.0, self._theme.zoom)))
            button.adjustSize()
            top = block_rect(document, thought.header).top()
            button.move(0, int(top) + (HEADER_HEIGHT - button.height()) // 2)
            button.show()
            if not thought.folded:
                end = thought.end if thought.end >= 0 else self._content.last
                bottom = block_rect(document, end).bottom()
                top = block_rect(document, thought.header + 1).top()
                if bottom > top:
                    bars.append(QRectF(0, top, QUOTE_INDENT, bottom - top))
        return bars

    def _make_fold_button(self, number: int) -> IconButton:
        button = IconButton("right", "", self._theme, self._viewport)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("kind", "fold")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda: self.toggled.emit(number))
        return button

    # The rest of a very long text

    def _arrange_rest(self) -> None:
        text, shown = self._content.rest, self._content.rest_open
        if text and not shown and self._rest_button is None:
            self._rest_button = QPushButton(self._viewport)
            self._rest_button.setCursor(Qt.CursorShape.ArrowCursor)
            self._rest_button.clicked.connect(self.rest_wanted)
        if text and shown and self.rest is None:
            self.rest = QPlainTextEdit(self._viewport)
            self.rest.setReadOnly(True)
            self.rest.setAccessibleName(self.tr("The rest of a very long message"))
            self.set_zoom()
        if self._rest_button is not None:
            self._rest_button.setVisible(bool(text) and not shown)
        if self.rest is not None:
            self.rest.setVisible(bool(text) and shown)
            self._show_rest(text if shown else "")
        if not text:
            return
        top = int(block_rect(self._content.document, self._content.rest_position).top())
        if shown and self.rest is not None:
            self.rest.setGeometry(0, top, self._viewport.width(), REST_HEIGHT)
        elif self._rest_button is not None:
            size = QLocale().formattedDataSize(
                len(self._content.text.encode()), 1, QLocale.DataSizeFormat.DataSizeSIFormat
            )
            self._rest_button.setText(self.tr("Show all ({size})").format(size=size))
            self._rest_button.adjustSize()
            self._rest_button.move(0, top + 4)

    def _show_rest(self, text: str) -> None:
        assert self.rest is not None
        if text.startswith(self._rest_shown) and self._rest_shown:
            more = QTextCursor(self.rest.document())
            more.movePosition(QTextCursor.MoveOperation.End)
            more.insertText(break_long_lines(text[len(self._rest_shown) :]))
        elif text != self._rest_shown:
            self.rest.setPlainText(break_long_lines(text))
        self._rest_shown = text
