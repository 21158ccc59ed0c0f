"""How a row of the list of chats looks, and the box in which a name is typed.

Knows nothing of what a row does when it is clicked; `more_rect` says where its ⋯ is.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.chat.chat_model import ROW_ROLE, Index, Row
from app.icons import icon
from app.theme import BODY_SIZE, SMALL_SIZE, Theme

PADDING = 8
MORE = 26  # the width of ⋯, which is as wide as a finger or an unsteady hand needs
CHEVRON = 14
LONGEST_NAME = 200

_PLAIN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def row_height(metrics: QFontMetrics) -> int:
    """The height of every row, headings too: rows of one height are laid out at once."""
    return max(32, metrics.height() + 14)


def small(font: QFont) -> QFont:
    """The size of secondary text beside `font`."""
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * SMALL_SIZE / BODY_SIZE)
    return result


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The ground of a row: selected, under the pointer, and where the keyboard is."""
    tokens, state = theme.tokens, option.state
    ground = tokens.hover if state & QStyle.StateFlag.State_MouseOver else ""
    ground = tokens.accent_soft if state & QStyle.StateFlag.State_Selected else ground
    focused = state & QStyle.StateFlag.State_HasFocus
    painter.setPen(QPen(QColor(tokens.accent), 2) if focused else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    if ground or focused:
        painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 6, 6)


class ChatDelegate(QStyledItemDelegate):
    """Draws small muted headings, and titles that end in … where they do not fit.

    `open_chat` is the one on the page; `target` the heading that chats are dragged over.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.open_chat: int | None = None
        self.target: int | None = None  # its row

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height(QFontMetrics(option.font)))

    @staticmethod
    def more_rect(rect: QRect) -> QRect:
        """Where ⋯ is in the row at `rect`."""
        return QRect(rect.right() - MORE, rect.top() + 1, MORE, rect.height() - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.chat is not None:
            self._paint_chat(painter, option, row, row.chat.id == self.open_chat)
        elif row.section.kind == "folder":
            self._paint_folder(painter, option, row, index.row() == self.target)
        else:
            painter.setFont(small(option.font))
            painter.setPen(QColor(self._theme.tokens.muted))
            space = option.rect.adjusted(6, 6, -6, 0)
            painter.drawText(space, _PLAIN, _elided(painter, row.text, space.width()))
        painter.restore()

    def _paint_chat(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, is_open: bool
    ) -> None:
        tokens = self._theme.tokens
        draw_ground(painter, option, self._theme)
        font = QFont(option.font)
        if is_open:
            font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent if is_open else tokens.text))
        indent = CHEVRON + 4 if row.section.kind == "folder" else 0
        space = option.rect.adjusted(PADDING + indent, 0, -PADDING, 0)
        if self._draw_more(painter, option):
            space.setRight(option.rect.right() - MORE)
        painter.drawText(space, _PLAIN, _elided(painter, row.text, space.width()))

    def _paint_folder(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, is_target: bool
    ) -> None:
        tokens = self._theme.tokens
        if is_target:
            option.state |= QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
        draw_ground(painter, option, self._theme)
        middle = option.rect.center().y() + 1
        name = "right" if row.section.closed else "unfold"
        place = QRect(option.rect.left() + 5, middle - CHEVRON // 2, CHEVRON, CHEVRON)
        icon(name, self._theme).paint(painter, place)
        painter.setFont(small(option.font))
        painter.setPen(QColor(tokens.muted))
        space = option.rect.adjusted(PADDING + CHEVRON + 2, 0, -PADDING, 0)
        if self._draw_more(painter, option):
            space.setRight(option.rect.right() - MORE)
        else:
            count = str(row.section.size)
            painter.drawText(
                space, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count
            )
            space.setRight(space.right() - painter.fontMetrics().horizontalAdvance(count) - 8)
        font = painter.font()
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(space, _PLAIN, _elided(painter, row.text, space.width()))

    def _draw_more(self, painter: QPainter, option: QStyleOptionViewItem) -> bool:
        """Draw ⋯ in the row that the pointer or the keyboard is in; returns whether it is."""
        flag = QStyle.StateFlag
        if not option.state & (flag.State_MouseOver | flag.State_HasFocus):
            return False
        place = QRect(0, 0, 18, 18)
        place.moveCenter(self.more_rect(option.rect).center())
        icon("more", self._theme).paint(painter, place)
        return True

    # The box for a name.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(LONGEST_NAME)
        row: Row = index.data(ROW_ROLE)
        words = self.tr("Name of the chat") if row.chat else self.tr("Name of the folder")
        editor.setAccessibleName(words)
        # The padding of other boxes would cut the text in a row of this height.
        editor.setStyleSheet("QLineEdit, QLineEdit:focus { padding: 0 5px; min-height: 0; }")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():  # what is being typed stays
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(0, 1, 0, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Esc gives up the name, also while it would stop a reply.
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # it is a key event
            event.accept()
            return True
        return super().eventFilter(watched, event)


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
