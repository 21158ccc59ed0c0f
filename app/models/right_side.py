"""What is chosen in the list, shown in full: a model, a download, a repository, or where to start.

Decides which page is in sight, and passes on what its buttons ask for.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.errors import ErrorWords
from app.models.chosen import ChosenModel
from app.models.desk import ModelsDesk
from app.models.download_page import DownloadPage
from app.models.lines import LineMaker, wanted_id
from app.models.model_page import ModelPage
from app.models.repository_page import RepositoryPage
from app.models.start_page import StartPage
from app.models.trash_page import TrashPage
from app.theme import Theme
from app.token_words import TokenWords
from engine.hub.downloads import wanted_of
from engine.hub.http import repository_page
from engine.hub.records import Variant

MARGINS, NARROW_MARGINS = (24, 20, 24, 24), (12, 16, 12, 16)
WIDEST = 1040
NARROW = 700


class RightSide(QStackedWidget):
    """Each page scrolls by itself."""

    acted = Signal(str, str)  # pause, resume or cancel, and the id of a download
    use_wanted = Signal(str)
    link_wanted = Signal(str)
    shown = Signal(str, str)  # kind and key of the row of what is shown now

    def __init__(self, desk: ModelsDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._row = ("", "")
        self._tokens = TokenWords(self)
        self._lines = LineMaker(
            desk.fits,
            desk.queue,
            desk.collection,
            lambda repo_id: repository_page(desk.access.endpoint, repo_id),
            lambda: self._tokens.kept(desk.access.token_place),
            self,
        )
        chosen = ChosenModel(
            desk.collection, desk.fits, desk.openness, desk.choice, desk.bridge, self
        )
        self._chosen = chosen
        self.start = StartPage(desk, theme)
        self.model = ModelPage(chosen)
        self.download = DownloadPage(errors)
        self.repository = RepositoryPage(desk.opened, self._lines, errors)
        self.trash = TrashPage()
        self._scrolls: dict[QWidget, QScrollArea] = {}
        self._columns: list[QVBoxLayout] = []
        for page in (self.start, self.model, self.download, self.repository, self.trash):
            self._add(page)
        self._connect()
        self.show_start()

    @Slot()
    def show_start(self) -> None:
        """Nothing is chosen: say where to begin."""
        self._turn_to(self.start, "", "")

    @Slot(str, str)
    def show_row(self, kind: str, key: str) -> None:
        """Show what a row of the list stands for."""
        if kind == "model":
            self.show_model(key)
        elif kind == "download":
            self.show_download(key)
        elif kind == "trash":
            self.show_trashed(key)
        elif kind == "result":
            self.show_repository(key)

    def show_model(self, name: str) -> None:
        """Show a model of this computer."""
        model = self._desk.collection.named(name)
        if model is not None:
            self.model.take()
            self._turn_to(self.model, "model", name)
            self._chosen.show(model)

    def show_download(self, wanted: str) -> None:
        """Show a download; a model that has arrived meanwhile."""
        download = self._desk.queue.of(wanted)
        if download is not None:
            self.download.show_download(download)
            self._turn_to(self.download, "download", wanted)

    def show_trashed(self, key: str) -> None:
        """Show a deleted model."""
        everything = self._desk.collection.trashed
        trashed = next((one for one in everything if one.key == key), None)
        if trashed is not None:
            self.trash.show_trashed(trashed, sum(one.freed for one in everything))
            self._turn_to(self.trash, "trash", key)

    @Slot(str)
    def show_repository(self, repo_id: str) -> None:
        """Show a repository of the hub, which is asked for it."""
        opened = self._desk.opened
        self._turn_to(self.repository, "result", repo_id)
        if opened.id != repo_id or opened.error is not None:
            results = self._desk.search.results
            opened.open(repo_id, next((one for one in results if one.id == repo_id), None))

    def scroll_to(self, part: QWidget) -> None:
        """Have a part of the page in sight, with its top at the top."""
        scroll = self.currentWidget()
        inside = scroll.widget() if isinstance(scroll, QScrollArea) else None
        if isinstance(scroll, QScrollArea) and inside is not None:
            top = part.mapTo(inside, QPoint(0, 0)).y()
            scroll.verticalScrollBar().setValue(top - MARGINS[1])

    # What happens meanwhile.

    @Slot()
    def _on_queue(self) -> None:
        kind, key = self._row
        if kind != "download":
            return
        download = self._desk.queue.of(key)
        if download is None:
            self.show_start()
        else:
            self.download.show_download(download)

    @Slot()
    def _on_collection(self) -> None:
        kind, key = self._row
        if kind == "model" and self._desk.collection.named(key) is None:
            self.show_start()
        elif kind == "trash":
            self.show_trashed(key)
            if all(one.key != key for one in self._desk.collection.trashed):
                self.show_start()
        elif kind == "download" and (download := self._desk.queue.of(key)) is not None:
            model = self._desk.collection.at(download.path) if download.path else None
            if model is not None:
                self.show_model(model.id)  # it has become one

    @Slot(str)
    def _on_get(self, key: str) -> None:
        variant = self._variant(key)
        repository = self._desk.opened.repository
        if variant is None or repository is None:
            return
        self._desk.queue.add(wanted_of(repository, variant))

    @Slot(str)
    def _on_shown_wanted(self, name: str) -> None:
        variant, repository = self._variant(name), self._desk.opened.repository
        if variant is None or repository is None:
            return
        if model := self._lines.model_of(repository, variant):
            self.show_model(model)
        else:
            self.show_download(wanted_id(repository, variant))

    def _variant(self, name: str) -> Variant | None:
        repository = self._desk.opened.repository
        models = repository.models() if repository else ()
        return next((variant for variant in models if variant.files[0].path == name), None)

    # How it is built.

    def _connect(self) -> None:
        desk, repository = self._desk, self.repository
        repository.wanted.connect(self._on_get)
        repository.shown_wanted.connect(self._on_shown_wanted)
        repository.link_wanted.connect(self.link_wanted)
        repository.gate.link_wanted.connect(self.link_wanted)
        repository.gate.again_wanted.connect(desk.opened.again)
        repository.gate.token_given.connect(desk.access.save_token)
        self.model.use_wanted.connect(self.use_wanted)
        self.model.delete_wanted.connect(desk.collection.trash)
        self.model.link_wanted.connect(self.link_wanted)
        self.download.acted.connect(self.acted)
        self.download.repository_wanted.connect(self.show_repository)
        self.trash.back_wanted.connect(desk.collection.put_back)
        self.trash.empty_wanted.connect(desk.collection.empty_trash)
        self.start.repository_wanted.connect(self.show_repository)
        self.start.model_wanted.connect(self.show_model)
        desk.queue.changed.connect(self._on_queue)
        desk.collection.changed.connect(self._on_collection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for part in (self.repository.chooser, self.repository.table, self.model.chooser):
            part.set_narrow(narrow)
        for layout in self._columns:
            layout.setContentsMargins(*(NARROW_MARGINS if narrow else MARGINS))

    def _add(self, page: QWidget) -> None:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(*MARGINS)
        self._columns.append(layout)
        page.setMaximumWidth(WIDEST)
        layout.addWidget(page)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(column)
        self._scrolls[page] = scroll
        self.addWidget(scroll)

    def _turn_to(self, page: QWidget, kind: str, key: str) -> None:
        self._row = (kind, key)
        scroll = self._scrolls[page]
        if self.currentWidget() is not scroll:
            self.setCurrentWidget(scroll)
        scroll.verticalScrollBar().setValue(0)
        self.shown.emit(kind, key)
