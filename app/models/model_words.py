"""What is said of a model of this computer: its facts, what keeps it from running, its figures.

Knows no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.models.words import ModelWords
from app.part_words import PartWords
from app.text import sentences
from engine.files import shown
from engine.fit import Fit
from engine.hub.library import Model
from engine.hub.records import Variant
from engine.hub.variants import quality


class LocalWords(QObject):
    """In the language of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = ModelWords(self)
        self._parts = PartWords(self)

    def facts(self, model: Model) -> str:
        """One line below its name."""
        words = self._words
        whose = words.shelf(model.shelf)
        parts = [
            words.size(model.size),
            self._quality(model),
            model.quantisation,
            model.architecture,
            self.tr("trained for {n} tokens").format(n=words.tokens(model.context))
            if model.context
            else "",
            self.tr("came with Puna") if model.origin == "starter" else "",
            self.tr("of {program}, read in place").format(program=whose) if whose else "",
        ]
        return " · ".join(part for part in parts if part)

    def row(self, model: Model) -> str:
        """The line below its name in the list."""
        words = self._words
        trouble = self.short_trouble(model)
        whose = words.shelf(model.shelf)
        kind = [trouble] if trouble else [self._quality(model), model.quantisation]
        parts = [words.size(model.size), *kind, whose]
        return " · ".join(part for part in parts if part)

    def _quality(self, model: Model) -> str:
        return self._words.quality_short(quality(Variant(model.quantisation, ())))

    def short_trouble(self, model: Model) -> str:
        """Why it cannot be chatted with, in a few words; empty where it can."""
        if model.absent:
            return self.tr("its drive is not there")
        if model.fault:
            return self.tr("damaged")
        if model.missing:
            return self.tr("cannot be loaded")
        if model.other_purpose:
            return self.tr("not for chat")
        return ""

    def trouble(self, model: Model) -> str:
        """The same in full."""
        if model.absent:
            return self.tr(
                "The drive or folder it is on is not connected. It is back in the list as soon as "
                "that is."
            )
        if model.fault:
            return self.tr("The file cannot be used: {reason}.").format(reason=model.fault)
        if model.missing:
            return self.tr(
                "This Puna cannot load it: {reason}. A newer version may be able to."
            ).format(reason=self._parts.word(model.missing))
        if model.other_purpose:
            return self.tr("It was not made for chats: {purpose}.").format(
                purpose=self._parts.word(model.other_purpose)
            )
        return ""

    def figures(self, run: Fit, verdict: str) -> str:
        """Memory and speed at the chosen context, in one line."""
        words = self._words
        speed = words.speed(run.words_per_s)
        parts = [
            self.tr("{size} of memory: {verdict}").format(
                size=words.memory(run.need.total), verdict=verdict
            ),
            speed,
            self.tr("a page of 500 words is read in {time}").format(time=words.wait(run.page_s)),
        ]
        return " · ".join(part for part in parts if part)

    def advice(self, run: Fit) -> str:
        """Where the limit is, and how sure the speed is."""
        room = (
            self.tr("Up to {n} tokens fit here.").format(n=self._words.tokens(run.largest))
            if run.largest
            else self.tr("No context fits into the memory that is free now.")
        )
        sure = (
            self.tr("The speed was measured on this computer.")
            if run.measured
            else self.tr("The speed is an estimate until it has run here.")
        )
        return sentences(room, sure)

    def files(self, model: Model) -> str:
        """What belongs to the file: the projector, and other places where the same one is."""
        parts = []
        if model.projector is not None:
            parts.append(
                self.tr("It has a file for looking at pictures, {name}: images not yet.").format(
                    name=model.projector.name
                )
            )
        if model.copies:
            places = self.tr(", ").join(shown(path) for path in model.copies)
            parts.append(self.tr("The same file is also here: {places}").format(places=places))
        return "\n".join(parts)
