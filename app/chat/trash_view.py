"""The trash, in place of the list: chats that can be brought back, or erased for good.

Asks before anything is erased, and says what goes. Does nothing to chats itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chat.pane_view import EDGE, PaneView
from app.chat.trash_model import TrashDelegate, TrashModel
from app.icons import IconButton
from app.plain_box import ENTER
from app.text import one_line
from app.theme import Theme
from engine.store.records import Chat


class TrashList(PaneView):
    """Enter asks for the chat the keyboard is at."""

    entered_chat = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self.entered_chat.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class TrashView(QWidget):
    """The signals carry ids of chats, once the user has agreed."""

    left_trash = Signal()
    restore_wanted = Signal(object)
    open_wanted = Signal(object)  # one, to be restored and opened
    erase_wanted = Signal(object)
    retry_wanted = Signal()  # to erase from the backups what is erased elsewhere
    undo_wanted = Signal()

    def __init__(self, theme: Theme, backed_up: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backed_up = backed_up
        self._busy = False
        self._told = ""  # of erasing
        self.model = TrashModel(self)
        self.view = TrashList(self.tr("Chats in the trash"), theme)
        self.view.show_model(self.model, TrashDelegate(theme, self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.back = IconButton("left", self.tr("Back to the chats"), theme)
        self.empty_button = QPushButton(self.tr("Empty trash…"))
        self.empty_button.setProperty("kind", "ghost")
        self.restore_button = QPushButton(self.tr("Restore"))
        self.erase_button = QPushButton(self.tr("Erase for good…"))
        self.retry_button = QPushButton(self.tr("Try again"))
        self.note = QLabel()
        self.note.setProperty("kind", "small")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._connect()
        self.show_chats(())

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        buttons = (self.restore_button, self.erase_button, self.retry_button)
        return [self.back, self.empty_button, self.view, *buttons]

    def show_chats(self, chats: Sequence[Chat]) -> None:
        """Show what is in the trash."""
        self.model.show_chats(chats, datetime.now().astimezone().date())
        self._tell(self._told)

    def enter(self) -> None:
        """Bring the keyboard here."""
        if not self._busy and not self.retry_button.isVisibleTo(self):
            self._tell("")
        if self.model.rowCount():
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(0))
        else:
            self.back.setFocus()

    # While chats are erased.

    def show_erasing(self) -> None:
        self._busy = True
        self.retry_button.hide()
        self._tell(
            self.tr("Erasing from the trash, the search and the backups…")
            if self._backed_up
            else self.tr("Erasing…")
        )

    def show_erased(self, count: int) -> None:
        """The end of it: `count` chats are gone for good; 0 where none could be erased."""
        self._busy = False
        self.retry_button.hide()
        if count:
            words = self.tr("1 chat erased.") if count == 1 else self.tr("{count} chats erased.")
            self._tell(words.format(count=count))
        else:
            self._tell("")

    def show_unerased(self, words: str) -> None:
        """Copies in backups could not be removed; `words` say why."""
        self._busy = False
        self._tell(
            self.tr(
                "The chats are erased here, but copies of them are still in the backups. {reason}"
            ).format(reason=words)
        )
        self.retry_button.show()

    # How it is built.

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Trash"))
        title.setProperty("kind", "heading")
        top = QHBoxLayout()
        top.setSpacing(4)
        top.setContentsMargins(0, 0, EDGE, 0)
        top.addWidget(self.back)
        top.addWidget(title, 1)
        top.addWidget(self.empty_button)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.setContentsMargins(0, 0, EDGE, 0)
        self.note.setContentsMargins(0, 0, EDGE, 0)
        below.addWidget(self.restore_button)
        below.addWidget(self.erase_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.note)
        layout.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self.retry_button.hide()
        for button in (self.restore_button, self.erase_button):
            button.setStyleSheet(
                "QPushButton { padding: 6px 8px; } QPushButton:focus { padding: 5px 7px; }"
            )

    def _connect(self) -> None:
        self.back.clicked.connect(self.left_trash)
        self.view.escaped.connect(self.left_trash)
        self.view.undo_wanted.connect(self.undo_wanted)
        self.view.entered_chat.connect(self._offer)
        self.view.doubleClicked.connect(self._offer)
        self.view.trash_wanted.connect(self._ask_selected)
        self.view.selectionModel().selectionChanged.connect(self._show_buttons)
        self.model.modelReset.connect(self._show_buttons)
        self.restore_button.clicked.connect(lambda: self.restore_wanted.emit(self._selected_ids()))
        self.erase_button.clicked.connect(self._ask_selected)
        self.empty_button.clicked.connect(self._ask_all)
        self.retry_button.clicked.connect(self.retry_wanted)

    def _tell(self, words: str) -> None:
        self._told = words
        shown = words or ("" if self.model.rowCount() else self.tr("The trash is empty."))
        self.note.setText(shown)
        self.note.setVisible(bool(shown))
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        for button in (self.restore_button, self.erase_button):
            button.setVisible(self.model.rowCount() > 0)
            button.setEnabled(bool(self._selected()) and not self._busy)
        self.empty_button.setVisible(self.model.rowCount() > 0)
        self.empty_button.setEnabled(not self._busy)

    def _selected(self) -> list[Chat]:
        chats = (self.model.chat(index) for index in self.view.selectionModel().selectedIndexes())
        return [chat for chat in chats if chat is not None]

    def _selected_ids(self) -> list[int]:
        return [chat.id for chat in self._selected()]

    # Questions.

    @Slot(QModelIndex)
    def _offer(self, index: QModelIndex) -> None:
        chat = self.model.chat(index)
        if chat is None:
            return
        title = self.tr("“{title}” is in the trash.").format(title=self._title(chat))
        text = self.tr("Restore it to read it and to go on with it.")
        box, agree = self._question(title, text, self.tr("Restore and open"))
        box.setDefaultButton(agree)
        agree.clicked.connect(lambda: self.open_wanted.emit(chat.id))
        box.open()

    @Slot()
    def _ask_selected(self) -> None:
        chats = self._selected()
        if len(chats) == 1:
            title = self.tr("Erase “{title}” for good?").format(title=self._title(chats[0]))
            self._ask(title, chats)
        elif chats and not self._busy:
            self._ask(self.tr("Erase {count} chats for good?").format(count=len(chats)), chats)

    @Slot()
    def _ask_all(self) -> None:
        chats = self.model.chats()
        title = self.tr("Empty the trash? Chats in it: {count}").format(count=len(chats))
        self._ask(title, chats)

    def _ask(self, title: str, chats: Sequence[Chat]) -> None:
        text = (
            self.tr(
                "All messages and attached texts are removed from the trash, from the search and "
                "from every backup Puna has made. This cannot be undone. Files you exported "
                "yourself stay where they are."
            )
            if self._backed_up
            else self.tr(
                "All messages and attached texts are removed from the trash and from the search. "
                "This cannot be undone. Files you exported yourself stay where they are."
            )
        )
        box, agree = self._question(title, text, self.tr("Erase for good"))
        ids = [chat.id for chat in chats]
        agree.clicked.connect(lambda: self.erase_wanted.emit(ids))
        box.open()

    def _question(self, title: str, text: str, agree: str) -> tuple[QMessageBox, QPushButton]:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("Puna")
        box.setText(title)
        box.setInformativeText(text)
        button = box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        return box, button

    def _title(self, chat: Chat) -> str:
        return one_line(chat.title) or self.tr("New chat")
