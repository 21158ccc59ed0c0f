"""What is said of documents, in words and figures: pages, states of files, how far indexing is.

Used by the page of documents, the chat and the reader. Knows no widgets. Sizes come in bytes,
times in seconds. What is wrong with a file: `app.document_reasons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QLocale, QObject

from app.document_reasons import DocumentReasons
from app.plural import by_number
from engine.documents.records import Collection, File, Hit, PageKind, Passage, Progress, Ranks

Tone = Literal["", "ok", "warn", "bad", "muted"]
"""The colour of a word: a kind of label in the style sheet."""

SI = QLocale.DataSizeFormat.DataSizeSIFormat
_MINUTE, _HOUR = 60, 3600
_SHOWN_HEADINGS = 2


class DocumentWords(QObject):
    """In the language of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reasons = DocumentReasons(self)

    # Places.

    def page(self, number: int, label: str = "", kind: PageKind = "page") -> str:
        """What a page is called inside a sentence: page 14, slide 3, sheet Q1."""
        shown = label or QLocale().toString(number)
        words = {
            "page": self.tr("page {n}"),
            "slide": self.tr("slide {n}"),
            "sheet": self.tr("sheet {n}"),
            "chapter": self.tr("chapter {n}"),
            "part": self.tr("part {n}"),
        }
        if not label or kind in ("page", "sheet"):
            return words[kind].format(n=shown)
        if kind == "slide":
            return self.tr("slide {n}, “{title}”").format(n=QLocale().toString(number), title=label)
        return self.tr("“{title}”").format(title=label)

    def page_of(self, place: Passage | Hit) -> str:
        """The page a passage is on."""
        return self.page(place.page, place.label, place.page_kind)

    def place(self, place: Passage | Hit) -> str:
        """The page, and the innermost headings above the passage: page 14 · Leave › Parents."""
        heading = " › ".join(place.heading[-_SHOWN_HEADINGS:])
        # A file that is read in parts has no pages of its own; its first part says nothing.
        alone = place.page_kind == "part" and place.page == 1 and not place.label
        named = bool(heading) and place.label and place.label == place.heading[-1]
        if heading and (alone or (named and place.page_kind != "page")):
            return heading
        return " · ".join(part for part in (self.page_of(place), heading) if part)

    def pages(self, number: int, kind: PageKind = "page") -> str:
        """How many pages there are."""
        return {
            "page": by_number(number, self.tr("1 page"), self.tr("{n} pages")),
            "slide": by_number(number, self.tr("1 slide"), self.tr("{n} slides")),
            "sheet": by_number(number, self.tr("1 sheet"), self.tr("{n} sheets")),
            "chapter": by_number(number, self.tr("1 chapter"), self.tr("{n} chapters")),
            "part": by_number(number, self.tr("1 part"), self.tr("{n} parts")),
        }[kind]

    def pages_of(self, file: File) -> str:
        """How many pages a file has, in the word of its format; empty where they mean nothing."""
        info = file.info
        if info is None:
            return ""
        kinds: dict[str, PageKind] = {
            "pdf": "page",
            "pptx": "slide",
            "xlsx": "sheet",
            "epub": "chapter",
        }
        if info.kind in kinds:
            return self.pages(info.pages, kinds[info.kind])
        return self.pages(info.pages, "part") if info.pages > 1 else ""

    # Files and collections.

    def size(self, size: int) -> str:
        """Bytes as files are measured."""
        return QLocale().formattedDataSize(size, 1 if size >= 10**6 else 0, SI)

    def files(self, number: int) -> str:
        """How many files."""
        return by_number(number, self.tr("1 file"), self.tr("{n} files"))

    def passages(self, number: int) -> str:
        """How many passages."""
        return by_number(number, self.tr("1 passage"), self.tr("{n} passages"))

    def state(self, file: File) -> tuple[str, Tone]:
        """What can be done with a file now, and the colour of that."""
        if file.state == "failed":
            return self._reasons.short(file.error.values if file.error else {}), "bad"
        if file.state == "words":
            if 0 < file.vectors < file.chunks:
                share = QLocale().toString(100 * file.vectors // file.chunks)
                return self.tr("Found by words · meaning {n} %").format(n=share), "ok"
            return self.tr("Found by words"), "ok"
        if file.state == "ready":
            if file.chunks == 0:
                return self.tr("No text to search"), "warn"
            if empty := (file.info.empty_pages if file.info else 0):
                text = by_number(
                    empty,
                    self.tr("Ready · 1 page without text"),
                    self.tr("Ready · {n} pages without text"),
                )
                return text, "warn"
            return self.tr("Ready"), "ok"
        return (self.tr("Reading…") if file.state == "reading" else self.tr("Waiting")), "muted"

    def contents(self, collection: Collection) -> str:
        """How much is in a collection."""
        if not collection.files:
            return self.tr("Empty")
        return " · ".join((self.files(collection.files), self.size(collection.size)))

    def standing(self, collection: Collection) -> tuple[str, Tone]:
        """How much of a collection can be asked, in a few words; empty where all of it can."""
        waiting = collection.files - collection.searchable - collection.failed
        if waiting > 0:
            return by_number(waiting, self.tr("1 to read"), self.tr("{n} to read")), "muted"
        if collection.failed:
            return by_number(collection.failed, self.tr("1 failed"), self.tr("{n} failed")), "bad"
        return "", ""

    # Indexing.

    def progress(self, progress: Progress) -> str:
        """What is being done, how far that is, and how long it takes still."""
        locale = QLocale()
        if progress.files < progress.files_all:
            counted = self.tr("{done} of {all} files").format(
                done=locale.toString(progress.files), all=locale.toString(progress.files_all)
            )
            done = (
                self.tr("Reading {name}").format(name=progress.name)
                if progress.name
                else self.tr("Reading")
            )
        else:
            counted = self.tr("{done} of {all} passages").format(
                done=locale.toString(progress.chunks), all=locale.toString(progress.chunks_all)
            )
            done = self.tr("Learning what passages mean")
        if progress.held:
            last = self.tr("waits while a reply is written")
        elif progress.left is not None:
            last = self.tr("about {time} left").format(time=self.duration(progress.left))
        else:
            last = ""
        return " · ".join(part for part in (done, counted, last) if part)

    def duration(self, seconds: float) -> str:
        """A time in the one or two units that matter, and no finer than it is known."""
        whole = max(1, round(seconds))
        if whole < _MINUTE:
            return self.tr("{n} s").format(n=whole if whole < 10 else -(-whole // 5) * 5)
        if whole < _HOUR:
            return self.tr("{n} min").format(n=-(-whole // _MINUTE))
        hours, minutes = divmod(-(-whole // (5 * _MINUTE)) * 5, 60)
        if not minutes:
            return self.tr("{hours} h").format(hours=hours)
        return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)

    # Searching.

    def why(self, ranks: Ranks) -> str:
        """Why a passage was chosen: its ranks, and the words of the question that are in it."""
        if ranks.whole:
            return self.tr("all of the file is given")
        parts = []
        if ranks.words:
            parts.append(self.tr("by words: {n}").format(n=QLocale().toString(ranks.words)))
        if ranks.meaning:
            parts.append(self.tr("by meaning: {n}").format(n=QLocale().toString(ranks.meaning)))
        if ranks.terms:
            parts.append(self.tr("has {terms}").format(terms=self._listed(ranks.terms)))
        return " · ".join(parts)

    def _listed(self, terms: Sequence[str]) -> str:
        return self.tr(", ").join(self.tr("“{title}”").format(title=term) for term in terms)
