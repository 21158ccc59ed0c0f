"""A line across the page of models: Puna is offline, or the hub cannot be reached.

For the second it offers another address, to which no token goes. Does not know how one is asked.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app.dialog import note
from app.errors import Words
from app.icons import icon
from app.theme import ICON_SIZE, Theme

FIELD_WIDTH = 280


class NetworkBar(QFrame):
    """Out of sight while there is nothing to say."""

    online_wanted = Signal()
    address_wanted = Signal(str)
    again_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._said = ""
        self.setProperty("kind", "bar")
        self.sign = QLabel()
        self.label = note("", "")
        self.small = note("", "small")
        self.field = QLineEdit()
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setPlaceholderText(self.tr("https://address of another hub"))
        self.field.setAccessibleName(self.tr("Another address of the hub"))
        self.use_button = QPushButton(self.tr("Use this address"))
        self.again_button = QPushButton(self.tr("Try again"))
        self.online_button = QPushButton(self.tr("Go online"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.label)
        words.addWidget(self.small)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(10)
        layout.addWidget(self.sign)
        layout.addLayout(words, 1)
        for widget in (self.field, self.use_button, self.again_button, self.online_button):
            layout.addWidget(widget)
        self.online_button.clicked.connect(self.online_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        self.use_button.clicked.connect(self._on_use)
        self.field.returnPressed.connect(self._on_use)
        self.field.textChanged.connect(self._on_typed)
        theme.changed.connect(self._show_sign)
        self._show_sign()
        self.show_nothing()

    @Slot()
    def show_nothing(self) -> None:
        self._said = ""
        self.hide()

    def show_offline(self) -> None:
        """The switch is on."""
        self._show(
            self.tr("Puna is offline. Nothing is asked of the network."),
            self.tr("The models on this computer work as ever."),
            offline=True,
        )

    def show_trouble(self, words: Words, *, address: bool) -> None:
        """The hub did not answer; with `address` another one may help."""
        if address:
            self._show(
                words.text,
                self.tr("Try again, or another address of the hub. No token is sent to it."),
                address=True,
            )
        else:
            self._show(words.text, words.advice)

    def _show(self, text: str, small: str, *, offline: bool = False, address: bool = False) -> None:
        self.label.setText(text)
        self.small.setText(small)
        self.field.setVisible(address)
        self.use_button.setVisible(address)
        self.again_button.setVisible(not offline)
        self.online_button.setVisible(offline)
        self._on_typed()
        self.show()
        if text != self._said:
            self._said = text
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{text} {small}"))

    @Slot()
    def _on_typed(self) -> None:
        self.use_button.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _on_use(self) -> None:
        if address := self.field.text().strip():
            self.address_wanted.emit(address)

    @Slot()
    def _show_sign(self) -> None:
        sign = icon("warning", self._theme, "warn")
        self.sign.setPixmap(sign.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))
