"""A run on the page of fine-tuning: how it goes while it goes, and what can be done with it after.

Shows one run at a time, live or of an earlier day. Puts together what the other modules are.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk
from app.training.judge_page import JudgePage
from app.training.run_aids import RunAids
from app.training.run_header import RunHeader
from app.training.run_log import RunLog
from app.training.run_page import MARGIN, RunPage
from app.training.run_words import RunWords
from app.training.shown_run import ShownRun
from app.undo_strip import UndoStrip
from engine.messages import AdapterUse
from engine.training.records import Event

SUFFIX = ".gguf"


class RunView(QWidget):
    """`show_run` says which. What is wanted elsewhere goes out as signals."""

    chat_wanted = Signal(object)  # Assistant that a finished run ends in
    teach_wanted = Signal(str)  # id of a run whose adapter is to be taught more
    left = Signal()  # the run that was shown is gone
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: TrainingDesk, aids: RunAids, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._aids = aids
        self._errors = errors
        self.words = RunWords(errors, self)
        self.run = ShownRun(desk, aids.home, aids.bridge, self)
        self.header = RunHeader(self.words)
        self.page = RunPage(self.words, errors, aids.comparing, theme)
        self.judge = JudgePage(self.run, aids.judging, errors, theme)
        self.log = RunLog(self.words)
        self.undo = UndoStrip()
        self.pages = QStackedWidget()
        self.tabs: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()

    def show_run(self, run_id: str) -> None:
        """Show this run, as far as it is."""
        if run_id != self.run.run_id:
            self._aids.comparing.clear()
            self.show_tab("run")
        self.run.show(run_id)

    def show_tab(self, name: str) -> None:
        """Turn to `run`, `evaluate` or `log`."""
        self.tabs[name].setChecked(True)
        self.pages.setCurrentIndex(list(self.tabs).index(name))
        if name == "evaluate":
            self._aids.judging.refresh()

    # What the run tells.

    @Slot()
    def _on_other(self) -> None:
        self.log.show_events(self.run.events)
        self.judge.show_run()
        self.refresh()

    @Slot(object)
    def _on_heard(self, event: Event) -> None:
        self.log.add(event)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known by now."""
        run, train = self.run, self.run.train
        if not run.run_id:
            return
        model = Path(train.model).stem if train is not None else ""
        self.header.show_run(run, model, busy=self._desk.state != "idle")
        self.header.set_ending(run.live and self._desk.state == "ending")
        assistant = self._aids.outcome.of(run.progress.adapter) if run.progress.adapter else None
        self.page.show_run(run, assistant, waits=self._aids.power.waiting)
        self.judge.scale = assistant.setup.adapters[0].scale if assistant is not None else 1.0

    # What the user does.

    @Slot()
    def _on_again(self) -> None:
        if self.run.train is not None:
            self._desk.start(self.run.train)

    @Slot()
    def use_in_chat(self) -> None:
        """Answer with the adapter in a chat: as the assistant, which is made where it is gone."""
        run, outcome = self.run, self._aids.outcome
        if run.train is not None and run.progress.adapter:
            assistant = outcome.assistant(run.train, run.progress.adapter)
            outcome.make(run.train, run.progress.adapter)
            self.chat_wanted.emit(assistant)

    @Slot()
    def compare(self) -> None:
        """Have the questions answered without the adapter and with it."""
        run = self.run
        if run.train is None or run.adapter is None:
            return
        assistant = self._aids.outcome.of(run.progress.adapter)
        scale = assistant.setup.adapters[0].scale if assistant is not None else 1.0
        use = AdapterUse(str(run.adapter.path), scale)
        template = run.adapter.template or run.train.template
        self._aids.comparing.start(Path(run.train.model), use, run.questions, template)

    @Slot()
    def export(self) -> QFileDialog:
        """Ask where a copy of the adapter goes."""
        dialog = QFileDialog(self.window(), self.tr("Export the adapter"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("LoRA adapters (*.gguf)"))
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile(f"{Path(self.run.progress.adapter).stem}{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self._aids.aftermath.export(self.run, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def _on_renamed(self, name: str) -> None:
        self._aids.aftermath.rename(self.run, name)

    @Slot(float)
    def _on_scaled(self, scale: float) -> None:
        if self.run.progress.adapter:
            self._aids.outcome.set_scale(self.run.progress.adapter, scale)

    @Slot()
    def _on_delete(self) -> None:
        self._aids.comparing.clear()
        self._aids.aftermath.delete(self.run)

    @Slot(str, object)
    def _on_deleted(self, name: str, undo: object) -> None:
        assert callable(undo)
        deleted = self.run.run_id

        def back() -> None:
            undo()
            self.show_run(deleted)

        self.run.run_id = ""
        self.undo.tell(self.tr("{name} deleted.").format(name=name), back)
        self.left.emit()

    @Slot(object)
    def _on_exported(self, file: str) -> None:
        self.undo.tell(self.tr("The adapter is now also in {file}.").format(file=Path(file).name))

    # How it is built.

    def _connect(self) -> None:
        desk, aids, header = self._desk, self._aids, self.header
        self.run.other.connect(self._on_other)
        self.run.heard.connect(self._on_heard)
        self.run.adapter_read.connect(self.refresh)
        self.run.adapter_read.connect(self.judge.refresh)
        self.judge.told.connect(self.undo.tell)
        aids.judging.refused.connect(self.failed)
        self.run.failed.connect(self.failed)
        desk.state_changed.connect(self.refresh)
        aids.power.changed.connect(self.refresh)
        aids.outcome.changed.connect(self.refresh)
        aids.aftermath.refused.connect(self.failed)
        aids.aftermath.renamed.connect(self.run.again)
        aids.aftermath.deleted.connect(self._on_deleted)
        aids.aftermath.exported.connect(self._on_exported)
        header.pause_wanted.connect(desk.pause)
        header.resume_wanted.connect(desk.resume)
        header.keep_wanted.connect(lambda: desk.stop(keep=True))
        header.drop_wanted.connect(lambda: desk.stop(keep=False))
        header.again_wanted.connect(self._on_again)
        header.use_wanted.connect(self.use_in_chat)
        header.teach_wanted.connect(lambda: self.teach_wanted.emit(self.run.run_id))
        header.export_wanted.connect(self.export)
        header.delete_wanted.connect(self._on_delete)
        header.renamed.connect(self._on_renamed)
        self.page.again_wanted.connect(self._on_again)
        self.page.ready.scaled.connect(self._on_scaled)
        self.page.compare.start_wanted.connect(self.compare)

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(MARGIN, 10, MARGIN, 0)
        tabs.setSpacing(8)
        log = QWidget()
        inside = QVBoxLayout(log)
        inside.setContentsMargins(MARGIN, 14, MARGIN, 20)
        inside.addWidget(self.log)
        for name, words, page in (
            ("run", self.tr("Run"), self.page),
            ("evaluate", self.tr("Evaluate"), self.judge),
            ("log", self.tr("Log"), log),
        ):
            button = self.tabs[name] = QPushButton(words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, name=name: self.show_tab(name))
            tabs.addWidget(button)
            self.pages.addWidget(page)
        tabs.addStretch(1)
        self.tabs["run"].setChecked(True)
        below = QHBoxLayout()
        below.setContentsMargins(MARGIN, 0, MARGIN, 8)
        below.addWidget(self.undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(tabs)
        layout.addWidget(self.pages, 1)
        layout.addLayout(below)
