"""Pictures of the reader: a PDF and Markdown beside a chat, as text, over a narrow window, a file
that has changed and one that is gone. Part of `app.shots`. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from app.application import Application
from app.sample_handbook import CITED, Tongue, write_handbook
from engine.documents.importer.client import Importer
from engine.documents.records import Chunk, Passage
from engine.files import write_atomic

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

_SIZE: Final = (1280, 800)
_NARROW: Final = (900, 540)


class ReaderShots:
    """Opens passages of sample files, as a click on a mark in an answer does."""

    def __init__(
        self, application: Application, folder: Path, tongue: Tongue, take: Take, until: Until
    ) -> None:
        self._window = application.window
        self._pane = application.window.reader
        self._take_window = take
        self._until = until
        self._files = write_handbook(folder, tongue)
        self._passages = _passages(folder / "pictures", self._files, tongue)

    def walk(self) -> None:
        """All of them."""
        pane, window = self._pane, self._window
        handbook, notes = self._files
        pane.show_passages(self._passages)
        self._drawn("pdf")
        pane.step(1)
        pane.foot.text_button.click()
        self._take("text")
        pane.foot.text_button.click()
        pane.step(1)
        self._take("markdown")
        window.resize(*_NARROW)
        pane.step(-1)
        self._drawn("narrow")
        window.resize(*_SIZE)
        write_atomic(notes, notes.read_bytes().replace(b"# ", b"## ", 1))
        pane.show_passages(self._passages, 2)
        self._until(pane.notice.isVisible, "changed file")
        self._take("changed")
        handbook.unlink()
        pane.show_passages(self._passages, 0)
        self._until(lambda: pane.text.isVisible() and pane.notice.isVisible(), "missing file")
        self._take("missing")
        pane.leave()

    def _drawn(self, state: str) -> None:
        picture = self._pane.picture
        self._until(lambda: picture.isVisible() and bool(picture.marks()), state)
        self._take(state)

    def _take(self, state: str) -> None:
        self._take_window(self._window, f"reader-{state}")


def _passages(work: Path, files: tuple[Path, Path], tongue: Tongue) -> tuple[Passage, ...]:
    """What is cited of the files, as the importer reads them."""
    importer = Importer(work, in_background=False)
    handbook, notes = files
    found = []
    for number, (page, words) in enumerate(CITED[tongue], 1):
        path = notes if number == len(CITED[tongue]) else handbook
        found.append(_passage(importer, path, page, words, number))
    importer.close()
    return tuple(found)


def _passage(importer: Importer, path: Path, page: int, words: str, number: int) -> Passage:
    chunks: list[Chunk] = []
    info = importer.parse(path, lambda some, _: chunks.extend(some))
    read, _ = importer.page(path, page)
    # Lines end elsewhere on a page.
    place = re.search(r"\s*".join(map(re.escape, words.replace(" ", ""))), read.text)
    assert place is not None, (words, read.text)
    heading = next(
        (
            chunk.heading
            for chunk in chunks
            if chunk.page == page and chunk.start <= place.start() < chunk.start + chunk.length
        ),
        (),
    )
    return Passage(
        number,
        "",
        str(path),
        info.title,
        info.sha256,
        page,
        place.start(),
        place.end() - place.start(),
        place[0],
        read.label,
        read.kind,
        heading,
    )
