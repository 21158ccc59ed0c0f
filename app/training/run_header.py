"""The bar above a run: its name, what it is made from, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
)

from app.dialog import set_primary
from app.text import plain_tip
from app.training.progress import State
from app.training.run_words import RunWords
from app.training.shown_run import ShownRun

HEIGHT = 52
_NAME_WIDTH = 260
_WIDE = 760


class RunHeader(QFrame):
    """Says what is wanted; does nothing itself."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    keep_wanted = Signal()
    drop_wanted = Signal()
    again_wanted = Signal()  # go on from the last checkpoint
    use_wanted = Signal()
    teach_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal()
    renamed = Signal(str)

    def __init__(self, words: RunWords) -> None:
        super().__init__()
        self._words = words
        self.setProperty("kind", "bar")
        self.setFixedHeight(HEIGHT)
        self.name = QLabel()
        self.name.setProperty("kind", "heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Name of the run"))
        self.edit.setMaximumWidth(_NAME_WIDTH)
        self.edit.hide()
        self.model = _chip()
        self.count = _chip()
        self.pause_button = QPushButton(self.tr("Pause"))
        self.keep_button = QPushButton(self.tr("Stop and keep best"))
        self.again_button = QPushButton(self.tr("Go on"))
        self.again_button.setToolTip(self.tr("From its last checkpoint."))
        self.use_button = QPushButton(self.tr("Use in chat"))
        set_primary(self.use_button, primary=True)
        self.more_button = QPushButton(self.tr("More"))
        self.more = QMenu(self)
        self.more_button.setMenu(self.more)
        self.rename_action = self.more.addAction(self.tr("Rename…"), self.begin_rename)
        self.teach_action = self.more.addAction(self.tr("Teach it more…"))
        self.drop_action = self.more.addAction(self.tr("Stop without an adapter"))
        self.drop_action.setToolTip(self.tr("Its checkpoint stays, to go on from."))
        self.more.setToolTipsVisible(True)
        self.export_action = self.more.addAction(self.tr("Export the adapter…"))
        self.more.addSeparator()
        self.delete_action = self.more.addAction(self.tr("Delete"))
        for action, wanted in (
            (self.drop_action, self.drop_wanted),
            (self.teach_action, self.teach_wanted),
            (self.export_action, self.export_wanted),
            (self.delete_action, self.delete_wanted),
        ):
            action.triggered.connect(wanted)
        self._paused = False
        self._named = self._counted = False
        self._lay_out()
        self.pause_button.clicked.connect(self._on_pause)
        self.keep_button.clicked.connect(self.keep_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        self.use_button.clicked.connect(self.use_wanted)
        self.edit.editingFinished.connect(self._on_named)

    def show_run(self, run: ShownRun, model: str, *, busy: bool) -> None:
        """`model` is what its base is called; `busy`: another run is under way."""
        progress, live = run.progress, run.live
        self.name.setText(run.name)
        self.name.setToolTip(plain_tip(run.name))
        self.model.setText(model)
        prepared = progress.prepared
        self._named, self._counted = bool(model), prepared is not None
        self._show_chips()
        if prepared is not None:
            self.count.setText(
                self.tr("{n} examples").format(n=self._words.number(prepared.examples))
            )
        self._paused = progress.state == "paused"
        self.pause_button.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        state: State = progress.state
        working = live and state in ("running", "paused")
        self.pause_button.setVisible(working)
        self.keep_button.setVisible(working)
        self.drop_action.setVisible(live and state in ("preparing", "running", "paused"))
        self.again_button.setVisible(run.resumable)
        self.again_button.setEnabled(not busy)
        ready = not live and run.adapter is not None
        self.use_button.setVisible(ready)
        self.delete_action.setVisible(not live)
        for action in (self.rename_action, self.teach_action, self.export_action):
            action.setVisible(ready)
        self.teach_action.setEnabled(not busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chips()

    def _show_chips(self) -> None:
        """What it is made from, where there is room for it."""
        wide = self.width() >= _WIDE
        self.model.setVisible(self._named and wide)
        self.count.setVisible(self._counted and wide)

    def set_ending(self, ending: bool) -> None:
        """It was told to end, which takes until its next step."""
        for button in (self.pause_button, self.keep_button, self.more_button):
            button.setEnabled(not ending)

    @Slot()
    def begin_rename(self) -> None:
        """Put a field in place of the name."""
        self.edit.setText(self.name.text())
        self.name.hide()
        self.edit.show()
        self.edit.selectAll()
        self.edit.setFocus()

    @Slot()
    def _on_named(self) -> None:
        if self.edit.isHidden():
            return
        name = " ".join(self.edit.text().split())
        self.edit.hide()
        self.name.show()
        if name and name != self.name.text():
            self.name.setText(name)
            self.renamed.emit(name)

    @Slot()
    def _on_pause(self) -> None:
        if self._paused:
            self.resume_wanted.emit()
        else:
            self.pause_wanted.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(10)
        for widget in (self.name, self.edit, self.model, self.count):
            row.addWidget(widget)
        self.name.setMinimumWidth(60)
        row.addStretch(1)
        for button in (
            self.pause_button,
            self.keep_button,
            self.again_button,
            self.use_button,
            self.more_button,
        ):
            row.addWidget(button)


def _chip() -> QLabel:
    label = QLabel()
    label.setProperty("kind", "tag")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label
