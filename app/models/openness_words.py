"""How open a model is, in words: the verdicts, the answers, and what each row is called.

The reasons are sentences that come with the facts, in both languages. Knows no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject

from app.models.words import Tone


def language() -> str:
    """The language that facts are told in."""
    return QLocale().name()


class OpennessWords(QObject):
    """In the language of the window."""

    def verdict(self, verdict: str) -> tuple[str, Tone]:
        """For a row of the list."""
        return {
            "truly open": (self.tr("truly open"), "ok"),
            "open weights": (self.tr("open weights"), "muted"),
            "restricted": (self.tr("restricted"), "warn"),
        }.get(verdict, (self.tr("openness unknown"), "muted"))  # type: ignore[return-value]  # tones

    def headline(self, verdict: str) -> tuple[str, Tone]:
        """The answer to: is it really open?"""
        return {
            "truly open": (self.tr("Yes: truly open"), "ok"),
            "open weights": (self.tr("Only its weights are open"), "warn"),
            "restricted": (self.tr("No: pseudo-open, its terms restrict you"), "bad"),
        }.get(verdict, (self.tr("Not known"), "muted"))  # type: ignore[return-value]  # tones

    def company(self, answer: str) -> tuple[str, Tone]:
        """The answer to: may my company use it?"""
        return {
            "yes": (self.tr("Yes"), "ok"),
            "yes, with terms": (self.tr("Yes, within its terms"), "warn"),
            "no": (self.tr("No"), "bad"),
        }.get(answer, (self.tr("Not known"), "muted"))  # type: ignore[return-value]  # tones

    def part(self, part: str) -> str:
        """What a part of a model is called."""
        return {
            "weights": self.tr("Weights"),
            "code": self.tr("Training code"),
            "data": self.tr("Training data"),
            "paper": self.tr("Paper"),
        }.get(part, part)

    def available(self, answer: str) -> tuple[str, Tone]:
        """Whether a part was published."""
        return {
            "available": (self.tr("available"), "ok"),
            "partly": (self.tr("partly"), "warn"),
            "not available": (self.tr("not available"), "bad"),
        }.get(answer, (self.tr("unknown"), "muted"))  # type: ignore[return-value]  # tones

    def question(self, question: str) -> str:
        """What a licence is asked."""
        return {
            "commercial": self.tr("Commercial use"),
            "any_use": self.tr("Any field of use"),
            "train_others": self.tr("Train others with it"),
            "attribution": self.tr("Name its makers"),
            "redistribution": self.tr("Pass it on"),
        }.get(question, question)

    def permission(self, question: str, answer: str) -> tuple[str, Tone]:
        """What a licence answers. To be asked for something is no fault."""
        if question == "attribution":
            return {
                "yes": (self.tr("asked for"), ""),
                "limited": (self.tr("in part"), ""),
                "no": (self.tr("not asked for"), "ok"),
            }.get(answer, (self.tr("unknown"), "muted"))  # type: ignore[return-value]  # tones
        return {
            "yes": (self.tr("yes"), "ok"),
            "limited": (self.tr("within limits"), "warn"),
            "no": (self.tr("no"), "bad"),
        }.get(answer, (self.tr("unknown"), "muted"))  # type: ignore[return-value]  # tones

    def osaid(self, answer: str) -> tuple[str, Tone]:
        """Whether the Open Source AI Definition is met."""
        return {
            "met": (self.tr("met"), "ok"),
            "not met": (self.tr("not met"), "bad"),
        }.get(answer, (self.tr("unknown"), "muted"))  # type: ignore[return-value]  # tones

    def mof_class(self, mof: str) -> tuple[str, Tone]:
        """Its class in a word."""
        if mof == "unknown":
            return self.tr("unknown"), "muted"
        if mof == "none":
            return self.tr("none"), "bad"
        return self.tr("class {n}").format(n=mof), ""

    def mof(self, mof: str) -> str:
        """The class of the Model Openness Framework."""
        return {
            "I": self.tr("Open science: everything is published."),
            "II": self.tr("Open tooling: weights, code and tests are published."),
            "III": self.tr("Open model: weights and what describes them are published."),
            "none": self.tr("It does not reach the lowest class."),
        }.get(mof, self.tr("Not known."))
