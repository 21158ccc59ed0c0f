"""Between the open chat and the documents it asks: chips, what is typed behind `@` and `#`, the
menu of the header, and files that are dropped. Lives as long as the page.

What a chat asks is a part of its setup. Dropped files go into a collection of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.bridge import Bridge
from app.chat.asking import as_setup
from app.chat.composer import Composer
from app.chat.document_chips import Shown, Standing
from app.chat.header import Header
from app.chat.session import ChatSession
from app.document_desk import DocumentDesk
from app.document_reasons import DocumentReasons
from app.model_choice import ModelChoice
from engine.assistants import Setup
from engine.documents.answers.sections import whole
from engine.documents.records import Collection, File, Hit, Source
from engine.errors import DocumentError, ErrorInfo

_MOST: Final = 8  # collections in the menu of the header
_LISTED: Final = 50  # files of one name, of which one is looked for


class DocumentsLink(QObject):
    """`failed` has the ErrorInfo of what was asked of the index."""

    failed = Signal(object)

    def __init__(
        self,
        composer: Composer,
        header: Header,
        session: ChatSession,
        models: ModelChoice,
        desk: DocumentDesk,
        bridge: Bridge,
    ) -> None:
        super().__init__(composer)
        self._composer = composer
        self._header = header
        self._session = session
        self._models = models
        self._desk = desk
        self._bridge = bridge
        self._reasons = DocumentReasons(self)
        self._files: dict[str, File | None] = {}  # as they were last, by their key
        self._asked: set[str] = set()  # those of which it is being asked how they are
        composer.sources.set_find(desk.find)
        composer.sources.chosen.connect(self.add)
        chips = composer.documents
        chips.removed.connect(self._on_removed)
        chips.opened.connect(self._on_opened)
        chips.summary_wanted.connect(self._on_summary_wanted)
        composer.offer.ask_wanted.connect(self.ask)
        session.opened.connect(self._show)
        session.setup_changed.connect(self._show)
        desk.changed.connect(self._show)
        desk.progressed.connect(self._on_progressed)
        header.documents_menu.aboutToShow.connect(self._fill_menu)
        self._show()

    def scope(self) -> tuple[Source, ...]:
        """What the open chat asks."""
        setup = self._session.setup
        return setup.documents if setup is not None else ()

    @Slot(object)
    def add(self, source: Source) -> None:
        """Ask this, too, with each message of the open chat from now on."""
        if all(_key(one) != _key(source) for one in self.scope()):
            self._set((*self.scope(), source))
        self._composer.setFocus()

    @Slot(object)
    def ask(self, paths: Sequence[Path]) -> None:
        """Have these files and folders read, and ask them: each folder a collection of its own."""
        here = self._session.still_open()

        def take(folders: set[Path]) -> None:
            files = [path for path in paths if path not in folders]
            if files:
                name = self.tr("Chat files")
                self._with_collection(name, lambda made: self._add_files(made, files, here))
            for folder in folders:
                self._with_collection(folder.name, partial(self._add_folder, folder, here))

        self._bridge.run(lambda: {path for path in paths if path.is_dir()}, take)

    def summarise(self, source: Source) -> None:
        """Ask for a summary of a file in the open chat, written section by section."""
        here, name = self._session.still_open(), source.name

        def send(hits: list[Hit]) -> None:
            if here():
                asked = self.tr("Summarise “{name}”").format(name=name)
                self._session.send(asked, sources=whole(hits))

        asked = self._desk.documents.chunks(source.file)
        self._bridge.deliver(asked, send, self.failed.emit)

    @Slot()
    def choose_files(self) -> None:
        """Ask for files to be asked. Does not block."""
        dialog = QFileDialog(self._header, self.tr("Ask documents"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.ask([Path(name) for name in names]))
        dialog.open()

    # How files get into a chat.

    def _with_collection(self, name: str, then: Callable[[Collection], None]) -> None:
        known = next((one for one in self._desk.collections if one.name == name), None)
        if known is not None:
            then(known)
        else:
            self._desk.create(name, then)

    def _add_files(self, made: Collection, files: Sequence[Path], here: Callable[[], bool]) -> None:
        def found(_: int) -> None:
            for path in files:
                listed = self._desk.documents.files(made.key, text=path.name, limit=_LISTED)
                self._bridge.deliver(listed, partial(self._take_file, made, path, here))

        self._desk.add(made.key, files, then=found)

    def _take_file(
        self, made: Collection, path: Path, here: Callable[[], bool], files: Sequence[File]
    ) -> None:
        named = [file for file in files if Path(file.path).name == path.name]
        exact = [file for file in named if file.path == str(path)]
        if not named:
            reason = "it is in no format that Puna reads"
            self.failed.emit(DocumentError(path.name, "kind", reason).info())
        elif here():
            self.add(Source(made.key, (exact or named)[0].key, path.name))

    def _add_folder(self, folder: Path, here: Callable[[], bool], made: Collection) -> None:
        def found(_: int) -> None:
            if here():
                self.add(Source(made.key, "", made.name))

        self._desk.add(made.key, [folder], then=found)

    def _set(self, documents: Sequence[Source]) -> None:
        session, usual = self._session, as_setup(self._models.in_force)
        setup = session.setup or usual
        changed: Setup | None = msgspec.structs.replace(setup, documents=tuple(documents))
        if changed == usual and not session.assistant:
            changed = None  # nothing is left that would be this chat's own
        session.set_setup(changed, session.assistant)

    # What is shown.

    @Slot()
    def _show(self) -> None:
        """Show what is known of the sources, and ask how the files are."""
        self._draw()
        for source in self.scope():
            if source.file and source.file not in self._asked:
                self._asked.add(source.file)
                asked = self._desk.documents.file(source.file)
                known = partial(self._on_file, source.file)
                self._bridge.deliver(asked, known, partial(self._on_unknown, source.file))

    @Slot()
    def _on_progressed(self) -> None:
        if any(one.standing == "unread" for one in self._composer.documents.shown):
            self._show()

    def _on_unknown(self, key: str, _: ErrorInfo) -> None:
        self._asked.discard(key)  # asking it tells what is wrong

    def _on_file(self, key: str, file: File | None) -> None:
        self._asked.discard(key)
        if self._files.get(key, file) != file or key not in self._files:
            self._files[key] = file
            self._draw()

    def _draw(self) -> None:
        shown = [self._shown(source) for source in self.scope()]
        self._composer.documents.show_sources(shown)
        self._composer.set_asking(bool(shown))

    def _shown(self, source: Source) -> Shown:
        if not source.file:
            known = self._desk.collection(source.collection)
            if known is None:
                gone = self._desk.known
                told = self.tr("removed") if gone else ""
                return Shown(source, source.name, "gone" if gone else "", told)
            unread = known.files - known.searchable - known.failed
            told = self.tr("reading…") if unread > 0 else ""
            return Shown(source, known.name, "unread" if unread > 0 else "", told)
        if source.file not in self._files:
            return Shown(source, source.name)
        file = self._files[source.file]
        standing, told = self._standing(file)
        return Shown(source, Path(file.path).name if file else source.name, standing, told)

    def _standing(self, file: File | None) -> tuple[Standing, str]:
        if file is None:
            return "gone", self.tr("removed")
        if file.state == "failed":
            return "failed", self._reasons.short(file.error.values if file.error else {})
        if file.state in ("waiting", "reading"):
            return "unread", self.tr("reading…")
        return "", ""

    @Slot(int)
    def _on_removed(self, number: int) -> None:
        scope = list(self.scope())
        if number < len(scope):
            del scope[number]
            self._set(scope)
        self._composer.setFocus()

    @Slot(int)
    def _on_summary_wanted(self, number: int) -> None:
        self.summarise(self.scope()[number])

    @Slot(int)
    def _on_opened(self, number: int) -> None:
        file = self._files.get(self.scope()[number].file)
        if file is not None:
            self._desk.show_file(file.path)

    @Slot()
    def _fill_menu(self) -> None:
        """The collections, those of this chat ticked, and files of the disk."""
        menu = self._header.documents_menu
        menu.clear()
        asked = {_key(source) for source in self.scope()}
        for collection in self._desk.collections[:_MOST]:
            source = Source(collection.key, "", collection.name)
            action = menu.addAction(collection.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(_key(source) in asked)
            action.toggled.connect(partial(self._on_toggled, source))
        if self._desk.collections:
            menu.addSeparator()
        menu.addAction(self.tr("Files…"), self.choose_files)

    def _on_toggled(self, source: Source, asked: bool) -> None:
        if asked:
            self.add(source)
        else:
            self._set([one for one in self.scope() if _key(one) != _key(source)])


def _key(source: Source) -> tuple[str, str]:
    return source.collection, source.file
