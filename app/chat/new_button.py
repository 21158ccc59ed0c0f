"""New chat, and beside it the other kinds of new chats: temporary ones, and with an assistant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.icons import icon
from app.text import plain_tip
from app.theme import Theme
from engine.assistants import Assistant

ARROW = 34


class NewButton(QWidget):
    """A button, and a narrow one with a menu, that look like one."""

    new_requested = Signal()
    temporary_requested = Signal()
    folder_requested = Signal()
    assistant_chosen = Signal(object)  # Assistant
    menu_opening = Signal()  # the last moment to give it assistants

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._assistants: Sequence[Assistant] = ()
        self.button = QPushButton(self.tr("New chat"))
        self.button.setToolTip(self.tr("Start a new chat (Ctrl+N)"))
        self.arrow = QPushButton()
        self.arrow.setFixedWidth(ARROW)
        self.arrow.setIconSize(QSize(14, 14))
        self.arrow.setAccessibleName(self.tr("Other kinds of new chats"))
        self.arrow.setToolTip(self.tr("Temporary chats, assistants and folders"))
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        for button, part in ((self.button, "first"), (self.arrow, "last")):
            button.setProperty("kind", "primary")
            button.setProperty("part", part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignRight)
        self.button.clicked.connect(self.new_requested)
        self.arrow.clicked.connect(self.open_menu)
        theme.changed.connect(self._show_icon)
        self._show_icon()
        self.show_assistants(())

    def show_assistants(self, assistants: Sequence[Assistant]) -> None:
        """Put these into the menu."""
        self._assistants = assistants
        self.menu.clear()
        self.menu.addAction(self.tr("New chat"), self.new_requested.emit)
        temporary = self.menu.addAction(
            self.tr("New temporary chat"), self.temporary_requested.emit
        )
        temporary.setToolTip(
            plain_tip(self.tr("It is kept in memory only, and gone when Puna closes."))
        )
        self.menu.addAction(self.tr("New folder"), self.folder_requested.emit)
        if assistants:
            self.menu.addSeparator()
        for assistant in assistants:
            action = self.menu.addAction(assistant.name.replace("&", "&&"))
            action.setToolTip(plain_tip(assistant.about) if assistant.about else "")
            action.triggered.connect(
                lambda _=False, chosen=assistant: self.assistant_chosen.emit(chosen)
            )

    @Slot()
    def open_menu(self) -> None:
        """Open the menu under the button."""
        self.menu_opening.emit()
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot()
    def _show_icon(self) -> None:
        self.arrow.setIcon(icon("unfold", self._theme, "on_accent"))
