"""Pictures of the reader: a PDF and Markdown beside a chat, as text, over a narrow window, a file
that has changed and one that is gone. Part of `app.shots`. Judges nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QWidget

from app.application import Application
from app.sample_handbook import CITED, Tongue, write_handbook
from engine.documents.documents import Documents
from engine.documents.records import Hit, Passage
from engine.errors import Bug
from engine.files import write_atomic

T = TypeVar("T")
Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

_ASKED: Final[dict[Tongue, tuple[str, str]]] = {
    "en": (
        "How many weeks of leave do new parents get, and who pays for them?",
        "New parents get **sixteen weeks** of paid leave, to be taken within a year. During the "
        "first six weeks the social insurance pays, from the seventh week the company.",
    ),
    "zh_CN": (
        "新父母有多少周的假？由谁支付？",
        "父母享有**十六周**带薪育儿假，须在十二个月内休完。前六周由社会保险支付，"
        "从第七周起由公司支付。",
    ),
}
_SIZE: Final = (1280, 800)
_NARROW: Final = (900, 540)


def script(folder: Path, tongue: Tongue) -> str:
    """The script of the chat beside the reader; returns its path."""
    asked, said = _ASKED[tongue]
    path = folder / f"reader-{tongue}.json"
    write_atomic(path, json.dumps({"replies": [{"match": asked[:12], "text": said}]}).encode())
    return str(path)


class ReaderShots:
    """Opens passages of sample files, as a click on a mark in an answer does."""

    def __init__(
        self, application: Application, folder: Path, tongue: Tongue, take: Take, until: Until
    ) -> None:
        self._session = application.session
        self._window = application.window
        self._tongue = tongue
        self._pane = application.window.reader
        self._take_window = take
        self._until = until
        self._files = write_handbook(folder, tongue)
        self._passages = self._cited(application.documents.documents)

    def walk(self) -> None:
        """All of them."""
        pane, window = self._pane, self._window
        handbook, notes = self._files
        window.chat.composer.submitted.emit(_ASKED[self._tongue][0], ())
        self._until(lambda: self._session.last_reply() is not None, "question")
        self._until(lambda: self._session.state == "idle", "reply")
        pane.show_passages(self._passages)
        self._drawn("pdf")
        pane.step(1)
        pane.foot.text_button.click()
        self._written("text")
        pane.foot.text_button.click()
        pane.step(1)
        self._written("markdown")
        window.resize(*_NARROW)
        pane.step(-1)
        self._drawn("narrow")
        window.resize(*_SIZE)
        write_atomic(notes, notes.read_bytes().replace(b"# ", b"## ", 1))
        pane.show_passages(self._passages, 2)
        self._until(pane.notice.isVisible, "changed file")
        self._take("changed")
        write_handbook(handbook.parent, self._tongue, foreword=True)
        pane.show_passages(self._passages, 1)
        self._drawn("moved")
        handbook.unlink()
        pane.show_passages(self._passages, 0)
        self._until(lambda: pane.text.isVisible() and pane.notice.isVisible(), "missing file")
        self._take("missing")
        pane.leave()

    def _drawn(self, state: str) -> None:
        picture = self._pane.picture
        self._until(lambda: picture.isVisible() and bool(picture.marks()), state)
        self._take(state)

    def _written(self, state: str) -> None:
        text = self._pane.text
        self._until(lambda: text.isVisible() and bool(text.marked()), state)
        self._take(state)

    def _take(self, state: str) -> None:
        self._take_window(self._window, f"reader-{state}")

    def _result(self, asked: Future[T], what: str) -> T:
        self._until(asked.done, what)
        return asked.result()

    def _cited(self, documents: Documents) -> tuple[Passage, ...]:
        """What is cited of the files, as the index has it."""
        handbook, notes = self._files
        name = handbook.parent.name
        key = self._result(documents.create(name), "collection").key
        self._result(documents.add(key, self._files), "files")

        def read() -> bool:
            states = [file.state for file in self._result(documents.files(key), "files")]
            return all(state in ("words", "ready") for state in states)

        self._until(read, "words of the files")
        chunks = {
            file.path: self._result(documents.chunks(file.key), file.path)
            for file in self._result(documents.files(key), "files")
        }
        cited = CITED[self._tongue]
        paths = [str(handbook)] * (len(cited) - 1) + [str(notes)]
        return tuple(
            _passage(chunks[path], words, number)
            for number, (path, words) in enumerate(zip(paths, cited, strict=True), 1)
        )


def _passage(chunks: Sequence[Hit], words: str, number: int) -> Passage:
    """The sentence of these words as a passage, as an answer cites it."""
    wanted = re.compile(r"\s*".join(map(re.escape, words.replace(" ", ""))))  # lines end elsewhere
    for hit in chunks:
        if found := wanted.search(hit.text):
            return Passage(
                number,
                hit.file,
                hit.path,
                hit.title,
                hit.sha256,
                hit.page,
                hit.start + found.start(),
                len(found[0]),
                found[0],
                hit.label,
                hit.page_kind,
                hit.heading,
            )
    raise Bug(f"the sample files do not say: {words}")
