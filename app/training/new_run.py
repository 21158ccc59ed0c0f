"""A new run being put together, in three steps: its examples, a look at them, and how to train."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.dialog import make_primary
from app.errors import ErrorWords
from app.theme import Theme
from app.training.chats_dialog import ChatsDialog
from app.training.check_page import CheckPage
from app.training.choice_page import ChoicePage
from app.training.columns_page import ColumnsPage
from app.training.run_desk import NewRunDesk
from app.training.source_page import SourcePage
from app.training.start_line import StartLine

_BAR_HEIGHT = 52
_MARGIN = 20
SOURCE, CHECK, CHOICE, COLUMNS = range(4)


class NewRun(QWidget):
    """`step` is the one in sight. Steps that cannot be entered yet are not offered."""

    started = Signal(str)  # id of the run
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: NewRunDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._draft = desk.draft
        self.source = SourcePage(desk.gathering)
        self.columns = ColumnsPage()
        self.check = CheckPage(desk.draft, desk.inspection, errors, theme)
        self.choice = ChoicePage(desk.draft, desk.inspection, desk.bases, desk.launch, errors)
        self.pages = QStackedWidget()
        self._left = SOURCE  # the step that was in sight before
        self.steps: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self.again_button = QPushButton(self.tr("Start over"))
        self.back_button = QPushButton(self.tr("Back"))
        self.next_button = QPushButton(self.tr("Next"))
        self.start_button = QPushButton(self.tr("Start training"))
        self.notice = StartLine(desk.trainer)
        self._lay_out()
        self._connect()
        self._turn_to(SOURCE if desk.draft.untouched else CHECK)

    @property
    def step(self) -> int:
        return self.pages.currentIndex()

    def take_file(self, name: str) -> None:
        """Read a file that was dropped anywhere on the page."""
        self._turn_to(SOURCE)
        self._desk.gathering.read(Path(name))

    # What the user does.

    @Slot()
    def _on_next(self) -> None:
        self._turn_to(self.step + 1)

    @Slot()
    def _on_back(self) -> None:
        self._turn_to(SOURCE if self.step in (CHECK, COLUMNS) else CHECK)

    @Slot()
    def _on_again(self) -> None:
        self._desk.gathering.cancel()
        self._desk.launch.forget()
        self._draft.clear()
        self._turn_to(SOURCE)

    @Slot()
    def _on_start(self) -> None:
        self._desk.launch.start(self.choice.settings)

    @Slot()
    def choose_chats(self) -> ChatsDialog:
        """Ask which chats to learn from."""
        dialog = ChatsDialog(self.window())
        gathering = self._desk.gathering
        gathering.listed.connect(dialog.show_chats)
        dialog.chosen.connect(
            lambda ids, corrected: gathering.take_chats(ids, corrected_only=corrected)
        )
        gathering.list_chats()
        dialog.open()
        return dialog

    @Slot(int)
    def _turn_to(self, step: int) -> None:
        if step != COLUMNS and self._desk.gathering.table is not None:
            self._desk.gathering.forget_table()
        left, self._left = self._left, step
        self.pages.setCurrentIndex(step)
        if step == CHOICE:
            self.choice.enter()
        elif left == CHOICE:
            self._desk.launch.forget()
        self._show()

    # What is told.

    @Slot(object)
    def _on_found(self) -> None:
        self._turn_to(CHECK)

    @Slot()
    def _on_gathering(self) -> None:
        gathering = self._desk.gathering
        if gathering.table is not None and self.step != COLUMNS:
            self.columns.ask(gathering.table_name, gathering.table)
            self._turn_to(COLUMNS)

    @Slot(str)
    def _on_started(self, run_id: str) -> None:
        self._desk.gathering.forget_learnt()
        self._draft.clear()
        self._turn_to(SOURCE)
        self.started.emit(run_id)

    @Slot()
    def _show(self) -> None:
        draft, step, trainer = self._draft, self.step, self._desk.trainer
        some = bool(draft.examples or draft.faults)
        for number, button in enumerate(self.steps):
            button.setChecked(number == (SOURCE if step == COLUMNS else step))
            button.setEnabled(number == SOURCE or (some and step != COLUMNS))
        self.steps[CHOICE].setEnabled(bool(draft.ready) and step != COLUMNS)
        self.back_button.setVisible(step in (CHECK, CHOICE))
        self.again_button.setVisible(some and step == SOURCE)
        self.next_button.setVisible(step in (SOURCE, CHECK) and some)
        self.next_button.setEnabled(bool(draft.ready) or step == SOURCE)
        self.start_button.setVisible(step == CHOICE)
        possible = trainer.installed is True and self._desk.runs.state == "idle"
        self.start_button.setEnabled(
            self.choice.ready and possible and not self._desk.launch.starting
        )
        self.notice.show_state(busy=self._desk.runs.state != "idle", choosing=step == CHOICE)

    # How it is built.

    def _connect(self) -> None:
        desk = self._desk
        self.back_button.clicked.connect(self._on_back)
        self.next_button.clicked.connect(self._on_next)
        self.again_button.clicked.connect(self._on_again)
        self.start_button.clicked.connect(self._on_start)
        self._group.idClicked.connect(self._turn_to)
        self.choice.judge_wanted.connect(desk.gathering.read_judged)
        self.source.chats_wanted.connect(self.choose_chats)
        self.columns.told.connect(desk.gathering.tell_columns)
        self.columns.left.connect(self._on_back)
        desk.gathering.found.connect(self._on_found)
        desk.gathering.changed.connect(self._on_gathering)
        desk.launch.started.connect(self._on_started)
        for refusing in (desk.gathering, desk.inspection, desk.launch):
            refusing.failed.connect(self.failed)
        self._draft.changed.connect(self._show)
        self.choice.changed.connect(self._show)
        desk.launch.changed.connect(self._show)
        desk.trainer.changed.connect(self._show)
        desk.runs.state_changed.connect(self._show)

    def _lay_out(self) -> None:
        for page in (self.source, self.check, self.choice, self.columns):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            self.pages.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_bar())
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)

    def _make_bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setFixedHeight(_BAR_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(8)
        for number, words in enumerate(
            (self.tr("1 · Examples"), self.tr("2 · Check"), self.tr("3 · Train"))
        ):
            button = QPushButton(words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            self._group.addButton(button, number)
            self.steps.append(button)
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.next_button, self.start_button):
            make_primary(button)
        for button in (self.again_button, self.back_button, self.next_button, self.start_button):
            row.addWidget(button)
        return bar
