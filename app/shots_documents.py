"""Pictures of the page of documents: empty, while files are read, the files, one that failed, what
was added, and what a question finds. Part of `app.shots`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.application import Application
from app.sample_documents import QUESTION, SCANNED, UNKNOWN, write_documents, write_more
from app.sample_handbook import Tongue
from engine.documents.records import Progress

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

NARROW = (900, 540)
SIZE = (1280, 800)


class DocumentShots:
    """Walks the page as a user would. `root` is where the files are written."""

    def __init__(
        self, application: Application, root: Path, tongue: Tongue, take: Take, until: Until
    ) -> None:
        self._desk = application.documents
        self._window = application.window
        self._folder = write_documents(root, tongue)
        self._more = write_more(root, tongue)
        self._tongue = tongue
        self._take_window = take
        self._until = until
        self._window.show_documents()
        page = self._window.documents.page
        assert page is not None
        self._page = page

    def walk(self) -> None:
        """All of them."""
        self._until(lambda: self._desk.known, "collections")
        self._take("empty")
        dialog = self._page.add_folder(str(self._folder))
        dialog.exclude.setText("drafts/*")
        self._take_window(dialog, "documents-add-folder")
        dialog.take_button.click()
        self._until(lambda: len(self._page.view.files.listing.files) > 0, "files")
        name, path = self._more
        self._desk.create(name, lambda made: self._desk.add(made.key, [path]))
        self._until(lambda: len(self._desk.collections) > 1, "another collection")
        self._indexing()
        self._files()
        self._search()
        self._window.resize(*NARROW)
        self._take("narrow")
        self._window.resize(*SIZE)

    def _take(self, state: str) -> None:
        self._take_window(self._window, f"documents-{state}")

    def _indexing(self) -> None:
        """Reading takes a second here: how it looks where it takes minutes."""
        self._until(lambda: self._settled, "index")
        before = self._desk.progress
        self._desk.progress = Progress(412, 1280, 9_600, 9_600, 260.0, "annual-report.pdf")
        self._desk.progressed.emit(self._desk.progress)
        self._take("indexing")
        self._desk.progress = before
        self._desk.progressed.emit(before)

    def _files(self) -> None:
        files = self._page.view.files
        self._until(lambda: self._states() <= {"ready", "words", "failed"}, "states of files")
        self._take("files")
        scanned = next(
            one for one in files.listing.files if one.path.endswith(SCANNED[self._tongue])
        )
        files.table.pick(scanned.key)
        self._take("failed")
        self._page.view.turn_to("roots")
        self._until(lambda: bool(self._page.view.roots.roots), "what was added")
        self._take("folders")

    def _search(self) -> None:
        search = self._page.view.search
        self._page.view.turn_to("search")
        search.field.setText(QUESTION[self._tongue])
        search.search()
        self._until(lambda: bool(search.cards), "passages")
        self._take("search")
        search.meaning.setChecked(False)
        search.field.setText(UNKNOWN[self._tongue])
        search.search()
        self._until(lambda: not search.cards and not search.busy, "nothing found")
        self._take("nothing-found")
        search.meaning.setChecked(True)
        self._page.view.turn_to("files")

    @property
    def _settled(self) -> bool:
        collection = self._page.collection
        read = collection is not None and collection.files > 0
        return (
            read and self._desk.progress is None and self._states() <= {"ready", "words", "failed"}
        )

    def _states(self) -> set[str]:
        return {file.state for file in self._page.view.files.listing.files}
