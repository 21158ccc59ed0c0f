"""The dialogs that bring chats in from other programs, and take them out.

Knows the desk that does the work, and not how.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from app.data.desk import DataDesk
from app.data.transfer import Exported, Format, Imported
from app.dialog import Role, note
from app.errors import ErrorWords
from app.job_dialog import JobDialog
from app.reasons import Reasons
from engine.exchange import FoundWords, Headings


class ImportDialog(JobDialog):
    """Chats of ChatGPT, Open WebUI, LM Studio and Puna, told apart by what is in the file."""

    def __init__(self, desk: DataDesk, words: ErrorWords, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._reasons = Reasons(self)
        self.set_title(self.tr("Import chats"))
        for program, told in (
            (
                "ChatGPT",
                self.tr(
                    "In its settings, under data controls, ask for an export. The .zip file that "
                    "comes by mail can be chosen as it is."
                ),
            ),
            ("Open WebUI", self.tr("In its settings, under chats, export all chats.")),
            (
                "LM Studio",
                self.tr("Choose the folder .lmstudio/conversations in your home folder."),
            ),
            ("Puna", self.tr("Choose a .json file that another Puna exported.")),
        ):
            self.asking_layout.addLayout(_pair(note(program, "heading"), note(told, "")))
        self.asking_layout.addWidget(
            note(
                self.tr(
                    "Everything stays on this computer. Chats that are here already are not "
                    "added twice."
                )
            )
        )
        self.file_button = self.add_button(self.tr("Choose a file…"), Role.ActionRole, primary=True)
        self.folder_button = self.add_button(self.tr("Choose a folder…"), Role.ActionRole)
        self.file_button.clicked.connect(self._choose_file)
        self.folder_button.clicked.connect(self._choose_folder)

    @Slot(str)
    def begin(self, name: str) -> None:
        """Import the file or folder of that name."""
        self.run(self._desk.import_chats(Path(name)))

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a file with chats"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Exported chats (*.json *.zip)"), self.tr("All files (*)")])
        self._ask(dialog)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder with chats"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.begin)
        dialog.open()

    def stopped_words(self) -> str:
        return self.tr("No chat was added.")

    def show_result(self, result: object) -> None:
        assert isinstance(result, Imported)
        for line, kind in self._lines(result):
            self.tell(line, kind)
        self.tell_all([self._why(skipped.where, skipped.reason) for skipped in result.skipped])
        if result.error is not None:
            words = self._words.word(result.error)
            self.tell(words.title, "bad")
            self.tell(words.text)
            self.tell(words.advice, "muted")

    def _lines(self, result: Imported) -> list[tuple[str, str]]:
        lines = []
        if result.stopped:
            lines.append((self.tr("Stopped. What was added stays."), "heading"))
        added, known, skipped = result.added, result.known, len(result.skipped)
        if added == 0:
            lines.append((self.tr("No new chats were added."), "heading"))
        elif added == 1:
            lines.append((self.tr("1 chat was added."), "heading"))
        else:
            lines.append((self._count(self.tr("{n} chats were added."), added), "heading"))
        if known == 1:
            lines.append((self.tr("1 chat was here already."), ""))
        elif known:
            lines.append((self._count(self.tr("{n} chats were here already."), known), ""))
        if skipped == 1:
            lines.append((self.tr("1 chat could not be read:"), "warn"))
        elif skipped:
            lines.append((self._count(self.tr("{n} chats could not be read:"), skipped), "warn"))
        return lines

    def _count(self, words: str, number: int) -> str:
        return words.format(n=QLocale().toString(number))

    def _why(self, where: str, reason: str) -> str:
        words = self._reasons.reason(reason)
        if not where:
            return words
        place = self._reasons.place(where)
        return self.tr("{where}: {reason}").format(where=place, reason=words)


class ExportDialog(JobDialog):
    """Chats as files: to read, or to be imported again. `selected` empty: all chats."""

    def __init__(
        self,
        desk: DataDesk,
        words: ErrorWords,
        selected: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._selected = tuple(selected)
        self._path = Path()
        self.set_title(self.tr("Export chats"))
        if selected:
            chosen = (
                self.tr("The selected chat will be exported.")
                if len(selected) == 1
                else self.tr("The {n} selected chats will be exported.").format(
                    n=QLocale().toString(len(selected))
                )
            )
        else:
            chosen = self.tr("All chats that are not in the trash will be exported.")
        self.asking_layout.addWidget(note(chosen, ""))
        self.markdown = QRadioButton(self.tr("Markdown, to read"))
        self.json = QRadioButton(self.tr("JSON, to import again"))
        group = QButtonGroup(self)
        for button, told in (
            (
                self.markdown,
                self.tr("One file of each chat, with the versions that were shown last."),
            ),
            (
                self.json,
                self.tr("One file with everything: all versions, attachments and figures."),
            ),
        ):
            group.addButton(button)
            button.setAccessibleDescription(told)
            label = note(told, "small")
            label.setIndent(28)
            self.asking_layout.addLayout(_pair(button, label))
        self.markdown.setChecked(True)
        self.export_button = self.add_button(self.tr("Export…"), Role.ActionRole, primary=True)
        self.export_button.clicked.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Export chats"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = self._suffix()
        dialog.setNameFilter(f"*.{suffix}")
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(
            self.tr("Chats of {date}").format(
                date=QDate.currentDate().toString(Qt.DateFormat.ISODate)
            )
            + f".{suffix}"
        )
        dialog.fileSelected.connect(self.begin)
        dialog.open()

    def _suffix(self) -> str:
        if self.json.isChecked():
            return "json"
        return "md" if len(self._selected) == 1 else "zip"

    @Slot(str)
    def begin(self, name: str) -> None:
        """Export into the file of that name."""
        documents = FoundWords(
            found=self.tr("Found in the documents"),
            missing=self.tr("Not found in the documents"),
            unanswered=self.tr("The documents do not contain an answer to this."),
            place=self.tr("{file}, page {page}"),
        )
        headings = Headings(
            user=self.tr("You"),
            assistant=self.tr("Assistant"),
            system=self.tr("Instructions"),
            documents=documents,
        )
        kind: Format = "json" if self.json.isChecked() else "markdown"
        self.run(self._desk.export_chats(self._selected or None, Path(name), kind, headings))

    def progress_words(self, done: int, total: int) -> str:
        locale = QLocale()
        return self.tr("{done} of {total} chats").format(
            done=locale.toString(done), total=locale.toString(total)
        )

    def stopped_words(self) -> str:
        return self.tr("No file was written.")

    def show_result(self, result: object) -> None:
        assert isinstance(result, Exported)
        if result.chats == 1:
            self.tell(self.tr("1 chat was exported."), "heading")
        else:
            number = QLocale().toString(result.chats)
            self.tell(self.tr("{n} chats were exported.").format(n=number), "heading")
        self.tell_file(result.path, result.size)


def _pair(above: QWidget, below: QWidget) -> QVBoxLayout:
    """Two widgets that belong together."""
    layout = QVBoxLayout()
    layout.setSpacing(2)
    layout.addWidget(above)
    layout.addWidget(below)
    return layout
