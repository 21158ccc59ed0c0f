"""The tab that judges an adapter: what by, on which examples, and all results beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.dialog import make_primary, note
from app.errors import ErrorWords
from app.fields import choice, whole
from app.text import sentences
from app.theme import Theme
from app.training.judge_words import JudgeWords
from app.training.judging import FORMATS, Judging
from app.training.result_detail import ResultDetail
from app.training.result_model import ResultModel
from app.training.shown_run import ShownRun
from engine.evaluation.records import Judge, Task
from engine.evaluation.results import Result
from engine.messages import AdapterUse

_MARGIN: Final = 22
_LEAST_NAME: Final = 150  # pixels
_HELD_OUT: Final = "held_out.jsonl"


class JudgePage(QWidget):
    """Judges the run that is shown; results are of all runs."""

    told = Signal(str, object)  # what was done, and what undoes it

    def __init__(self, run: ShownRun, judging: Judging, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._run = run
        self._judging = judging
        self._errors = errors
        self._words = JudgeWords(self)
        self._file = ""  # chosen instead of the rows kept unseen
        self.scale = 1.0
        self.task = choice(cast("dict[str, str]", self._words.tasks()))
        self.task.setAccessibleName(self.tr("What is judged"))
        self.about = note("", "small")
        self.data = QLabel()
        self.data.setTextFormat(Qt.TextFormat.PlainText)
        self.data.setWordWrap(True)
        self.file_button = QPushButton(self.tr("Choose a file…"))
        self.own_button = QPushButton(self.tr("Use the unseen examples"))
        self.own_button.setProperty("kind", "link")
        self.limit = whole(0, 100_000, 10, self.tr("all"))
        self.limit.setAccessibleName(self.tr("Most examples"))
        self.limit.setFixedWidth(100)
        self.alone = QCheckBox(self.tr("Also the model alone"))
        self.alone.setChecked(True)
        self.start_button = QPushButton(self.tr("Evaluate"))
        make_primary(self.start_button)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.bar = QProgressBar()
        self.fault = note("", "bad")
        self.model = ResultModel(self)
        self.table = QTableView()
        self.empty = note(self.tr("Nothing was judged by this yet."), "muted")
        self.detail = ResultDetail(theme)
        self.export_button = QPushButton(self.tr("Export…"))
        self.delete_button = QPushButton(self.tr("Delete"))
        self.delete_button.setProperty("kind", "ghost")
        self._lay_out()
        self._connect()
        self.refresh()

    def show_run(self) -> None:
        """Another run is shown."""
        self._file = ""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known by now."""
        task, running = self._task(), self._judging.running
        self.about.setText(self._words.explain(task))
        self._show_data(task)
        ready = self._run.adapter is not None and (self._path() is not None or not self._needs())
        self.start_button.setVisible(running is None)
        self.start_button.setEnabled(ready)
        self.stop_button.setVisible(running is not None)
        self.bar.setVisible(running is not None)
        error = self._judging.error
        self.fault.setVisible(error is not None)
        if error is not None:
            words = self._errors.word(error)
            self.fault.setText(sentences(words.text, words.advice))
        self._show_results(task)

    def selected(self) -> Result | None:
        """The result that is looked at."""
        row = self.table.currentIndex().row()
        return self.model.results[row] if 0 <= row < len(self.model.results) else None

    # What the user does.

    @Slot()
    def start(self) -> None:
        """Judge the adapter of the run by the chosen task."""
        run, path = self._run, self._path()
        if run.adapter is None or run.train is None:
            return
        needs = self._needs()
        judge = Judge(
            task=self._task(),
            model=run.train.model,
            data=str(path) if needs and path is not None else "",
            adapters=(AdapterUse(str(run.adapter.path), self.scale),),
            template=run.adapter.template or run.train.template,
            limit=self.limit.value() if needs else 0,
        )
        self.bar.setRange(0, 0)
        rows = run.unseen if needs and not self._file else ()
        self._judging.start(judge, run.name, against_base=self.alone.isChecked(), rows=rows)

    @Slot()
    def choose_file(self) -> QFileDialog:
        """Judge by other examples than those kept unseen."""
        dialog = QFileDialog(self.window(), self.tr("Examples to judge by"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Judge by the examples of this file; empty for those kept unseen."""
        self._file = name
        self.refresh()

    @Slot()
    def export(self) -> QFileDialog:
        """Ask where the results that are in sight go."""
        dialog = QFileDialog(self.window(), self.tr("Export results"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.tr("Markdown (*.md)"),
                self.tr("Table for spreadsheets (*.csv)"),
                self.tr("Everything, answers too (*.json)"),
            ]
        )
        dialog.setDefaultSuffix("md")
        # The file gets the ending of the kind that is chosen.
        kinds = dict(zip(dialog.nameFilters(), ("md", "csv", "json"), strict=True))
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(kinds[words]))
        dialog.selectFile(self.tr("results"))
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def export_to(self, name: str) -> None:
        """Write the results that are in sight to a file."""
        known = Path(name).suffix.lower() in FORMATS
        self._judging.export(self.model.results, name if known else f"{name}.md")

    @Slot()
    def _on_delete(self) -> None:
        result = self.selected()
        if result is not None:
            undo = self._judging.remove(result)
            self.told.emit(self.tr("Result of {name} deleted.").format(name=result.name), undo)

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setAccessibleDescription(
            self.tr("{done} of {total}").format(done=done, total=total)
        )

    @Slot(QModelIndex, QModelIndex)
    def _on_picked(self, *_: object) -> None:
        result = self.selected()
        self.delete_button.setEnabled(result is not None)
        beside = None
        if result is not None and result.judge.adapters:
            alike = (r for r in self.model.results if r is not result and result.comparable(r))
            same = (r for r in alike if r.judge.model == result.judge.model)
            beside = next((r for r in same if not r.judge.adapters), None)
        self.detail.show_result(result, beside)

    # How it is done.

    def _task(self) -> Task:
        return cast("Task", self.task.currentData())

    def _needs(self) -> bool:
        """Whether the task is judged on examples of ours."""
        return self._task() != "forgetting"

    def _path(self) -> Path | None:
        """The examples it is judged by; None where there are none."""
        run = self._run
        if self._file:
            return Path(self._file)
        if run.train is None or not run.unseen:
            return None
        return Path(run.train.eval_data) if run.train.eval_data else run.folder / _HELD_OUT

    def _show_data(self, task: Task) -> None:
        needs, unseen = self._needs(), self._run.unseen
        for widget in (self.data, self.file_button, self.limit, self._limit_name):
            widget.setVisible(needs)
        self.own_button.setVisible(needs and bool(self._file) and bool(unseen))
        if self._file:
            self.data.setText(Path(self._file).name)
        elif unseen:
            self.data.setText(self.tr("{n} examples kept unseen").format(n=len(unseen)))
        else:
            self.data.setText(self.tr("It learnt all its examples: choose others to judge by."))

    def _show_results(self, task: Task) -> None:
        results = [each for each in self._judging.results if each.judge.task == task]
        if [r.id for r in results] != [r.id for r in self.model.results]:
            self.model.show_results(results)
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            if results:
                self.table.selectRow(0)
        self._below.setVisible(bool(results))
        self.empty.setVisible(not results)
        self.export_button.setEnabled(bool(results))
        self._fit_table()
        self._on_picked()

    def _fit_table(self) -> None:
        """Give names what figures leave, and enough to be read."""
        header = self.table.horizontalHeader()
        if header.count():
            others = sum(header.sectionSize(at) for at in range(1, header.count()))
            room = self.table.viewport().width() - others
            header.resizeSection(0, max(_LEAST_NAME, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_table()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_table()

    def _connect(self) -> None:
        judging = self._judging
        self.task.currentIndexChanged.connect(self.refresh)
        self.file_button.clicked.connect(self.choose_file)
        self.own_button.clicked.connect(lambda: self.take_file(""))
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(judging.stop)
        self.export_button.clicked.connect(self.export)
        self.delete_button.clicked.connect(self._on_delete)
        self.table.selectionModel().currentRowChanged.connect(self._on_picked)
        self.model.modelReset.connect(self._on_picked)
        judging.changed.connect(self.refresh)
        judging.progressed.connect(self._on_progress)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._limit_name = QLabel(self.tr("Most examples"))
        data = QHBoxLayout()
        data.setSpacing(8)
        data.addWidget(self.data, 1)
        data.addWidget(self.own_button)
        data.addWidget(self.file_button)
        more = QHBoxLayout()
        more.setSpacing(8)
        for part in (self._limit_name, self.limit, self.alone):
            more.addWidget(part)
        more.addStretch(1)
        more.addWidget(self.start_button)
        more.addWidget(self.stop_button)
        grid.addWidget(QLabel(self.tr("What is judged")), 0, 0)
        grid.addWidget(self.task, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.about, 1, 1)
        grid.addWidget(QLabel(self.tr("Judged by")), 2, 0)
        grid.addLayout(data, 2, 1)
        grid.addLayout(more, 3, 0, 1, 2)
        grid.addWidget(self.bar, 4, 0, 1, 2)
        grid.addWidget(self.fault, 5, 0, 1, 2)
        self._below = self._make_results()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 14, _MARGIN, 16)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addWidget(self.empty)
        layout.addWidget(self._below, 1)
        layout.addStretch(0)

    def _make_results(self) -> QWidget:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.setAccessibleName(self.tr("Results"))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(table)
        splitter.addWidget(self.detail)
        splitter.setSizes([160, 300])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.delete_button)
        buttons.addWidget(self.export_button)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(splitter, 1)
        column.addLayout(buttons)
        return below
