"""The pane on the left: New chat, the search, the chats or what is in their place, and the trash.

Does not know what is in a chat, nor how a change reaches the disk: that is the shelf's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.chat.new_button import NewButton
from app.chat.pane_view import EDGE
from app.chat.search_field import SearchField
from app.chat.search_results import SearchResults
from app.chat.shelf import Shelf, What
from app.chat.shelf_view import ShelfView
from app.chat.trash_view import TrashView
from app.chat.undo_bar import UndoBar
from app.errors import ErrorWords
from app.icons import icon
from app.preferences import Preferences
from app.theme import Theme
from engine.errors import ErrorInfo
from engine.store.records import Chat, Found

WIDTH = 244  # logical pixels, at the usual size of texts


class ChatList(QFrame):
    """The signals say what is to be on the page; everything else is done here, by the shelf."""

    reached = Signal(object)  # id of a chat that the arrow keys came to
    chosen = Signal(object)  # id of a chat
    entered_chat = Signal(object)  # id of a chat, to be opened and written in
    result_chosen = Signal(object, object)  # id of a chat; id of a message, 0 for none of them

    def __init__(
        self,
        shelf: Shelf,
        preferences: Preferences,
        words: ErrorWords,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._words = words
        self._theme = theme
        self.new = NewButton(theme)
        self.search = SearchField(theme)
        self.view = ShelfView(shelf, preferences, theme)
        self.results = SearchResults(theme)
        self.trash = TrashView(theme, shelf.backed_up)
        self.pages = QStackedWidget()
        self.undo_bar = UndoBar()
        self.trash_button = QPushButton()
        self._lay_out()
        self._connect()
        self._on_trash_listed(())
        self._show_icons()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order; some are not in sight."""
        pages = [self.view, self.results.view, *self.trash.tab_stops()]
        top = [self.new.button, self.new.arrow, self.search]
        return [*top, *pages, self.undo_bar.button, self.trash_button]

    @Slot()
    def start_search(self) -> None:
        """Bring the keyboard to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def show_chats(self) -> None:
        """Back to the list."""
        self.search.clear()
        self._turn_to(self.view)

    @Slot()
    def show_trash(self) -> None:
        self.search.clear()
        self._turn_to(self.trash)
        self.trash.enter()

    @Slot()
    def new_folder(self) -> None:
        """A new folder, whose name can be typed at once."""
        self.show_chats()
        self.view.new_folder()

    def _lay_out(self) -> None:
        self.setFixedWidth(round(WIDTH * max(1.0, self.fontMetrics().height() / 18)))
        self.setProperty("kind", "pane")
        self.trash_button.setProperty("kind", "ghost")
        self.trash_button.setIconSize(QSize(16, 16))
        self.trash_button.setStyleSheet(
            "QPushButton { text-align: left; padding-left: 6px; }"
            "QPushButton:focus { padding-left: 5px; }"
        )
        for page in (self.view, self.results, self.trash):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, 0, 8)
        layout.setSpacing(10)
        for widget in (self.new, self.search, self.pages, self.undo_bar, self.trash_button):
            if widget is self.pages:  # their scroll bars are at the edge of the pane
                layout.addWidget(widget, 1)
                continue
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, EDGE, 0)
            row.addWidget(widget)
            layout.addLayout(row)

    def _connect(self) -> None:
        shelf, trash = self._shelf, self.trash
        self.new.folder_requested.connect(self.new_folder)
        self.view.reached.connect(self.reached)
        self.view.chosen.connect(self.chosen)
        self.view.entered_chat.connect(self.entered_chat)
        self.view.undo_wanted.connect(self.undo_bar.undo)
        self.search.searched.connect(self._on_searched)
        self.search.left_search.connect(self._on_left)
        self.search.taken.connect(self.results.take_first)
        self.search.down.connect(self._on_down)
        self.results.left_search.connect(self._on_left)
        self.results.up.connect(self.search.setFocus)
        self.results.taken.connect(self.result_chosen)
        self.trash_button.clicked.connect(self.show_trash)
        trash.left_trash.connect(self._on_left)
        trash.restore_wanted.connect(shelf.restore)
        trash.open_wanted.connect(self._on_open_wanted)
        trash.erase_wanted.connect(shelf.erase)
        trash.retry_wanted.connect(shelf.erase_copies)
        trash.undo_wanted.connect(self.undo_bar.undo)
        shelf.found.connect(self._on_found)
        shelf.trash_listed.connect(self._on_trash_listed)
        shelf.done.connect(self._on_done)
        shelf.erasing.connect(trash.show_erasing)
        shelf.erased.connect(self._on_erased)
        shelf.unerased.connect(self._on_unerased)
        self._theme.changed.connect(self._show_icons)

    def _turn_to(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.trash_button.setVisible(page is self.view)

    # The search.

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._shelf.search(text)
        if not text.strip():
            if self.pages.currentWidget() is self.results:
                self._turn_to(self.view)
        elif self.pages.currentWidget() is not self.results:
            self.results.wait()
            self._turn_to(self.results)

    @Slot(str, object)
    def _on_found(self, text: str, found: Found) -> None:
        self.results.show_found(text, found)

    @Slot()
    def _on_left(self) -> None:
        self.show_chats()
        self.view.setFocus()

    @Slot()
    def _on_down(self) -> None:
        if self.pages.currentWidget() is self.results:
            self.results.enter()
        else:
            self.view.setFocus()

    # The trash, and what was done.

    @Slot(object)
    def _on_trash_listed(self, chats: Sequence[Chat]) -> None:
        self.trash.show_chats(chats)
        words = self.tr("Trash ({count})") if chats else self.tr("Trash")
        self.trash_button.setText(words.format(count=len(chats)))

    @Slot(object)
    def _on_open_wanted(self, chat_id: int) -> None:
        self._shelf.restore([chat_id])
        self.show_chats()
        self.chosen.emit(chat_id)

    @Slot(str, int, object)
    def _on_done(self, what: What, count: int, undo: Callable[[], None]) -> None:
        self.undo_bar.tell(what, count, undo)

    @Slot(int)
    def _on_erased(self, count: int) -> None:
        if count:
            self.undo_bar.forget()
        self.trash.show_erased(count)

    @Slot(object)
    def _on_unerased(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self.undo_bar.forget()
        self.trash.show_unerased(f"{words.text} {words.advice}".strip())

    @Slot()
    def _show_icons(self) -> None:
        self.trash_button.setIcon(icon("trash", self._theme))
