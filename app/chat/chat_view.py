"""The list of chats as it is used: clicks, keys, several at once, and dragging into folders.

Says what is wanted and does nothing to chats itself. Moving with the arrow keys opens what is
reached, a moment later, so that holding a key down does not open everything on the way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from app.chat.chat_delegate import ChatDelegate
from app.chat.chat_model import CHATS_TYPE, ChatModel, Row, Section
from app.chat.pane_view import PaneView
from app.plain_box import ENTER
from app.theme import Theme
from engine.store.records import Chat

OPEN_AFTER_MS = 120

_HELD = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
)


class ChatView(PaneView):
    """The signals carry ids of chats, and sections of the list."""

    reached = Signal(object)  # a chat that the keys came to, to be opened
    chosen = Signal(object)  # one that was clicked, to be opened
    entered_chat = Signal(object)  # one to be opened and written in
    toggled = Signal(int)  # a folder, to be opened or closed
    menu_wanted = Signal(QPoint)  # on the screen, for what is selected
    dropped = Signal(object, object)  # chats, and the Section they were dragged to

    takes_escape = False  # there is nothing to leave: it stops the reply

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", theme, parent)
        self._chats = ChatModel(self)
        self._looks = ChatDelegate(theme, self)
        self._opening = QTimer(self, singleShot=True, interval=OPEN_AFTER_MS)
        self._opening.timeout.connect(self._open_current)
        self.show_model(self._chats, self._looks)
        self.setAccessibleName(self.tr("Chats"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.clicked.connect(self._on_clicked)

    # What is selected.

    @property
    def editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def row(self) -> Row | None:
        """The row the keyboard is at."""
        return self._chats.row(self.currentIndex())

    def selected(self) -> list[Chat]:
        """The selected chats from top to bottom; without a selection the one at the keyboard."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        ranges = sorted((part.top(), part.bottom()) for part in parts)
        places = (place for first, last in ranges for place in range(first, last + 1))
        rows = [self._chats.row(self._chats.index(place)) for place in places] or [self.row()]
        return [row.chat for row in rows if row is not None and row.chat is not None]

    def select(self, chat_ids: Sequence[int], current: QModelIndex | None = None) -> None:
        """Select these chats, with the keyboard at `current` or at the first of them."""
        places = self._chats.places(chat_ids)
        selection = QItemSelection()
        for first, last in _runs(places):
            selection.select(self._chats.index(first), self._chats.index(last))
        if current is None:
            current = self._chats.index(places[0]) if places else QModelIndex()
        model, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        with QSignalBlocker(model):  # Where it is scrolled to is not the selection's business.
            model.select(selection, flags.ClearAndSelect)
            model.setCurrentIndex(current, flags.NoUpdate)
        self.viewport().update()

    def mark_open(self, chat_id: int | None) -> None:
        """Show which chat is on the page."""
        self._looks.open_chat = chat_id
        self.viewport().update()

    @Slot()
    def rename_current(self) -> None:
        """Type a name for the row the keyboard is at."""
        if self._chats.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.row(), event.key()
        held = event.modifiers() & _HELD
        if self.editing:
            event.ignore()  # The box of a name passes on what it has no use for, such as Enter.
        elif key == Qt.Key.Key_F2 and not held:
            self.rename_current()
        elif key == Qt.Key.Key_Menu or (
            key == Qt.Key.Key_F10 and held == Qt.KeyboardModifier.ShiftModifier
        ):
            self._ask_for_menu()
        elif row is not None and not held and self._key_of_row(row, key):
            pass
        else:
            self._move(event)

    def _key_of_row(self, row: Row, key: int) -> bool:
        """Enter opens; in the heading of a folder also the space bar and the sideways arrows."""
        if row.chat is not None:
            if key in ENTER:
                self._opening.stop()
                self.entered_chat.emit(row.chat.id)
            return key in ENTER
        keys = Qt.Key
        fits = (
            key in (keys.Key_Right, keys.Key_Plus)
            if row.section.closed
            else (key in (keys.Key_Left, keys.Key_Minus))
        )
        if fits or key in (*ENTER, keys.Key_Space):
            self.toggled.emit(row.section.folder)
            return True
        return False

    def _move(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before and len(self.selectionModel().selectedIndexes()) == 1:
            self._opening.start()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        actions = QAbstractItemView.CursorAction
        if action in (actions.MoveHome, actions.MoveEnd):
            # Qt would go to the first row, which is a heading and cannot be gone to.
            places = range(self._chats.rowCount())
            for place in places if action == actions.MoveHome else reversed(places):
                index = self._chats.index(place)
                if self._chats.flags(index) & Qt.ItemFlag.ItemIsEnabled:
                    return index
        return super().moveCursor(action, modifiers)

    @Slot()
    def _open_current(self) -> None:
        row = self.row()
        if row is not None and row.chat is not None:
            self.reached.emit(row.chat.id)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        more = ChatDelegate.more_rect(self.visualRect(index))
        enabled = self._chats.flags(index) & Qt.ItemFlag.ItemIsEnabled
        if (
            enabled
            and event.button() == Qt.MouseButton.LeftButton
            and not event.modifiers() & _HELD
            and more.contains(event.position().toPoint())
        ):
            self._point_at(index)
            self.menu_wanted.emit(self.viewport().mapToGlobal(more.bottomLeft()))
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            self._ask_for_menu()
            return
        self._point_at(self.indexAt(event.pos()))
        self.menu_wanted.emit(event.globalPos())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._chats.row(index)
        if row is None or QApplication.keyboardModifiers() & _HELD:
            return
        self._opening.stop()
        if row.chat is not None:
            self.chosen.emit(row.chat.id)
        elif row.section.folder is not None:
            self.toggled.emit(row.section.folder)

    def _point_at(self, index: QModelIndex) -> None:
        """Select what the pointer is at, unless it is among what is selected."""
        if not self.selectionModel().isSelected(index):
            row = self._chats.row(index)
            self.select([row.chat.id] if row is not None and row.chat else [], index)

    def _ask_for_menu(self) -> None:
        place = self.visualRect(self.currentIndex())
        self.menu_wanted.emit(self.viewport().mapToGlobal(place.bottomLeft() + QPoint(24, 0)))

    # Dragging.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Files are for the window.
        if event.mimeData().hasFormat(CHATS_TYPE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        section = self._section_at(event.position().toPoint())
        heading = QModelIndex() if section is None else self._chats.folder_index(section.folder)
        self._show_target(heading.row() if heading.isValid() else None)
        event.setAccepted(section is not None and event.mimeData().hasFormat(CHATS_TYPE))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        section = self._section_at(event.position().toPoint())
        self._show_target(None)
        if section is None or not event.mimeData().hasFormat(CHATS_TYPE):
            event.ignore()
            return
        ids = json.loads(bytes(event.mimeData().data(CHATS_TYPE).data()))
        event.acceptProposedAction()
        self.dropped.emit(ids, section)

    def _section_at(self, point: QPoint) -> Section | None:
        row = self._chats.row(self.indexAt(point))
        return None if row is None or row.section.kind == "temporary" else row.section

    def _show_target(self, row: int | None) -> None:
        self._looks.target = row
        self.viewport().update()


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as runs without gaps: first and last of each."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
