"""Where to begin: a few models that are known to be good, and which of them suits this computer.

They are names only until one is opened: nothing is asked of the network for this page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.dialog import note, set_primary
from app.models.desk import ModelsDesk
from app.models.openness_words import OpennessWords
from app.models.pill import pill
from app.models.size_guess import best_for, may_fit
from app.models.words import ModelWords
from app.theme import Theme
from engine.hub.records import RepoSummary
from engine.hub.starting import StartingModel

_ABOVE = 3  # what stands above the first card: title, text, a gap


class StartPage(QWidget):
    """One card for each, the suggested one first and those that are too big last."""

    repository_wanted = Signal(str)
    model_wanted = Signal(str)

    def __init__(self, desk: ModelsDesk, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self.title = QLabel(self.tr("Models for this computer"))
        self.title.setProperty("kind", "title")
        self.text = note("", "muted")
        self.cards = [StartCard(one, desk, self) for one in desk.starting]
        self._order: list[StartCard] = []
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(6)
        for card in self.cards:
            card.button.clicked.connect(
                lambda _=False, card=card: self.repository_wanted.emit(card.model.repository)
            )
        layout.addStretch(1)
        desk.fits.changed.connect(self._show)
        desk.access.changed.connect(self._show)
        desk.collection.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        machine = self._desk.fits.machine
        general = [card.summary for card in self.cards if "chat" in card.model.uses]
        best = best_for(general, machine) if machine else None
        for card in self.cards:
            card.show_state(
                suggested=card.summary is best,
                fits=machine is None or may_fit(card.summary, machine),
                offline=self._desk.access.offline,
            )
        order = sorted(self.cards, key=lambda card: (not card.suggested, not card.fits))
        if order != self._order:
            self._order = order
            for place, card in enumerate(order):
                self._layout.insertWidget(_ABOVE + place, card)
        if self._desk.collection.known and not self._desk.collection.models:
            words = self.tr("There is no model on this computer yet. Begin with one of these:")
        else:
            words = self.tr("Choose one on the left, search the hub above, or see one of these:")
        self.text.setText(words)


class StartCard(QFrame):
    """A starting model: what it is good for, how open it is, and a button that opens it."""

    def __init__(self, model: StartingModel, desk: ModelsDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model
        self.suggested, self.fits = False, True
        self.summary = RepoSummary(
            id=model.repository, base_models=(model.original,), languages=model.languages
        )
        self.setProperty("kind", "card")
        words, openness = ModelWords(self), OpennessWords(self)
        self.title = QLabel(model.title)
        self.title.setProperty("kind", "heading")
        self.mark = pill(self.tr("suggested for this computer"))
        verdict, tone = openness.verdict(desk.openness.brief(self.summary))
        self.word = note(verdict, tone)
        self.word.setWordWrap(False)
        self.fit_note = note("", "small")
        parts = [self._uses(), words.languages(model.languages)]
        self.text = note(" · ".join(part for part in parts if part), "muted")
        self.button = QPushButton(self.tr("See its files"))
        self.button.setAccessibleName(self.tr("See the files of {model}").format(model=model.title))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.word)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addLayout(head)
        left.addWidget(self.mark)
        left.addWidget(self.text)
        left.addWidget(self.fit_note)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_state(self, *, suggested: bool, fits: bool, offline: bool) -> None:
        """Whether it is the one to take here, and whether it can be opened now."""
        self.suggested, self.fits = suggested, fits
        self.mark.setVisible(suggested)
        if (self.button.property("kind") == "primary") != suggested:
            set_primary(self.button, primary=suggested)
        self.button.setEnabled(not offline)
        words = "" if fits else self.tr("Most likely too big for the memory of this computer.")
        self.fit_note.setText(words)
        self.fit_note.setVisible(bool(words))

    def _uses(self) -> str:
        words = {
            "chat": self.tr("chat"),
            "reasoning": self.tr("reasoning"),
            "code": self.tr("programs"),
        }
        size = {
            "tiny": self.tr("tiny"),
            "small": self.tr("small"),
            "medium": self.tr("medium"),
            "large": self.tr("large"),
            "huge": self.tr("huge"),
        }[self.model.size]
        return " · ".join((size, *(words[use] for use in self.model.uses)))
