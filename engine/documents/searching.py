"""Searches on a thread of its own, so that nobody waits: by meaning where it can, else by words.

Knows no ranking (`engine.documents.search`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from engine.documents.line import Line
from engine.documents.questions import Questions
from engine.documents.records import Hit, Source, Sources
from engine.errors import PunaError, StorageError
from engine.files import Stopped

if TYPE_CHECKING:  # numpy loads with the first question
    from engine.documents.search.choosing import Room
    from engine.documents.search.searcher import Searcher

T = TypeVar("T")

_NAME: Final = "puna-documents-search"

log = logging.getLogger(__name__)


class Searching:
    """Searches the index at `path`."""

    def __init__(self, path: Path, questions: Questions) -> None:
        self._path = path
        self._questions = questions
        self._line = Line(_NAME, str(path))
        self._warmed = False
        self._searcher: Searcher | None = None  # belongs to the thread

    def search(
        self, queries: Sequence[str], scope: Sequence[Source], limit: int, *, by_meaning: bool
    ) -> Future[list[Hit]]:
        """As `Searcher.search`."""

        def work(by_meaning: bool) -> list[Hit]:
            return self._opened().search(queries, scope, limit, by_meaning=by_meaning)

        return self._line.call(partial(_at_least_by_words, work, by_meaning))

    def sources(
        self, question: str, earlier: Sequence[str], scope: Sequence[Source], room: Room
    ) -> Future[Sources]:
        """As `choose` of `engine.documents.search.choosing`."""

        def work(by_meaning: bool) -> Sources:
            from engine.documents.search.choosing import choose

            searcher = self._opened()
            return choose(searcher, question, earlier, scope, room, by_meaning=by_meaning)

        return self._line.call(partial(_at_least_by_words, work, True))

    def warm(self) -> Future[None]:
        """Open the embedder, and read the vectors."""

        self._warmed = True

        opened = self._questions.warm()  # on a thread of its own: questions by words go on

        def work() -> None:
            self._opened().refresh()

        def told(future: Future[None]) -> None:
            if error := future.exception():
                log.debug("questions are asked by words: %s", error)

        opened.add_done_callback(told)
        return self._line.call(work)

    def warm_once(self) -> None:
        """As `warm`, unless that was done already."""
        if not self._warmed:
            self.warm()

    def close(self) -> None:
        """Do what was called before, then end."""
        self._line.call(self._close).exception()
        self._line.close()
        self._questions.close()

    def _opened(self) -> Searcher:
        if self._searcher is None:
            from engine.documents.search.searcher import Searcher

            self._searcher = Searcher(self._path, self._questions.vectors)
        return self._searcher

    def _close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()


def _at_least_by_words(work: Callable[[bool], T], by_meaning: bool) -> T:
    if by_meaning:
        try:
            return work(True)
        except StorageError:
            raise
        except (PunaError, Stopped) as error:
            log.debug("searched by words alone: %s", error)
    return work(False)
