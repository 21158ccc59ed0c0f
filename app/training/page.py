"""The page of fine-tuning: a list of runs on the left; on the right the chosen one, or a new one.

Puts together what the other modules of this package are.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.dialog import make_primary
from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk
from app.training.dropped import dropped_file
from app.training.new_run import NewRun
from app.training.run_aids import RunAids
from app.training.run_desk import NewRunDesk
from app.training.run_list import RunList
from app.training.run_rows import RunRows
from app.training.run_view import RunView
from app.training.teach_offer import TeachOffer

LIST_WIDTH, LEAST_WIDTH = 244, 190
NARROW = 1000


class TrainingPage(QWidget):
    """`right` shows a new run being put together, or a run."""

    chat_wanted = Signal(object)  # Assistant that a finished run ends in
    failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        desk: TrainingDesk,
        new: NewRunDesk,
        aids: RunAids,
        errors: ErrorWords,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._new = new
        self._rows = RunRows(desk, self)
        self._narrow = False
        self.setAcceptDrops(True)
        self.new_button = QPushButton(self.tr("New run"))
        make_primary(self.new_button)
        self.list = RunList(theme)
        self.new_run = NewRun(new, errors, theme)
        self.run = RunView(desk, aids, errors, theme)
        self.offer = TeachOffer(aids.teaching, theme)
        self._teaching = aids.teaching
        self.right = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.refresh()
        self._new.look()
        self._teaching.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._new.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            left = LEAST_WIDTH if narrow else LIST_WIDTH
            self._splitter.setSizes([left, self.width() - left])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window may know it

    def dropEvent(self, event: QDropEvent) -> None:
        if name := dropped_file(event):
            event.acceptProposedAction()
            self.show_new()
            self.new_run.take_file(name)

    @Slot()
    def show_new(self) -> None:
        """Put a new run together."""
        self.list.pick("")
        self.right.setCurrentWidget(self.new_run)

    @Slot(str)
    def show_run(self, run_id: str) -> None:
        """Look at a run: at what it does, or at what it has become."""
        self.list.pick(run_id)
        self.run.show_run(run_id)
        self.right.setCurrentWidget(self.run)

    @Slot(str)
    def _on_teach(self, run_id: str) -> None:
        """Teach the adapter of a run more: with its examples, and others beside them."""
        self.show_new()
        self._new.go_on(run_id)

    @Slot(str)
    def _on_offer(self, model: str) -> None:
        """Teach a model what was put right in chats with it."""
        self.show_new()
        self._new.teach(model)

    @Slot()
    def _show_rows(self) -> None:
        self.list.show_rows(self._rows.all())

    def _connect(self) -> None:
        desk = self._desk
        self.new_button.clicked.connect(self.show_new)
        self.list.picked.connect(self.show_run)
        self.new_run.started.connect(self.show_run)
        self.new_run.failed.connect(self.failed)
        self.run.chat_wanted.connect(self.chat_wanted)
        self.run.teach_wanted.connect(self._on_teach)
        self.run.left.connect(self.show_new)
        self.run.failed.connect(self.failed)
        self.offer.wanted.connect(self._on_offer)
        desk.state_changed.connect(self._teaching.refresh)
        self._new.gathering.waits_again.connect(self._teaching.refresh)
        desk.refused.connect(self.failed)
        desk.runs_changed.connect(self._show_rows)
        desk.state_changed.connect(self._show_rows)
        desk.told.connect(self._show_rows)

    def _lay_out(self) -> None:
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        left = QFrame()
        left.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.new_button)
        column.addWidget(self.list, 1)
        column.addWidget(self.offer)
        self.right.addWidget(self.new_run)
        self.right.addWidget(self.run)
        splitter.addWidget(left)
        splitter.addWidget(self.right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, 800])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
