"""The last row of a reply's details: make it again exactly, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.chat.replaying import Replayed
from app.dialog import note
from app.errors import ErrorWords
from engine.messages import ReplayResult

_MOST_SHOWN = 24  # characters of a token


class ReplayRow(QWidget):
    """A button that starts and stops, and a line of words."""

    start_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._words = ErrorWords(self)
        self.button = QPushButton()
        self.button.setProperty("kind", "pill")
        self.button.setToolTip(
            self.tr(
                "Computes the reply once more with everything as it was, and compares. The chat "
                "stays as it is."
            )
        )
        self.told = note("", "small")
        self.told.setStyleSheet("font-size: 9pt;")  # as the rows above it
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.told, 1, Qt.AlignmentFlag.AlignVCenter)
        self.button.clicked.connect(self._on_clicked)
        self.show_state(None)

    def show_state(self, state: Replayed | None) -> None:
        """Show how far it is, or what came of it; None: nothing yet."""
        was_running, self._running = self._running, bool(state and state.running)
        again = self.tr("Run again exactly")
        self.button.setText(self.tr("Stop") if self._running else again)
        kind, text = self._told(state)
        if kind != self.told.property("kind"):
            self.told.setProperty("kind", kind)
            self.told.style().unpolish(self.told)
            self.told.style().polish(self.told)
        self.told.setText(text)
        self.button.setAccessibleDescription(text)
        if was_running and not self._running and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.button, text))

    @Slot()
    def _on_clicked(self) -> None:
        (self.stop_requested if self._running else self.start_requested).emit()

    def _told(self, state: Replayed | None) -> tuple[str, str]:
        if state is None:
            return "small", ""
        if state.running:
            return "small", self.tr("Running again… {n} %").format(n=round(100 * state.share))
        if state.error is not None:
            words = self._words.word(state.error)
            return "bad", self.tr("{text} {advice}").format(text=words.text, advice=words.advice)
        if state.result is None:
            return "small", self.tr("It was stopped.")
        return ("ok" if state.result.same else "warn"), self._compared(state.result)

    def _compared(self, result: ReplayResult) -> str:
        locale = QLocale()
        if result.same:
            tokens = locale.toString(result.tokens)
            if result.tokens == 1:
                return self.tr("The same again, its only token.")
            return self.tr("The same again, all {n} tokens.").format(n=tokens)
        end = self.tr("the end of the reply")
        quoted = self.tr("“{text}”")
        then, now = (
            quoted.format(text=text.replace("\n", "↵")[:_MOST_SHOWN]) if text else end
            for text in (result.then, result.now)
        )
        words = self.tr("Different from token {n} on: {then} then, {now} now. {reason}")
        number = locale.toString(result.tokens + 1)
        return words.format(n=number, then=then, now=now, reason=self._reason(result.reason))

    def _reason(self, reason: str) -> str:
        return {
            "model": self.tr("It was made with another model file."),
            "engine": self.tr("It was made with another version of the engine."),
            "adapters": self.tr("It was made with other adapters."),
            "tuning": self.tr("It was computed with other settings for speed and memory."),
            "template": self.tr("It was made with another chat template."),
            "prompt": self.tr("The messages before it have changed."),
            "batches": self.tr("The batches in which it was read cannot be repeated."),
            "threads": self.tr("It was computed with another number of threads."),
            "restored": self.tr("It went on from a kept state, which cannot be repeated exactly."),
            "near_tie": self.tr("Both were almost equally likely, and rounding decided."),
        }.get(reason, self.tr("Everything known is as it was; other computers round differently."))
