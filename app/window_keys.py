"""The keys of the window, and what each is called in their list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from app.chat.pane_view import TRASH_KEY
from app.chat.session import ChatSession
from app.documents.file_table import REMOVE_KEY

if TYPE_CHECKING:
    from app.main_window import MainWindow


class WindowKeys(QObject):
    """Adds them to the window. `all` are pairs of a key and its meaning, for `KeysDialog`; `stop`
    belongs to dialogs, menus and editing while there is nothing to stop."""

    def __init__(self, window: MainWindow, session: ChatSession) -> None:
        super().__init__(window)
        self._window = window
        self.all: list[tuple[str, str]] = []
        self.stop = self._add_all(session)

    def _add_all(self, session: ChatSession) -> QAction:
        window, chat = self._window, self._window.chat
        add = self._add_key
        self._begin_keys(self.tr("Chats"))
        add("Ctrl+N", self.tr("New chat"), self._in_chat(chat.new_chat))
        add("Ctrl+Shift+T", self.tr("New temporary chat"), self._in_chat(chat.new_temporary))
        add("Ctrl+Shift+N", self.tr("New folder"), self._in_chat(chat.new_folder))
        add("Ctrl+K", self.tr("Search all chats"), self._in_chat(chat.search))
        add("Ctrl+B", self.tr("Show or hide the list of chats"), self._in_chat(chat.folding.toggle))
        self.all.append(("F2", self.tr("Rename the chat or folder (in the list)")))
        self.all.append((TRASH_KEY, self.tr("Delete the selected chats (in the list)")))
        self.all.append(("Ctrl+Z", self.tr("Undo what was done to chats (in the list)")))
        add("Ctrl+L", self.tr("Choose the model"), self._in_chat(chat.header.open_menu))
        self._begin_keys(self.tr("Messages"))
        self.all.append(("Return", self.tr("Send the message")))
        self.all.append(("Shift+Return", self.tr("Start a new line in the message")))
        stop = add("Esc", self.tr("Stop the reply"), session.stop)
        add(
            "Ctrl+Return",
            self.tr("Send the message; if there is none, regenerate the last reply"),
            self._if_seen(chat.regenerate),
        )
        self._actions_also("Ctrl+Enter")
        add("Alt+Return", self.tr("Continue an unfinished reply"), self._if_seen(chat.proceed))
        self._actions_also("Alt+Enter")
        add(
            "Alt+Left",
            self.tr("Show the previous version"),
            self._if_seen(partial(chat.step_version, -1)),
        )
        add(
            "Alt+Right",
            self.tr("Show the next version"),
            self._if_seen(partial(chat.step_version, 1)),
        )
        down, up = partial(chat.citations.step, 1), partial(chat.citations.step, -1)
        add("Alt+Down", self.tr("Open the next place in your documents"), self._if_seen(down))
        add("Alt+Up", self.tr("Open the place before it"), self._if_seen(up))
        add("Ctrl+Shift+C", self.tr("Copy the last reply"), chat.copy_last)
        add("Ctrl+I", self.tr("What the model sees"), self._in_chat(chat.context.inspect))
        add("Ctrl+F", self.tr("Find in this chat"), self._in_chat(chat.finding.open))
        add("F3", self.tr("Next match"), self._if_seen(partial(chat.finding.step, 1)))
        add("Shift+F3", self.tr("Previous match"), self._if_seen(partial(chat.finding.step, -1)))
        self.all.append(("F4", self.tr("Next source (while one is shown)")))
        self.all.append(("Shift+F4", self.tr("Previous source (while one is shown)")))
        self.all.append(("F6", self.tr("Into the page of the source, and back")))
        self._begin_keys(self.tr("Documents"))
        self.all.append(("Return", self.tr("Open the file or the passage (in the lists)")))
        self.all.append((REMOVE_KEY, self.tr("Remove the selected files (in the list)")))
        self._begin_keys(self.tr("Window"))
        add("Ctrl+Shift+M", self.tr("Models"), window.show_models)
        add("Ctrl+Shift+D", self.tr("Documents"), window.show_documents)
        add("Ctrl+Shift+F", self.tr("Fine-tune"), window.show_training)
        add("Ctrl+,", self.tr("Settings"), window.show_settings)
        zoom = chat.texts.zoom
        add("Ctrl+=", self.tr("Larger text"), self._if_seen(partial(zoom, 10)))
        self._actions_also("Ctrl++")
        add("Ctrl+-", self.tr("Smaller text"), self._if_seen(partial(zoom, -10)))
        add("Ctrl+0", self.tr("Normal text size"), self._if_seen(partial(zoom, 0)))
        add("F1", self.tr("Show this list"), window.show_keys)
        return stop

    def _begin_keys(self, title: str) -> None:
        """The keys added from here on are listed below this title."""
        self.all.append(("", title))

    def _add_key(self, key: str, meaning: str, call: Callable[[], object]) -> QAction:
        self.all.append((key, meaning))
        action = QAction(meaning, self._window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: call())
        self._window.addAction(action)
        return action

    def _actions_also(self, key: str) -> None:
        """Give the action added last a second key: the one of the number pad."""
        action = self._window.actions()[-1]
        action.setShortcuts([action.shortcut(), QKeySequence(key)])

    def _in_chat(self, call: Callable[[], object]) -> Callable[[], None]:
        def turn_and_call() -> None:
            self._window.show_chat()
            call()

        return turn_and_call

    def _if_seen(self, call: Callable[[], None]) -> Callable[[], None]:
        """A chat is not changed while another page hides it."""
        return lambda: call() if self._window.chat.isVisible() else None
