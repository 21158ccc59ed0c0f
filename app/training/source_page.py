"""Where the examples of a new run come from: a file, text, chats, corrections. The first step.

Asks for them and nothing more: reading is done elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import make_primary, note
from app.fields import Page, Row, section
from app.plural import by_number
from app.training.dropped import dropped_file
from app.training.gathering import Gathering
from app.training.paste_dialog import PasteDialog


class SourcePage(Page):
    """A place to drop a file, and a row for each other source."""

    chats_wanted = Signal()

    def __init__(self, gathering: Gathering) -> None:
        super().__init__()
        self._gathering = gathering
        title = QLabel(self.tr("Examples to learn from"))
        title.setProperty("kind", "title")
        text = note(
            self.tr(
                "A question, and the answer you would have liked. A few dozen good ones teach a "
                "tone or a form; hundreds teach a task. Nothing leaves this computer."
            )
        )
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(text)
        self.drop = DropArea()
        self.busy = _Busy()
        self.busy.cancel_button.clicked.connect(gathering.cancel)
        self.paste_button = QPushButton(self.tr("Paste or write…"))
        self.chat_button = QPushButton(self.tr("Use this chat"))
        self.chats_button = QPushButton(self.tr("Choose chats…"))
        self.taught_button = QPushButton(self.tr("Use them"))
        self._chat_row = Row(self.tr("The open chat"), "", self.chat_button)
        self._taught_row = Row(self.tr("Your corrections"), "", self.taught_button)
        rows = (
            Row(
                self.tr("Text"),
                self.tr("Examples from another program, in any of the same forms."),
                self.paste_button,
            ),
            self._chat_row,
            Row(
                self.tr("Several chats"),
                self.tr("Edited and preferred replies count, not those they replaced."),
                self.chats_button,
            ),
            self._taught_row,
        )
        self.add(head, self.drop, self.busy, section(self.tr("Or from"), *rows))
        self.drop.button.clicked.connect(self.choose)
        self.drop.dropped.connect(self._on_dropped)
        self.paste_button.clicked.connect(self.paste)
        self.chat_button.clicked.connect(gathering.take_open_chat)
        self.chats_button.clicked.connect(self.chats_wanted)
        self.taught_button.clicked.connect(lambda: gathering.take_corrections())
        gathering.changed.connect(self._show)
        self._show()

    @Slot()
    def choose(self) -> QFileDialog:
        """Ask for a file."""
        dialog = QFileDialog(self, self.tr("Examples"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Examples")
                + " (*.jsonl *.json *.csv *.tsv *.xlsx *.txt *.md *.conll *.conllu *.bio)",
                self.tr("All files") + " (*)",
            ]
        )
        dialog.fileSelected.connect(self._on_dropped)
        dialog.open()
        return dialog

    @Slot()
    def paste(self) -> PasteDialog:
        """Ask for text."""
        dialog = PasteDialog(self.window())
        dialog.written.connect(self._gathering.read_text)
        dialog.open()
        return dialog

    @Slot(str)
    def _on_dropped(self, name: str) -> None:
        self._gathering.read(Path(name))

    @Slot()
    def _show(self) -> None:
        gathering = self._gathering
        self.busy.show_state(busy=gathering.busy)
        for button in (self.drop.button, self.paste_button, self.chats_button):
            button.setEnabled(not gathering.busy)
        title = gathering.open_chat_title
        self._chat_row.explain(
            self.tr("“{title}”").format(title=title)
            if title
            else self.tr("There is no chat open that could be learnt from.")
        )
        self.chat_button.setEnabled(bool(title) and not gathering.busy)
        count = gathering.corrections
        self._taught_row.explain(
            by_number(
                count,
                self.tr("What “Teach this” collected in your chats: 1 example."),
                self.tr("What “Teach this” collected in your chats: {n} examples."),
            )
            if count
            else self.tr("Nothing yet. “Teach this” below a corrected reply collects them.")
        )
        self.taught_button.setEnabled(count > 0 and not gathering.busy)


class DropArea(QFrame):
    """Takes one file, dropped or chosen."""

    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.button = QPushButton(self.tr("Choose a file…"))
        make_primary(self.button)
        heading = QLabel(self.tr("Drop a file here"))
        heading.setProperty("kind", "heading")
        small = note(
            self.tr("JSON, JSONL, CSV, Excel, text or CoNLL. Puna recognises how it is written."),
            "small",
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(heading)
        words.addWidget(small)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 22, 22, 22)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event):
            event.acceptProposedAction()
            self._mark(over=True)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        if name := dropped_file(event):
            event.acceptProposedAction()
            self.dropped.emit(name)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)


class _Busy(QWidget):
    """That something is being read, and a way to leave it."""

    def __init__(self) -> None:
        super().__init__()
        self.cancel_button = QPushButton(self.tr("Cancel"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(self.tr("Reading"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(QLabel(self.tr("Reading the examples…")))
        layout.addWidget(bar, 1)
        layout.addWidget(self.cancel_button)
        self.hide()

    def show_state(self, *, busy: bool) -> None:
        self.setVisible(busy)
