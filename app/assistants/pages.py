"""The pages of the settings for assistants and for snippets: lists, editors, files.

Knows the collections, and not how they are kept.
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Generic

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.assistants.editor import AssistantEditor, SnippetEditor
from app.assistants.list_section import ListSection
from app.bridge import Bridge
from app.dialog import note
from app.fields import Page, section
from app.item_choice import Item, ItemChoice
from app.model_choice import ModelChoice
from app.row_list import ListRow
from app.setup_aids import SetupAids
from app.theme import Theme
from engine import assistant_files, snippet_files
from engine.assistant_files import read_assistant, write_assistant
from engine.assistants import Assistant, Snippet
from engine.exchange.markdown import safe_name
from engine.messages import Sampling
from engine.snippet_files import read_snippet, write_snippet


class CollectionPage(Page, Generic[Item]):
    """A list of a collection. What differs between the kinds is in its subclasses."""

    def __init__(self, choice: ItemChoice[Item], bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._choice = choice
        self._bridge = bridge
        self._removed: Item | None = None
        self._saved: Item | None = None  # to be picked as soon as it is listed
        title, told, none = self._words()
        part = self.part = ListSection(title, none, theme)
        self.add(section(title, note(told, "small"), part))
        choice.changed.connect(self._show)
        choice.removed.connect(self._on_removed)
        choice.saved.connect(self._on_saved)
        part.new_requested.connect(self.make)
        part.edit_requested.connect(self.edit)
        part.copy_requested.connect(self._copy)
        part.delete_requested.connect(choice.remove)
        part.undo_requested.connect(self._undo)
        part.import_requested.connect(self._import)
        part.export_requested.connect(self._export)
        self._show()

    @abstractmethod
    def _words(self) -> tuple[str, str, str]:
        """The title, what it is about, and what is shown where there are none."""

    @abstractmethod
    def _files(self) -> tuple[str, str]:
        """The words of the filter of file dialogs, and the end of file names."""

    @abstractmethod
    def _row(self, item: Item, mark: str) -> ListRow: ...

    @abstractmethod
    def _read(self, path: Path) -> Item: ...

    @abstractmethod
    def _write(self, path: Path, item: Item) -> None: ...

    @abstractmethod
    def make(self) -> object:
        """Open the editor for a new one."""

    @abstractmethod
    def edit(self, item: Item) -> object:
        """Open the editor; `id` 0 for a new one."""

    def _taken(self, item: Item) -> list[str]:
        return [other.name for other in self._choice.own if other.id != item.id]

    @Slot()
    def _show(self) -> None:
        own: set[object] = set(self._choice.own)
        mark = self.tr("comes with Puna")
        rows = [self._row(item, "" if item in own else mark) for item in self._choice.all]
        self.part.show_rows(rows, own)
        if self._saved in own:
            self.part.list.pick(self._saved)
            self._saved = None

    @Slot(object)
    def _on_removed(self, item: Item) -> None:
        self._removed = item
        self.part.offer_undo(self.tr("“{name}” was deleted.").format(name=item.name))

    @Slot(object)
    def _on_saved(self, item: Item) -> None:
        self._removed, self._saved = None, item
        self.part.clear_undo()

    @Slot()
    def _undo(self) -> None:
        if self._removed is not None:
            self._choice.put_back(self._removed)

    @Slot(object)
    def _copy(self, item: Item) -> None:
        self.edit(msgspec.structs.replace(item, id=0, name=self._choice.free_name(item.name)))

    @Slot()
    def _import(self) -> None:
        dialog = self._file_dialog(self.tr("Import from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Read a file and keep what it has, under a name that is free."""

        def take(item: Item) -> None:
            free = self._choice.free_name(item.name)
            self._choice.save(msgspec.structs.replace(item, id=0, name=free))

        self._bridge.run(lambda: self._read(Path(name)), take)

    @Slot(object)
    def _export(self, item: Item) -> None:
        dialog = self._file_dialog(self.tr("Export to a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = self._files()[1]
        dialog.setDefaultSuffix(suffix.lstrip("."))
        dialog.selectFile(f"{safe_name(item.name)}{suffix}")
        dialog.fileSelected.connect(lambda name: self.write_file(name, item))
        dialog.open()

    def write_file(self, name: str, item: Item) -> None:
        """Write one of them to a file."""
        self._bridge.run(lambda: self._write(Path(name), item))

    def _file_dialog(self, title: str) -> QFileDialog:
        words, suffix = self._files()
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(f"{words} (*{suffix})")
        return dialog


class AssistantsPage(CollectionPage[Assistant]):
    """The user's assistants, and those that come with Puna."""

    def __init__(
        self,
        choice: ItemChoice[Assistant],
        models: ModelChoice,
        aids: SetupAids,
        bridge: Bridge,
        theme: Theme,
    ) -> None:
        self._models = models
        self._aids = aids
        super().__init__(choice, bridge, theme)

    def make(self) -> AssistantEditor:
        return self.edit(Assistant(""))

    def edit(self, item: Assistant, parent: QWidget | None = None) -> AssistantEditor:
        model = self._models.model
        suggested = model.sampling if model else Sampling()
        known, parent = self._models.known, parent or self.window()
        editor = AssistantEditor(
            item, self._taken(item), known, suggested, self._aids, model, parent
        )
        editor.saved.connect(self._choice.save)
        editor.open()
        return editor

    def _words(self) -> tuple[str, str, str]:
        return (
            self.tr("Assistants"),
            self.tr(
                "An assistant is a way to chat that is set up once: its instructions, its model, "
                "how it writes. Choose one when you begin a chat."
            ),
            self.tr("There are none yet."),
        )

    def _files(self) -> tuple[str, str]:
        return self.tr("Assistants"), assistant_files.SUFFIX

    def _row(self, item: Assistant, mark: str) -> ListRow:
        return ListRow(item, item.name, item.about, mark)

    def _read(self, path: Path) -> Assistant:
        return read_assistant(path)

    def _write(self, path: Path, item: Assistant) -> None:
        write_assistant(path, item)


class SnippetsPage(CollectionPage[Snippet]):
    """The user's snippets, and those that come with Puna."""

    def make(self) -> SnippetEditor:
        return self.edit(Snippet("", ""))

    def edit(self, item: Snippet) -> SnippetEditor:
        editor = SnippetEditor(item, self._taken(item), self.window())
        editor.saved.connect(self._choice.save)
        editor.open()
        return editor

    def _words(self) -> tuple[str, str, str]:
        return (
            self.tr("Snippets"),
            self.tr(
                "A snippet is a text you use often. Type / and its name in a message to put it in."
            ),
            self.tr("There are none yet."),
        )

    def _files(self) -> tuple[str, str]:
        return self.tr("Snippets"), snippet_files.SUFFIX

    def _row(self, item: Snippet, mark: str) -> ListRow:
        return ListRow(item, f"/{item.name}", " ".join(item.text.split())[:200], mark)

    def _read(self, path: Path) -> Snippet:
        return read_snippet(path)

    def _write(self, path: Path, item: Snippet) -> None:
        write_snippet(path, item)
