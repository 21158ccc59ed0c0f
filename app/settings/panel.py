"""The settings page. Every change is taken at once and saved by itself.

Knows neither files nor what a setting does: it shows `Preferences`, and changes them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.models import ModelChoice
from app.plain_box import PlainBox
from app.preferences import Preferences
from app.settings.fields import Row, Spin, choice, fraction, section, whole
from app.text import clean
from app.theme import COLUMN_WIDTH
from engine.messages import Sampling
from engine.paths import Home

HEADER_HEIGHT = 52
SECOND_MS = 1000


class SettingsPanel(QWidget):
    """Sections of rows in one column."""

    def __init__(
        self,
        preferences: Preferences,
        models: ModelChoice,
        home: Home,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._models = models
        self._home = home
        self._make_controls()
        self._show()
        self._lay_out()
        self._connect()

    def _make_controls(self) -> None:
        auto = self.tr("Automatic")
        self.theme = choice(
            {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        )
        self.language = choice(
            {"system": self.tr("As the system"), "en": "English", "zh_CN": "简体中文"}
        )
        self.prompt = PlainBox()
        self.prompt.setFixedHeight(96)
        self.prompt.setAccessibleName(self.tr("Instructions"))
        self.prompt.setPlaceholderText(self.tr("For example: Answer briefly and in plain words."))
        self.automatic = QCheckBox(self.tr("Automatic: what suits the model"))
        self.temperature = fraction(0, 5, 0.05)
        self.top_k = whole(0, 1000)
        self.top_p = fraction(0, 1, 0.01)
        self.min_p = fraction(0, 1, 0.01)
        self.repeat_penalty = fraction(0.5, 3, 0.05)
        self.seed = whole(-1, 2**31 - 1, special=self.tr("A new one each time"))
        self.max_tokens = whole(0, 1_000_000, 64, self.tr("No limit"))
        self.n_ctx = whole(0, 1_048_576, 1024, auto)
        self.n_threads = whole(0, os.cpu_count() or 1, special=auto)
        self.open_button = QPushButton(self.tr("Open"))
        self._prompt_timer = QTimer(self, interval=SECOND_MS, singleShot=True)

    def _connect(self) -> None:
        change = self._preferences.change
        self.theme.activated.connect(lambda: change(theme=self.theme.currentData()))
        self.language.activated.connect(lambda: change(language=self.language.currentData()))
        self.prompt.textChanged.connect(self._prompt_timer.start)
        self._prompt_timer.timeout.connect(self.take_prompt)
        self.automatic.toggled.connect(self._on_automatic)
        for box in self._sampling_boxes():
            box.valueChanged.connect(self._take_sampling)
        self.max_tokens.valueChanged.connect(lambda n: change(max_tokens=n))
        self.n_ctx.valueChanged.connect(lambda n: change(n_ctx=n))
        self.n_threads.valueChanged.connect(lambda n: change(n_threads=n))
        self.open_button.clicked.connect(self._open_home)
        self._models.changed.connect(self._show_sampling)

    @Slot()
    def take_prompt(self) -> None:
        """Take the instructions as they are typed now; called by itself a second after."""
        self._prompt_timer.stop()
        self._preferences.change(system_prompt=clean(self.prompt.toPlainText()))

    # What the settings say.

    @Slot()
    def _show(self) -> None:
        settings = self._preferences.settings
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.prompt.set_text(settings.system_prompt)
        self.automatic.setChecked(settings.sampling is None)
        self.max_tokens.setValue(settings.max_tokens)
        self.n_ctx.setValue(settings.n_ctx)
        self.n_threads.setValue(settings.n_threads)
        self._show_sampling()

    @Slot()
    def _show_sampling(self) -> None:
        """Show what is in force: the user's numbers, or those that suit the model."""
        sampling = self._preferences.settings.sampling or self._suggested()
        boxes = self._sampling_boxes()
        for box in boxes:
            box.blockSignals(True)
            box.setEnabled(not self.automatic.isChecked())
        self.temperature.setValue(sampling.temperature)
        self.top_k.setValue(sampling.top_k)
        self.top_p.setValue(sampling.top_p)
        self.min_p.setValue(sampling.min_p)
        self.repeat_penalty.setValue(sampling.repeat_penalty)
        self.seed.setValue(-1 if sampling.seed is None else sampling.seed)
        for box in boxes:
            box.blockSignals(False)

    def _suggested(self) -> Sampling:
        return self._models.model.sampling if self._models.model else Sampling()

    def _sampling_boxes(self) -> Sequence[Spin]:
        return (
            self.temperature,
            self.top_k,
            self.top_p,
            self.min_p,
            self.repeat_penalty,
            self.seed,
        )

    # What the user changes.

    @Slot(bool)
    def _on_automatic(self, automatic: bool) -> None:
        self._preferences.change(sampling=None if automatic else self._suggested())
        self._show_sampling()

    @Slot()
    def _take_sampling(self) -> None:
        seed = self.seed.value()
        sampling = msgspec.structs.replace(
            self._preferences.settings.sampling or self._suggested(),
            temperature=round(self.temperature.value(), 2),
            top_k=self.top_k.value(),
            top_p=round(self.top_p.value(), 2),
            min_p=round(self.min_p.value(), 2),
            repeat_penalty=round(self.repeat_penalty.value(), 2),
            seed=None if seed < 0 else seed,
        )
        self._preferences.change(sampling=sampling)

    @Slot()
    def _open_home(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home.root)))

    # How it is built.

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Settings"))
        title.setProperty("kind", "heading")
        saved = QLabel(self.tr("Changes are saved by themselves."))
        saved.setProperty("kind", "small")
        header = QFrame()
        header.setProperty("kind", "bar")
        header.setFixedHeight(HEADER_HEIGHT)
        bar = QHBoxLayout(header)
        bar.setContentsMargins(20, 0, 20, 0)
        bar.addWidget(title)
        bar.addStretch(1)
        bar.addWidget(saved)

        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        sections = QVBoxLayout(column)
        sections.setContentsMargins(0, 24, 0, 32)
        sections.setSpacing(24)
        for part in self._sections():
            sections.addWidget(part)
        sections.addStretch(1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(scroll, 1)

    def _sections(self) -> list[QWidget]:
        return [
            section(
                self.tr("Look"),
                Row(self.tr("Theme"), self.tr("The colours of the window."), self.theme),
                Row(
                    self.tr("Language"),
                    self.tr("The language of the window."),
                    self.language,
                ),
            ),
            section(self.tr("Instructions"), *self._instructions()),
            section(self.tr("How replies are written"), self.automatic, *self._sampling_rows()),
            section(self.tr("Memory and speed"), *self._model_rows()),
            section(
                self.tr("Your data"),
                Row(
                    str(self._home.root),
                    self.tr("Chats, settings and models are kept in this folder."),
                    self.open_button,
                ),
            ),
        ]

    def _instructions(self) -> list[QWidget]:
        note = QLabel(self.tr("Told to the model before every conversation. Empty for none."))
        note.setProperty("kind", "small")
        note.setWordWrap(True)
        return [note, self.prompt]

    def _sampling_rows(self) -> list[QWidget]:
        return [
            Row(
                self.tr("Temperature"),
                self.tr("Higher is more surprising, lower more predictable; 0 is always the same."),
                self.temperature,
            ),
            Row(
                self.tr("Top-k"),
                self.tr("Choose among this many likeliest words; 0 for all."),
                self.top_k,
            ),
            Row(
                self.tr("Top-p"),
                self.tr("Choose among the likeliest words that make up this share; 1 for all."),
                self.top_p,
            ),
            Row(
                self.tr("Min-p"),
                self.tr("Leave out words this much less likely than the likeliest; 0 for none."),
                self.min_p,
            ),
            Row(
                self.tr("Repeat penalty"),
                self.tr("Above 1 makes words that were just used less likely; 1 is off."),
                self.repeat_penalty,
            ),
            Row(
                self.tr("Seed"),
                self.tr("The same seed and the same question give the same reply."),
                self.seed,
            ),
        ]

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
            Row(
                self.tr("Threads"),
                self.tr("Processor cores used for a reply."),
                self.n_threads,
            ),
        ]
