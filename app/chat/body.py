"""The text of a message as a widget: as high as its text, without scroll bars of its own.

Shows a `MessageDocument`, paints the grounds of code and the bars of quotes, and lays real
buttons over it: copy for each block of code, fold for each stretch of thinking. Loads nothing and
follows no link: a click is only reported.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData, QPointF, QRectF, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextFrame,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QSizePolicy,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from app.chat.document import HEADER_HEIGHT, REST_HEIGHT, MessageDocument
from app.chat.formats import CODE_HEADER, CODE_PADDING, INDENT, QUOTE_INDENT, Style
from app.chat.markdown import SOFT_BREAK, allowed_link, break_long_lines
from app.icons import IconButton
from app.theme import COLUMN_WIDTH, SMALL_SIZE, Theme

_RADIUS = 8
_BOX = 12  # pixels, of a task
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
    """Text that can be selected. `link_clicked` has an http, https or mailto address."""

    link_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, plain: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caret = False
        self._copy_buttons: list[IconButton] = []
        self._fold_buttons: list[IconButton] = []
        self._rest: QPlainTextEdit | None = None
        self._rest_shown = ""
        self._code_rects: list[QRectF] = []
        self._bars: list[QRectF] = []
        self._boxes: list[tuple[QRectF, bool]] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(COLUMN_WIDTH)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.viewport().setAutoFillBackground(False)
        self._content = MessageDocument(self.document(), Style.of(theme), plain)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme.changed.connect(self._on_theme_changed)
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

    def set_caret(self, shown: bool) -> None:
        """Whether a block of colour at the end says that more is coming."""
        self._caret = shown
        self._fit()
        self.viewport().update()

    def buttons(self) -> list[IconButton]:
        """The buttons over the text, from top to bottom."""
        made = [*self._fold_buttons, *self._copy_buttons]
        return sorted((b for b in made if b.isVisible()), key=lambda button: button.y())

    # Nothing is loaded, and no link is followed

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401  the type Qt gives
        """Nothing: a message has no pictures and no files.

        Empty and not None, at which Qt would read the file by itself.
        """
        return QByteArray()

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        address = allowed_link(bytes(url.toEncoded().data()).decode("ascii"))
        if address is not None:
            self.link_clicked.emit(address)

    # Buttons over the text

    def _arrange(self) -> None:
        """Put buttons and grounds where the text is now."""
        self._arrange_code()
        self._arrange_thoughts()
        self._arrange_rest()
        self.viewport().update()

    def _arrange_code(self) -> None:
        blocks = self._content.code_blocks
        while len(self._copy_buttons) < len(blocks):
            self._copy_buttons.append(self._make_copy_button(len(self._copy_buttons)))
        for unused in self._copy_buttons[len(blocks) :]:
            unused.hide()
        self._code_rects = [self._code_rect(block.frame) for block in blocks]
        for rect, button in zip(self._code_rects, self._copy_buttons, strict=False):
            button.move(int(rect.right()) - button.width() - 4, int(rect.top()) + 4)
            button.show()
        layout = self.document().documentLayout()
        self._bars = []
        for frame in self._content.quotes:
            rect = layout.frameBoundingRect(frame)
            fmt = frame.frameFormat()
            rect.adjust(0, fmt.topMargin(), 0, -fmt.bottomMargin())
            rect.setLeft(rect.left() + fmt.leftMargin() - QUOTE_INDENT)
            self._bars.append(rect)
        self._boxes = []
        for position, done in self._content.tasks:
            rect = self._block_rect(position)
            block = self.document().findBlock(position).blockFormat()
            left = rect.left() + block.leftMargin() + block.indent() * INDENT
            self._boxes.append((QRectF(left - 18.5, rect.top() + 5.5, _BOX, _BOX), done))

    def _code_rect(self, frame: QTextFrame) -> QRectF:
        """The ground of a block of code, its header included."""
        rect = self.document().documentLayout().frameBoundingRect(frame)
        fmt = frame.frameFormat()
        rect.setTop(rect.top() + fmt.topMargin() - CODE_HEADER + CODE_PADDING)
        rect.setLeft(rect.left() + fmt.leftMargin())
        rect.setBottom(rect.bottom() - fmt.bottomMargin())
        return rect.adjusted(0.5, 0.5, -0.5, -0.5)

    def _make_copy_button(self, number: int) -> IconButton:
        button = IconButton("copy", self.tr("Copy code"), self._theme, self.viewport())
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.resize(CODE_HEADER - 6, CODE_HEADER - 6)
        button.clicked.connect(lambda: self._copy_code(number))
        return button

    def _copy_code(self, number: int) -> None:
        QGuiApplication.clipboard().setText(self._content.code_blocks[number].code)
        self._copy_buttons[number].confirm()

    def _arrange_thoughts(self) -> None:
        thoughts = self._content.thoughts
        while len(self._fold_buttons) < len(thoughts):
            self._fold_buttons.append(self._make_fold_button(len(self._fold_buttons)))
        for unused in self._fold_buttons[len(thoughts) :]:
            unused.hide()
        for thought, button in zip(thoughts, self._fold_buttons, strict=False):
            ended, going = self.tr("Thought for a moment"), self.tr("Thinking…")
            button.setText(ended if thought.ended else going)
            button.set_icon_name("right" if thought.folded else "unfold")
            button.set_label(
                self.tr("Show the thinking") if thought.folded else self.tr("Hide the thinking")
            )
            button.adjustSize()
            top = self._block_rect(thought.header).top()
            button.move(0, int(top) + (HEADER_HEIGHT - button.height()) // 2)
            button.show()
            if not thought.folded:
                end = thought.end if thought.end >= 0 else self._content.last
                bottom = self._block_rect(end).bottom()
                top = self._block_rect(thought.header + 1).top()
                if bottom > top:
                    self._bars.append(QRectF(0, top, QUOTE_INDENT, bottom - top))

    def _make_fold_button(self, number: int) -> IconButton:
        button = IconButton("right", "", self._theme, self.viewport())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("kind", "fold")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda: self._toggle(number))
        return button

    def _toggle(self, number: int) -> None:
        self._content.toggle(number)
        self._arrange()

    def _arrange_rest(self) -> None:
        rest = self._content.rest
        if self._rest is None and rest:
            self._rest = QPlainTextEdit(self.viewport())
            self._rest.setReadOnly(True)
            self._rest.setAccessibleName(self.tr("The rest of a very long message"))
        if self._rest is None:
            return
        self._rest.setVisible(bool(rest))
        if rest and rest.startswith(self._rest_shown) and self._rest_shown:
            more = QTextCursor(self._rest.document())
            more.movePosition(QTextCursor.MoveOperation.End)
            more.insertText(break_long_lines(rest[len(self._rest_shown) :]))
        elif rest != self._rest_shown:
            self._rest.setPlainText(break_long_lines(rest))
        self._rest_shown = rest
        if rest:
            top = self._block_rect(self._content.rest_position).top()
            self._rest.setGeometry(0, int(top), self.viewport().width(), REST_HEIGHT)

    def _block_rect(self, position: int) -> QRectF:
        block = self.document().findBlock(position)
        return self.document().documentLayout().blockBoundingRect(block)

    # Size and painting

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text is at this width."""
        # Qt lays long texts out bit by bit and tells an old size meanwhile; asking for the root
        # frame has it finish.
        document = self.document()
        height = ceil(document.documentLayout().frameBoundingRect(document.rootFrame()).height())
        if self._caret:
            height = max(height, self.fontMetrics().height() + 4)
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
        return QSize(COLUMN_WIDTH, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_grounds(event)
        super().paintEvent(event)
        if self._caret:
            self._paint_caret()

    def _paint_grounds(self, event: QPaintEvent) -> None:
        """Under the text: the grounds and languages of code, and the bars of quotes."""
        if not self._code_rects and not self._bars and not self._boxes:
            return
        tokens = self._theme.tokens
        painter = QPainter(self.viewport())
        painter.translate(-self.horizontalScrollBar().value(), 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.fonts.ui_font(SMALL_SIZE))
        for rect, block in zip(self._code_rects, self._content.code_blocks, strict=False):
            if not rect.intersects(QRectF(event.rect())):
                continue
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.setBrush(QColor(tokens.code))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
            painter.setPen(QColor(tokens.muted))
            head = rect.adjusted(CODE_PADDING, 2, -2 * CODE_HEADER, 0)
            head.setHeight(CODE_HEADER)
            label = painter.fontMetrics().elidedText(
                block.language, Qt.TextElideMode.ElideRight, int(head.width())
            )
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, label)
        for place, done in self._boxes:
            painter.setPen(QPen(QColor(tokens.muted), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 3, 3)
            if done:
                painter.setPen(QPen(QColor(tokens.accent), 1.8))
                x, y, side = place.x(), place.y(), place.width()
                corners = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.28))
                painter.drawPolyline([QPointF(x + side * a, y + side * b) for a, b in corners])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        for bar in self._bars:
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), 3, bar.height()), 1.5, 1.5)

    def _paint_caret(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._content.last)
        rect = self.cursorRect(cursor)
        height = self.fontMetrics().height()
        middle = rect.center().y() if self._content.text else height // 2 + 2
        painter = QPainter(self.viewport())
        painter.fillRect(
            QRectF(rect.left() + 1, middle - height / 2, 5, height),
            QColor(self._theme.tokens.accent),
        )

    @Slot()
    def _on_theme_changed(self) -> None:
        self._content.set_style(Style.of(self._theme))
        self._arrange()

    # Keys and the wheel belong to the transcript; selected text goes out as plain text

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().x() and self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (alone and event.key() in _FORWARDED) or alt:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        # Without colours, which would be white on white elsewhere, and without our soft breaks.
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().replace(SOFT_BREAK, ""))
        return data
