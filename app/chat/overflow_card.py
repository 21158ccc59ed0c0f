"""What stands in place of a reply when the chat has outgrown its context: what happened, what can
be done, and what each of it does.

Nothing was left out when this is shown. The choice that loses nothing is the one Enter takes. Knows
neither engine nor store: it emits what was chosen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.chat.context_words import number
from app.chat.overflow_choices import Cut, OverflowChoices
from app.dialog import note, set_primary
from app.icons import icon
from app.reasons import Reasons
from app.text import sentences
from app.theme import ICON_SIZE, Theme
from engine.messages import Overflow


class OverflowCard(QFrame):
    """`chosen` says how to go on, and whether so from now on in this chat."""

    chosen = Signal(str, bool)  # drop or summarise
    larger_wanted = Signal(int)  # tokens
    edit_wanted = Signal()

    def __init__(
        self, theme: Theme, choices: OverflowChoices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "ask")
        self._icon = QLabel()
        title = QLabel(self.tr("This chat has outgrown its context"))
        title.setProperty("kind", "heading")
        self._text = note("", "")
        self.larger = QPushButton()
        self.drop = QPushButton(self.tr("Leave out the oldest"))
        self.summarise = QPushButton(self.tr("Summarise the oldest"))
        self.edit = QPushButton(self.tr("Change my message"))
        self.always = QCheckBox(self.tr("From now on, do the same in this chat without asking"))
        self._told = {button: note("", "small") for button in self.buttons()}
        self._lay_out(title)
        self.drop.clicked.connect(lambda: self._choose("drop"))
        self.summarise.clicked.connect(lambda: self._choose("summarise"))
        self.larger.clicked.connect(lambda: self.larger_wanted.emit(self._choices.larger))
        self.edit.clicked.connect(self.edit_wanted)
        theme.changed.connect(self._refresh)
        self._refresh()
        self.show_choices(choices)

    def buttons(self) -> list[QPushButton]:
        """The choices, first those that lose nothing."""
        return [self.larger, self.edit, self.drop, self.summarise]

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        stops: list[QWidget] = [*self.buttons(), self.always]
        return [stop for stop in stops if stop.isVisible() and stop.isEnabled()]

    def safe_button(self) -> QPushButton:
        """The choice that loses nothing."""
        return self.edit if self.larger.isHidden() else self.larger

    def set_enabled(self, enabled: bool) -> None:
        """Whether anything can be chosen now."""
        for widget in (*self.buttons(), self.always):
            widget.setEnabled(enabled)

    def show_choices(self, choices: OverflowChoices) -> None:
        """Show these numbers; before it is counted, only what the engine said."""
        self._choices = choices
        self._show_text()
        larger = self.tr("Make room for {n} tokens").format(n=number(choices.larger))
        self.larger.setText(larger)
        told = {
            self.larger: self.tr(
                "Nothing is left out. It takes more memory, in other chats too: the context size "
                "in Settings is changed."
            ),
            self.drop: self._turns(
                self.tr(
                    "The model no longer sees {turns} of {all} turns, {tokens} tokens. You still "
                    "do: they stay in the chat, above a line."
                ),
                choices.dropped,
            ),
            self.summarise: self._turns(
                self.tr(
                    "The model first reads {turns} of {all} turns, {tokens} tokens, and writes a "
                    "summary that it sees in their place. It takes longer, and details are lost."
                ),
                choices.summarised,
            ),
            self.edit: self.tr("Nothing is left out. You make your last message shorter."),
        }
        shown = {
            self.larger: choices.larger > 0,
            self.drop: choices.can_cut,
            self.summarise: choices.can_cut,
            self.edit: True,
        }
        for button in self.buttons():
            self._told[button].setText(told[button])
            button.setAccessibleDescription(told[button])
            button.setVisible(shown[button])
            self._told[button].setVisible(shown[button])
        self.always.setVisible(choices.can_cut)
        for button in self.buttons():
            set_primary(button, primary=button is self.safe_button())

    def _turns(self, text: str, cut: Cut) -> str:
        return text.format(
            turns=number(cut.turns), all=number(self._choices.turns), tokens=number(cut.tokens)
        )

    def _show_text(self) -> None:
        choices = self._choices
        size = (
            self.tr("It has {tokens} tokens, and the model has room for {room}.")
            if choices.tokens
            else self.tr("The model has room for {room} tokens.")
        )
        parts = [size.format(tokens=number(choices.tokens), room=number(choices.room))]
        if choices.reason:
            failed = self.tr("It could not be summarised: {reason}.")
            reason = Reasons(self).reason(choices.reason.rstrip("."))
            parts.insert(0, failed.format(reason=reason))
        parts.append(
            self.tr("Nothing was left out, and the reply is not finished.")
            if choices.continues
            else self.tr("Nothing was left out, and your message was not answered yet.")
        )
        if choices.counted and not choices.can_cut:
            parts.append(
                self.tr("Your last message and this reply alone are too long.")
                if choices.continues
                else self.tr("Your last message alone is too long.")
            )
        text = sentences(*parts)
        self._text.setText(text)
        self.setAccessibleName(self.tr("This chat has outgrown its context"))
        self.setAccessibleDescription(text)

    def _choose(self, overflow: Overflow) -> None:
        self.chosen.emit(overflow, self.always.isChecked())

    def _lay_out(self, title: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(title, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for row, button in enumerate(self.buttons()):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._told[button], row, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(grid)
        column.addWidget(self.always)

    @Slot()
    def _refresh(self) -> None:
        size = QSize(ICON_SIZE, ICON_SIZE)
        shown = icon("warning", self._theme, "warn")
        self._icon.setPixmap(shown.pixmap(size, self.devicePixelRatioF()))
