"""A repository of the hub on the right side of the page: its files as they would run here, and how
open it is. Knows what it shows only from the objects it is given.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.models.context_chooser import ContextChooser
from app.models.gate_box import GateBox
from app.models.lines import LineMaker
from app.models.opened import OpenedRepository
from app.models.openness_card import OpennessCard
from app.models.pill import pill
from app.models.variant_table import VariantTable
from app.models.words import ModelWords
from engine.fit import teachable


class RepositoryPage(QWidget):
    """`wanted` carries the name of the file to get, as the table knows it."""

    wanted = Signal(str)
    shown_wanted = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, opened: OpenedRepository, maker: LineMaker, errors: ErrorWords) -> None:
        super().__init__()
        self._opened = opened
        self._maker = maker
        self._errors = errors
        self._words = ModelWords(self)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = note("", "muted")
        self.teach = pill(self.tr("can be taught"))
        self.teach.setToolTip(self.tr("Of a kind that can be fine-tuned on this computer."))
        self.state = note("", "muted")
        self.gate = GateBox()
        self.chooser = ContextChooser()
        self.table = VariantTable()
        self.figures = note("", "small")
        self.projector = note("", "small")
        self.card = OpennessCard()
        self._lay_out()
        self.chooser.changed.connect(self._show_lines)
        self.table.wanted.connect(self.wanted)
        self.table.shown_wanted.connect(self.shown_wanted)
        self.card.link_wanted.connect(self.link_wanted)
        opened.changed.connect(self.refresh)
        maker.changed.connect(self._show_lines)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known of it by now."""
        opened = self._opened
        self.title.setText(opened.id)
        self.facts.setText(self._facts())
        self.facts.setVisible(bool(self.facts.text()))
        self.teach.setVisible(opened.header is not None and teachable(opened.header))
        self.state.setText(self._state())
        self.state.setVisible(bool(self.state.text()))
        self._show_gate()
        self.card.show_card(opened.card)
        models = opened.repository.models() if opened.repository else ()
        self.chooser.setVisible(bool(models))
        if opened.header is not None:
            self.chooser.set_most(opened.header.context_length)
        self._show_lines()

    def _facts(self) -> str:
        summary = self._opened.summary
        if summary is None:
            return ""
        words, count = self._words, self._words.count
        day = words.date(summary.updated)
        parts = [
            self.tr("updated {day}").format(day=day) if day else "",
            self.tr("{n} downloads").format(n=count(summary.downloads)),
            self.tr("{n} likes").format(n=count(summary.likes)),
            words.languages(summary.languages),
            self.tr("made from {id}").format(id=summary.base_models[0])
            if summary.base_models
            else "",
            self.tr("tag: {name}").format(name=summary.license_name or summary.license)
            if summary.license or summary.license_name
            else "",
        ]
        return " · ".join(part for part in parts if part)

    def _state(self) -> str:
        opened = self._opened
        if opened.error is not None and opened.error.values.get("fault") != "gated":
            words = self._errors.word(opened.error)
            return self.tr("{text} {advice}").format(text=words.text, advice=words.advice)
        if opened.repository is None and opened.error is None:
            return self.tr("Asking the hub for its files…")
        if opened.repository is not None and not opened.repository.models():
            return self.tr("There is no file in it that can be chatted with.")
        return ""

    def _show_gate(self) -> None:
        opened, summary = self._opened, self._opened.summary
        refused = opened.error is not None and opened.error.values.get("fault") in (
            "gated",
            "token",
        )
        gated = bool(summary and summary.gated) or refused
        if not gated or (opened.header is not None and not refused):
            self.gate.hide()  # what the hub gives needs no explanation
            return
        link = str(opened.error.values.get("link", "")) if opened.error else ""
        self.gate.show_gate(
            link or self._maker.page_of(opened.id),
            by_hand=bool(summary and summary.gated == "manual"),
            refused=refused or opened.header_error is not None,
            where=self._maker.token_words(),
        )

    @Slot()
    def _show_lines(self) -> None:
        opened = self._opened
        lines = self._maker.lines(opened, self.chooser.context)
        self.table.show_lines(lines)
        self.table.setVisible(bool(lines))
        self.figures.setText(self._maker.summary(opened, self.chooser.context))
        kind = "bad" if self._maker.lacks(opened) else "small"
        if self.figures.property("kind") != kind:
            self.figures.setProperty("kind", kind)
            self.figures.style().unpolish(self.figures)
            self.figures.style().polish(self.figures)
        self.figures.setVisible(bool(self.figures.text()))
        self.projector.setText(self._projector())
        self.projector.setVisible(bool(self.projector.text()))

    def _projector(self) -> str:
        repository = self._opened.repository
        if repository and any(one.role == "projector" for one in repository.variants):
            return self.tr("It can look at pictures; Puna does not show it any yet.")
        return ""

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.teach, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.state)
        layout.addWidget(self.gate)
        layout.addSpacing(4)
        layout.addWidget(self.chooser)
        layout.addWidget(self.table)
        layout.addWidget(self.figures)
        layout.addWidget(self.projector)
        layout.addSpacing(8)
        layout.addWidget(self.card)
        layout.addStretch(1)
