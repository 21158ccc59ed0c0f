"""What the view of a run says in words and figures: times, ends, lines of its log.

Knows no widgets. Times in seconds, sizes in bytes.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QLocale, QObject

from app.errors import ErrorWords
from app.text import sentences
from app.training.progress import Progress
from engine.training.records import (
    Broken,
    Done,
    Estimate,
    Evaluated,
    Event,
    NotSaved,
    Paused,
    Prepared,
    Preparing,
    Saved,
    Skipped,
    Step,
    Verifying,
)

_MINUTE, _HOUR = 60, 3600
_NIGHT: Final = (4 * _HOUR, 14 * _HOUR)  # what a computer that is left alone until morning does
_SI: Final = QLocale.DataSizeFormat.DataSizeSIFormat


class RunWords(QObject):
    """In the language of the window."""

    def __init__(self, errors: ErrorWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errors = errors

    def time(self, seconds: float) -> str:
        """How long something takes, as a person says it: 40 s, 12 min, 5 h, overnight."""
        if not math.isfinite(seconds) or seconds < 0:
            return "–"
        if seconds < _MINUTE:
            return self.tr("{n} s").format(n=max(1, round(seconds)))
        if seconds < 2 * _HOUR:
            return self.tr("{n} min").format(n=math.ceil(seconds / _MINUTE))
        if _NIGHT[0] <= seconds <= _NIGHT[1]:
            return self.tr("{hours}, overnight").format(hours=self.lasted(seconds))
        if seconds > 2 * 24 * _HOUR:
            return self.tr("{n} days").format(n=math.ceil(seconds / (24 * _HOUR)))
        return self.lasted(seconds)

    def lasted(self, seconds: float) -> str:
        """How long something took."""
        if seconds < 2 * _HOUR:
            return self.time(seconds)
        return self.tr("{n} h").format(n=round(seconds / _HOUR))

    def size(self, size: int) -> str:
        return QLocale().formattedDataSize(size, 1, _SI)

    def number(self, value: float, digits: int = 0) -> str:
        return QLocale().toString(float(value), "f", digits)

    def speed(self, tokens_per_s: float) -> str:
        digits = 1 if tokens_per_s < 10 else 0
        return self.tr("{n} tok/s").format(n=self.number(tokens_per_s, digits))

    def state(self, progress: Progress) -> str:
        """The line below the name: what it does now, or how it ended."""
        if isinstance(progress.end, Done):
            return self.end(progress.end)
        if isinstance(progress.end, Broken):
            return self.tr("It could not go on.")
        if progress.verifying:
            return self.tr("The adapter is written and is being checked in the chat's engine…")
        if progress.paused:
            return self.tr("Paused. A checkpoint is on disk.")
        if progress.step is None and progress.stage is not None:
            return self.stage(progress.stage)
        return self.tr("Learning…") if progress.step is not None else self.tr("Beginning…")

    def stage(self, stage: Preparing) -> str:
        words = {
            "torch": self.tr("Starting the trainer…"),
            "model": self.tr("Reading the model…"),
            "tokens": self.tr("Preparing the examples…"),
        }[stage.stage]
        if stage.total:
            done = self.tr("{done} of {total}").format(
                done=self.number(stage.done), total=self.number(stage.total)
            )
            return f"{words} {done}"
        return words

    def end(self, done: Done) -> str:
        if not done.adapter:
            return self.tr("Stopped. Nothing was kept but its checkpoint.")
        return {
            "done": self.tr("Finished after {time}."),
            "early": self.tr("Finished after {time}: it did not get better any more."),
            "stopped": self.tr("Stopped after {time}; the best so far was kept."),
            "cancelled": self.tr("Stopped after {time}; the best so far was kept."),
        }[done.reason].format(time=self.lasted(done.seconds))

    def checked(self, done: Done) -> str:
        """What the comparison in llama.cpp found, in plain words with its figures behind."""
        return self.tr(
            "Checked in the chat's engine: it answers as it was taught there "
            "(divergence {with_it}, of the model alone {alone})."
        ).format(with_it=f"{done.divergence:.1e}", alone=f"{done.base_divergence:.1e}")

    def line(self, event: Event) -> str:
        """A line of the log; empty for what is told elsewhere."""
        match event:
            case Preparing():
                return self.stage(event) if event.done in (0, event.total) else ""
            case Prepared():
                return self._prepared(event)
            case Evaluated():
                return self._evaluated(event)
            case Saved():
                return self.tr("Step {step}: checkpoint written.").format(step=event.step)
            case NotSaved():
                words = self._errors.word(event.error)
                return self.tr("Step {step}: no checkpoint could be written. {text}").format(
                    step=event.step, text=words.text
                )
            case Skipped():
                return self.tr(
                    "Step {step} was left out: its numbers grew too large. "
                    "Learning goes on at half the rate, {rate}."
                ).format(step=event.step, rate=f"{event.lr:.1e}")
            case Paused():
                return self.tr("Paused after step {step}.").format(step=event.step)
            case Verifying():
                return self.tr("The adapter is written and is being checked.")
            case Done():
                return self.end(event)
            case Broken():
                words = self._errors.word(event.error)
                return sentences(words.text, words.advice)
            case Step() | Estimate():
                return ""

    def _prepared(self, event: Prepared) -> str:
        parts = [
            self.tr("{n} examples to learn from, {unseen} kept unseen.").format(
                n=self.number(event.examples), unseen=self.number(event.held_out)
            ),
            self.tr("{trained} of {tokens} tokens are learnt.").format(
                trained=self.number(event.trained_tokens), tokens=self.number(event.tokens)
            ),
        ]
        if event.dropped:
            parts.append(
                self.tr("{n} examples are too long and were left out.").format(
                    n=self.number(event.dropped)
                )
            )
        if event.from_step:
            parts.append(self.tr("It goes on behind step {step}.").format(step=event.from_step))
        return sentences(*parts)

    def _evaluated(self, event: Evaluated) -> str:
        words = self.tr("Step {step}: loss on unseen examples {loss}.").format(
            step=event.step, loss=self.number(event.loss, 3)
        )
        return sentences(words, self.tr("The best so far.")) if event.best else words
