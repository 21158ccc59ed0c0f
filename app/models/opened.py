"""The repository of the hub that is looked at: its files, where it comes from, how open it is.

What belongs to it arrives piece by piece: the files, then its ancestors, then the header of one
file, from which the memory of all of them follows. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.calls import Calls
from engine.errors import ErrorInfo
from engine.gguf import Gguf
from engine.hub.client import HubClient
from engine.hub.openness import Card, Openness
from engine.hub.records import Repository, RepoSummary, Variant


class OpenedRepository(QObject):
    """One at a time. `card` is there from the start, and gets better once the ancestors are
    known; `header` is of `measured`, one of the files."""

    changed = Signal()

    def __init__(
        self,
        client: HubClient,
        openness: Callable[[], Openness],
        calls: Calls,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._openness = openness
        self._calls = calls
        self._number = 0
        self._clear("")

    def _clear(self, repo_id: str) -> None:
        self._number += 1
        self.id = repo_id
        self.summary: RepoSummary | None = None
        self.repository: Repository | None = None
        self.card: Card | None = None
        self.traced = False  # whether the ancestors are known
        self.header: Gguf | None = None
        self.measured: Variant | None = None
        self.error: ErrorInfo | None = None
        self.header_error: ErrorInfo | None = None

    @Slot(str)
    def open(self, repo_id: str, summary: RepoSummary | None = None) -> None:
        """Ask the hub for a repository; `summary` is what a search said of it."""
        self._clear(repo_id)
        number = self._number
        if summary is not None:
            self.summary = summary
            self.card = self._openness().card(summary)

        def found(repository: Repository) -> None:
            if number == self._number:
                self._on_found(repository)

        def failed(error: ErrorInfo) -> None:
            if number == self._number:
                self.error = error
                self.changed.emit()

        self.changed.emit()
        self._calls.run(lambda: self._client.repository(repo_id), found, failed)

    @Slot()
    def again(self) -> None:
        """Ask once more: terms were accepted, or the network is back."""
        self.open(self.id, self.summary)

    def _on_found(self, repository: Repository) -> None:
        self.repository = repository
        self.summary = repository.summary
        self.card = self._openness().card(repository.summary)
        self.changed.emit()
        self._trace(repository)
        if models := repository.models():
            self._read(repository, models[0])

    def _trace(self, repository: Repository) -> None:
        number, summary = self._number, repository.summary

        def found(lineage: Sequence[RepoSummary]) -> None:
            if number == self._number:
                self.card = self._openness().card(summary, lineage)
                self.traced = True
                self.changed.emit()

        def failed(_: ErrorInfo) -> None:
            found(())  # the card says what is known without them

        self._calls.run(lambda: self._client.lineage(summary), found, failed)

    def _read(self, repository: Repository, variant: Variant) -> None:
        number = self._number

        def found(header: Gguf) -> None:
            if number == self._number:
                self.header, self.measured = header, variant
                self.changed.emit()

        def failed(error: ErrorInfo) -> None:
            if number == self._number:
                self.header_error = error
                self.changed.emit()

        self._calls.run(lambda: self._client.header(repository, variant), found, failed)
