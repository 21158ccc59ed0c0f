"""The bar above a chat: its assistant, which model answers, its menu.

Knows nothing of how a model is found or opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.icons import IconButton
from app.stylesheet import IMAGE_SCHEME
from app.text import plain_tip
from app.theme import Theme
from engine.hub.library import Model

HEIGHT = 52
SI = QLocale.DataSizeFormat.DataSizeSIFormat  # as download pages and file managers count


class Header(QFrame):
    """The assistant, the model button with its menu, and a menu for the rest."""

    setup_requested = Signal()  # the settings of this chat
    save_requested = Signal()  # what answers this chat, as an assistant
    export_requested = Signal()
    inspect_requested = Signal()  # what the model sees
    model_chosen = Signal(str)  # id of a model of the library
    open_requested = Signal()
    models_requested = Signal()  # the page of models
    fold_requested = Signal()
    menu_opening = Signal()
    temporary_requested = Signal(bool)  # whether the new chat is to be temporary

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._models: Sequence[Model] = ()
        self._current: Model | None = None
        self.setProperty("kind", "bar")
        self.setFixedHeight(HEIGHT)
        self.button = QPushButton()
        self.button.setProperty("kind", "ghost")
        self.button.setObjectName("model")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the name
        self.button.setIconSize(QSize(12, 12))
        self.button.setToolTip(self.tr("Choose the model that answers (Ctrl+L)"))
        self.fold_button = IconButton(
            "sidebar", self.tr("Show or hide the list of chats (Ctrl+B)"), theme
        )
        self.fold_button.setAccessibleName(self.tr("Show or hide the list of chats"))
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.assistant = QPushButton()
        self.assistant.setProperty("kind", "ghost")
        self.assistant.setToolTip(self.tr("Settings of this chat"))
        self.assistant.clicked.connect(self.setup_requested)
        self.assistant.hide()
        self.more_menu = QMenu(self)
        self.more_menu.addAction(self.tr("Settings of this chat…"), self.setup_requested.emit)
        self.documents_menu = self.more_menu.addMenu(self.tr("Ask documents"))
        self.more_menu.addAction(self.tr("Save as assistant…"), self.save_requested.emit)
        self.export_action = self.more_menu.addAction(
            self.tr("Export this chat…"), self.export_requested.emit
        )
        self.inspect_action = self.more_menu.addAction(
            self.tr("What the model sees…"), self.inspect_requested.emit
        )
        self.more_button = IconButton("more", self.tr("More about this chat"), theme)
        self.more_button.setMenu(self.more_menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.temporary_button = IconButton("temporary", self.tr("Temporary chat"), theme)
        self.temporary_button.setCheckable(True)
        self.temporary_button.setToolTip(
            self.tr("Temporary chat: not written to disk, gone when Puna closes (Ctrl+Shift+T)")
        )
        self.temporary_button.clicked.connect(self.temporary_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self.fold_button)
        layout.addWidget(self.assistant)
        layout.addWidget(self.button)
        layout.addStretch(1)
        layout.addWidget(self.temporary_button)
        layout.addWidget(self.more_button)
        self.button.clicked.connect(self.open_menu)
        self.fold_button.clicked.connect(self.fold_requested)
        theme.changed.connect(self._show)
        self.show_models((), None)

    def show_models(self, models: Sequence[Model], current: Model | None) -> None:
        """Show which models can be chosen and which one is."""
        self._models = models
        self._current = current
        self._show()

    def show_assistant(self, name: str) -> None:
        """Show the name of the assistant the chat was begun with; nothing for none."""
        self.assistant.setVisible(bool(name))
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 240)
        self.assistant.setText(shown.replace("&", "&&"))
        self.assistant.setAccessibleName(self.tr("Assistant: {name}").format(name=name))
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [
            self.fold_button,
            self.assistant,
            self.button,
            self.temporary_button,
            self.more_button,
        ]

    def show_temporary(self, *, temporary: bool, can_change: bool) -> None:
        """Show whether the chat is temporary, where that is still open."""
        self.temporary_button.setChecked(temporary)
        self.temporary_button.setVisible(can_change)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu under the button."""
        self.menu_opening.emit()
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    @Slot()
    def _show(self) -> None:
        title = self._current.title if self._current else self.tr("Choose a model")
        shown = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, 360)
        self.button.setText(shown.replace("&", "&&"))  # one alone would mark a key
        self.button.setIcon(QIcon(f"{IMAGE_SCHEME}:{self._theme.tokens.name}/arrow-down.svg"))
        self.button.setAccessibleName(self.tr("Model: {title}").format(title=title))
        # The first name is the title of this page.
        title_style = f"QPushButton {{ color: {self._theme.tokens.text}; font-weight: 600; }}"
        self.assistant.setStyleSheet(title_style)
        self.button.setStyleSheet("" if self.assistant.isVisibleTo(self) else title_style)
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        known = list(self._models)
        if self._current is not None and all(m.id != self._current.id for m in known):
            known.insert(0, self._current)
        group = QActionGroup(self.menu)
        for model in known:
            size = QLocale().formattedDataSize(model.size, 1, SI)
            text = f"{model.title}   {size}" if model.size else model.title
            action = QAction(text.replace("&", "&&"), self.menu, checkable=True)
            action.setChecked(self._current is not None and model.id == self._current.id)
            action.setToolTip(plain_tip(str(model.path)))
            action.triggered.connect(lambda _=False, name=model.id: self.model_chosen.emit(name))
            group.addAction(action)
            self.menu.addAction(action)
        if known:
            self.menu.addSeparator()
        self.menu.addAction(self.tr("Open a model file…"), self.open_requested.emit)
        self.menu.addAction(self.tr("All models, and more of them…"), self.models_requested.emit)
