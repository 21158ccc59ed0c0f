"""How replies are made: instructions for every chat, the sampler, memory and speed.

Does not know what a setting does.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.dialog import note
from app.fields import Page, Row, section, whole
from app.model_choice import ModelChoice
from app.overflow_choice import OverflowChoice
from app.plain_box import PlainBox
from app.preferences import Preferences
from app.presets import PresetChoice
from app.sampling_fields import SamplingFields
from app.text import clean
from engine.messages import Sampling

SECOND_MS = 1000


class RepliesPage(Page):
    """What holds for chats that have no settings of their own."""

    def __init__(
        self, preferences: Preferences, models: ModelChoice, presets: PresetChoice | None = None
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._models = models
        self.prompt = PlainBox()
        self.prompt.setFixedHeight(96)
        self.prompt.setAccessibleName(self.tr("Instructions"))
        self.prompt.setPlaceholderText(self.tr("For example: Answer briefly and in plain words."))
        self.sampling = SamplingFields(self.tr("Automatic: what suits the model"), presets)
        auto = self.tr("Automatic")
        self.max_tokens = whole(0, 1_000_000, 64, self.tr("No limit"))
        self.n_ctx = whole(0, 1_048_576, 1024, auto)
        self.overflow = OverflowChoice(self)
        self.n_threads = whole(0, os.cpu_count() or 1, special=auto)
        self.draft = QCheckBox(self.tr("Guess repeated text ahead (drafting)"))
        self._prompt_timer = QTimer(self, interval=SECOND_MS, singleShot=True)
        self._show()
        self._lay_out()
        self._connect()

    @Slot()
    def take_prompt(self) -> None:
        """Take the instructions as they are typed now; called by itself a second after."""
        self._prompt_timer.stop()
        self._preferences.change(system_prompt=clean(self.prompt.toPlainText()))

    @Slot()
    def _show(self) -> None:
        settings = self._preferences.settings
        typing = self._prompt_timer.isActive()  # what is typed is newer than the settings
        if not typing and clean(self.prompt.toPlainText()) != settings.system_prompt:
            self.prompt.blockSignals(True)
            self.prompt.set_text(settings.system_prompt)
            self.prompt.blockSignals(False)
        self.max_tokens.setValue(settings.max_tokens)
        self.n_ctx.setValue(settings.n_ctx)
        self.n_threads.setValue(settings.n_threads)
        self.draft.setChecked(settings.draft)
        self.overflow.show_policy(settings.overflow)
        self._show_sampling()

    def _connect(self) -> None:
        change = self._preferences.change
        self._preferences.changed.connect(self._show)
        self.prompt.textChanged.connect(self._prompt_timer.start)
        self._prompt_timer.timeout.connect(self.take_prompt)
        self.sampling.changed.connect(lambda: change(sampling=self.sampling.sampling()))
        self.max_tokens.valueChanged.connect(lambda n: change(max_tokens=n))
        self.n_ctx.valueChanged.connect(lambda n: change(n_ctx=n))
        self.n_threads.valueChanged.connect(lambda n: change(n_threads=n))
        self.draft.toggled.connect(lambda on: change(draft=on))
        self.overflow.box.currentIndexChanged.connect(
            lambda: change(overflow=self.overflow.policy())
        )
        self._models.changed.connect(self._show_sampling)

    @Slot()
    def _show_sampling(self) -> None:
        """Show what is in force: the user's numbers, or those that suit the model."""
        suggested = self._models.model.sampling if self._models.model else Sampling()
        self.sampling.show_sampling(self._preferences.settings.sampling, suggested)

    def _lay_out(self) -> None:
        told = self.tr("Told to the model before every conversation. Empty for none.")
        self.add(
            section(self.tr("Instructions"), note(told, "small"), self.prompt),
            section(self.tr("How replies are written"), self.sampling),
            section(self.tr("Memory and speed"), *self._model_rows()),
        )

    def _model_rows(self) -> list[QWidget]:
        return [
            Row(
                self.tr("Longest reply"),
                self.tr("In tokens; a token is about three quarters of an English word."),
                self.max_tokens,
            ),
            Row(
                self.tr("Context size"),
                self.tr(
                    "How many tokens of a conversation the model sees. More takes more memory."
                ),
                self.n_ctx,
            ),
            self.overflow.row,
            Row(
                self.tr("Threads"),
                self.tr("Processor cores used for a reply."),
                self.n_threads,
            ),
            self._draft_row(),
        ]

    def _draft_row(self) -> QWidget:
        told = self.tr("Faster where a reply repeats what was written before. It changes no reply.")
        self.draft.setAccessibleDescription(told)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.draft)
        column.addWidget(note(told, "small"))
        return row
