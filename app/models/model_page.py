"""A model of this computer on the right side of the page: what can be done with it, how it runs,
how chats with it begin, how open it is, and where its file is.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.dialog import make_primary, note
from app.fields import section
from app.models.chosen import ChosenModel
from app.models.context_chooser import ContextChooser
from app.models.defaults_form import DefaultsForm
from app.models.fact_grid import LinkLabel
from app.models.model_words import LocalWords
from app.models.openness_card import OpennessCard
from app.models.pill import pill
from app.models.words import ModelWords
from engine.files import shown
from engine.fit import teachable
from engine.hub.library import Defaults, Model


class ModelPage(QWidget):
    """Shows what `ChosenModel` knows, as it arrives."""

    use_wanted = Signal(str)
    delete_wanted = Signal(object)  # Model
    link_wanted = Signal(str)

    def __init__(self, chosen: ChosenModel) -> None:
        super().__init__()
        self._chosen = chosen
        self._words = ModelWords(self)
        self._local = LocalWords(self)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.teach = pill(self.tr("can be taught"))
        self.teach.setToolTip(self.tr("Of a kind that can be fine-tuned on this computer."))
        self.facts = note("", "muted")
        self.trouble = note("", "bad")
        self.use_button = QPushButton(self.tr("Use in chat"))
        make_primary(self.use_button)
        self.folder_button = QPushButton(self.tr("Show the folder"))
        self.delete_button = QPushButton(self.tr("Delete"))
        self.chooser = ContextChooser(automatic=True)
        self.figures = note("", "")
        self.advice = note("", "small")
        self.form = DefaultsForm()
        self.card = OpennessCard()
        self.path = LinkLabel()
        self.files = note("", "small")
        self._lay_out()
        self.use_button.clicked.connect(self._on_use)
        self.folder_button.clicked.connect(self._on_folder)
        self.delete_button.clicked.connect(self._on_delete)
        self.chooser.changed.connect(self._on_context)
        self.form.changed.connect(chosen.set_defaults)
        self.card.link_wanted.connect(self.link_wanted)
        chosen.changed.connect(self.refresh)
        chosen.defaults_read.connect(self._on_defaults)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known of it by now."""
        model = self._chosen.model
        if model is None:
            return
        self.title.setText(model.title)
        header = self._chosen.header
        self.teach.setVisible(header is not None and teachable(header))
        self.facts.setText(self._local.facts(model))
        trouble = self._local.trouble(model)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.use_button.setEnabled(model.usable)
        self.use_button.setText(
            self.tr("Chat with it") if self._chosen.in_use else self.tr("Use in chat")
        )
        self.delete_button.setVisible(bool(model.freed))
        self.delete_button.setText(
            self.tr("Delete ({size})").format(size=self._words.size(model.freed))
        )
        self.folder_button.setEnabled(not model.absent)
        self.running.setVisible(model.usable)
        self.chats.setVisible(model.usable)
        if header is not None:
            self.chooser.set_most(header.context_length)
        self._show_figures()
        self.card.show_card(self._chosen.card)
        self.path.setText(shown(model.path))
        files = self._local.files(model)
        self.files.setText(files)
        self.files.setVisible(bool(files))

    def take(self) -> None:
        """Take what is typed, before another model is shown."""
        if self.form.waiting:
            self.form.take()

    @Slot(object)
    def _on_defaults(self, defaults: Defaults) -> None:
        model = self._chosen.model
        if model is not None:
            self.form.show_defaults(defaults, model.sampling)
            self.chooser.set_context(defaults.n_ctx)
            self._show_figures()

    @Slot(int)
    def _on_context(self, n_ctx: int) -> None:
        self.form.set_context(n_ctx)
        self._show_figures()

    def _show_figures(self) -> None:
        run = self._chosen.fit(self.chooser.context)
        self.figures.setVisible(run is not None)
        self.advice.setVisible(run is not None)
        if run is None:
            return
        verdict, tone = self._words.verdict(run.verdict)
        self.figures.setText(self._local.figures(run, verdict))
        if self.figures.property("kind") != tone:
            self.figures.setProperty("kind", tone)
            self.figures.style().unpolish(self.figures)
            self.figures.style().polish(self.figures)
        self.advice.setText(self._local.advice(run))

    @Slot()
    def _on_use(self) -> None:
        if (model := self._chosen.model) is not None:
            self.take()
            self.use_wanted.emit(model.id)

    @Slot()
    def _on_folder(self) -> None:
        if (model := self._chosen.model) is not None:
            folder = Path(model.path).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @Slot()
    def _on_delete(self) -> None:
        model: Model | None = self._chosen.model
        if model is not None:
            self.delete_wanted.emit(model)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.teach, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        buttons.addWidget(self.delete_button)
        self.running = section(
            self.tr("Context of new chats"), self.chooser, self.figures, self.advice
        )
        self.chats = section(self.tr("New chats with this model"), self.form)
        place = section(self.tr("Its file"), self.path, self.files)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.trouble)
        layout.addLayout(buttons)
        layout.addSpacing(6)
        layout.addWidget(self.running)
        layout.addSpacing(6)
        layout.addWidget(self.card)
        layout.addSpacing(6)
        layout.addWidget(self.chats)
        layout.addSpacing(6)
        layout.addWidget(place)
        layout.addStretch(1)
