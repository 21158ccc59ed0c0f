"""What the panel of models says in words and figures: sizes, quality, speed, time left, verdicts.

Knows no widgets. Sizes come in bytes, times in seconds.
"""

from __future__ import annotations

import datetime
import math
from typing import Literal

from PySide6.QtCore import QDate, QLocale, QObject

from engine.hub.records import RepoSummary, Variant

Tone = Literal["", "ok", "warn", "bad", "muted"]
"""The colour of a word: a kind of label in the style sheet."""

SI = QLocale.DataSizeFormat.DataSizeSIFormat
_MINUTE, _HOUR = 60, 3600
_WAN = 10_000  # what Chinese counts in
_SHOWN_LANGUAGES = 3


class ModelWords(QObject):
    """In the language of the window."""

    def size(self, size: int) -> str:
        """Bytes as files are measured: 5.0 GB."""
        return QLocale().formattedDataSize(size, 1 if size >= 10**6 else 0, SI)

    def memory(self, size: int) -> str:
        """Bytes as memory is measured, in the words files are."""
        return QLocale().formattedDataSize(size, 1, SI)

    def gigabytes(self, size: int) -> str:
        """The memory of a computer as it is sold: 24 GB."""
        return self.tr("{n} GB").format(n=QLocale().toString(max(1, round(size / 2**30))))

    def count(self, number: int) -> str:
        """A number of people: 1.2 M, 34 k, 812."""
        locale = QLocale()
        if locale.language() == QLocale.Language.Chinese and number >= _WAN:
            return f"{locale.toString(number / _WAN, 'f', 1 if number < 100 * _WAN else 0)} 万"
        if number >= 10_000_000:
            return self.tr("{n} M").format(n=locale.toString(round(number / 1e6)))
        if number >= 1_000_000:
            return self.tr("{n} M").format(n=locale.toString(number / 1e6, "f", 1))
        if number >= 10_000:
            return self.tr("{n} k").format(n=locale.toString(round(number / 1e3)))
        return locale.toString(number)

    def tokens(self, number: int) -> str:
        return QLocale().toString(number)

    def quality(self, quality: str) -> str:
        """What a quantisation costs, in words a beginner understands."""
        return {
            "original": self.tr("Original"),
            "nearly lossless": self.tr("Nearly lossless"),
            "very good": self.tr("Very good"),
            "good balance": self.tr("Good balance"),
            "small": self.tr("Small, simpler answers"),
            "very small": self.tr("Very small, often wrong"),
        }.get(quality, self.tr("Unknown quality"))

    def quality_short(self, quality: str) -> str:
        """The same for a line with other words in it; empty where it is not known."""
        return {
            "original": self.tr("original"),
            "nearly lossless": self.tr("nearly lossless"),
            "very good": self.tr("very good"),
            "good balance": self.tr("good balance"),
            "small": self.tr("small"),
            "very small": self.tr("very small"),
        }.get(quality, "")

    def file_word(self, variant: Variant) -> str:
        """What the quantisation is called, and of how many parts it is where it is split."""
        parts = [variant.quantisation or variant.name]
        if len(variant.files) > 1:
            parts.append(self.tr("{n} parts").format(n=len(variant.files)))
        return " · ".join(parts)

    def file_tip(self, variant: Variant) -> str:
        """The name of the file, and how finely its numbers are stored."""
        if not variant.bits:
            return variant.name
        bits = QLocale().toString(variant.bits, "f", 1)
        return self.tr("{file}: {bits} bits a weight, of 16 in the original").format(
            file=variant.name, bits=bits
        )

    def verdict(self, verdict: str) -> tuple[str, Tone]:
        """Whether a model fits into memory."""
        return {
            "fits": (self.tr("fits"), "ok"),
            "tight": (self.tr("tight"), "warn"),
            "too big": (self.tr("too big"), "bad"),
        }.get(verdict, ("", ""))  # type: ignore[return-value]  # tones, one by one

    def speed(self, words_per_s: float) -> str:
        """How fast a reply is written."""
        if words_per_s <= 0 or not math.isfinite(words_per_s):
            return ""
        locale = QLocale()
        if words_per_s < 1:
            return self.tr("{n} words/min").format(n=max(1, round(words_per_s * 60)))
        digits = 1 if words_per_s < 10 else 0
        return self.tr("{n} words/s").format(n=locale.toString(words_per_s, "f", digits))

    def wait(self, seconds: float) -> str:
        """How long something takes, roughly."""
        if seconds < 1:
            return self.tr("under a second")
        return self.duration(seconds)

    def duration(self, seconds: float) -> str:
        """A time in the one or two units that matter."""
        whole = max(1, round(seconds))
        if whole < _MINUTE:
            return self.tr("{n} s").format(n=whole)
        if whole < _HOUR:
            return self.tr("{n} min").format(n=-(-whole // _MINUTE))
        hours, minutes = divmod(whole // _MINUTE, 60)
        return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)

    def rate(self, speed: float) -> str:
        return self.tr("{size}/s").format(size=self.size(round(speed)))

    def date(self, iso: str) -> str:
        """A day of a time written as ISO 8601; empty where it is something else."""
        try:
            day = datetime.datetime.fromisoformat(iso)
        except ValueError:
            return ""
        date = QDate(day.year, day.month, day.day)
        return QLocale().toString(date, self.tr("d MMM yyyy"))  # a format of QLocale

    def languages(self, codes: tuple[str, ...]) -> str:
        """Languages by their own names; how many where there are more than three."""
        names = [name for code in codes if (name := _language(code))]
        if not names:
            return ""
        if "many" in codes:
            names = [*names[: _SHOWN_LANGUAGES - 1], self.tr("many more")]
        if len(names) > _SHOWN_LANGUAGES:
            return self.tr("{n} languages").format(n=len(names))
        return self.tr(", ").join(names)

    def shelf(self, shelf: str) -> str:
        """Whose folder a model is in; empty for Puna's own."""
        return {
            "huggingface": "Hugging Face",
            "lmstudio": "LM Studio",
            "ollama": "Ollama",
            "llama.cpp": "llama.cpp",
            "jan": "Jan",
            "gpt4all": "GPT4All",
            "folder": self.tr("your folder"),
        }.get(shelf, "")

    def of_result(self, summary: RepoSummary) -> str:
        """What a search says of a repository, in one line."""
        parts = [
            self.languages(summary.languages),
            self.tr("{n} downloads").format(n=self.count(summary.downloads))
            if summary.downloads
            else "",
        ]
        return " · ".join(part for part in parts if part)


def _language(code: str) -> str:
    """The language's own name for itself; empty for what is no language."""
    if code in ("multilingual", "code", "many") or not 2 <= len(code) <= 7:
        return ""
    locale = QLocale(code.partition("-")[0])
    if locale.language() in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return ""
    if locale.language() in (QLocale.Language.English, QLocale.Language.Chinese):
        return "English" if locale.language() == QLocale.Language.English else "中文"
    name = locale.nativeLanguageName()
    return name[:1].upper() + name[1:]
