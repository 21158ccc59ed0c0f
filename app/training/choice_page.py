"""What is taught, how much, and what it will take. The third step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.errors import ErrorWords
from app.fields import Field, Page, Row, choice, section
from app.fold import Fold
from app.plural import by_number
from app.training.amounts import Amount, amount_of, faster, settings_for
from app.training.bases import Bases
from app.training.draft import Draft
from app.training.estimate_box import EstimateBox
from app.training.expert_form import ExpertForm
from app.training.inspection import Inspection
from app.training.launch import Launch
from engine.training.records import Settings

_MEASURE_AFTER_MS = 700


class ChoicePage(Page):
    """`settings` are those of the run; `ready` whether it can begin."""

    changed = Signal()
    judge_wanted = Signal(str)  # a file

    def __init__(
        self,
        draft: Draft,
        inspection: Inspection,
        bases: Bases,
        launch: Launch,
        errors: ErrorWords,
    ) -> None:
        super().__init__()
        self._draft = draft
        self._inspection = inspection
        self._bases = bases
        self._launch = launch
        self.settings = Settings()
        self._chosen: Amount | None = "normal"
        self.model = choice({"": ""})
        self.name = QLineEdit()
        self.judge_button = QPushButton(self.tr("Choose a file…"))
        self.amounts: dict[Amount, QRadioButton] = {}
        self.expert = ExpertForm()
        self.estimate = EstimateBox(launch, bases, draft, errors)
        self._timer = QTimer(self, interval=_MEASURE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.measure)
        self._fold = Fold(self.tr("Every setting"), self._framed(self.expert))
        self._lay_out()
        self._connect()
        self._show_models()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._launch.state == "none":
            self._timer.start()  # what was measured ended when the page went out of sight

    @property
    def ready(self) -> bool:
        """Whether the run can begin."""
        return bool(self._draft.model and self._draft.ready and self._draft.name.strip())

    def enter(self) -> None:
        """The page comes in sight: suit the settings to the examples, and measure."""
        self._show_models()
        self.name.setText(self._draft.name or self._suggested_name())
        self._suit()
        self.measure()

    @Slot()
    def measure(self) -> None:
        """Find out what the run would take."""
        self._timer.stop()
        if self._draft.model and self._draft.ready and self.isVisible():
            self._launch.measure(self.settings)

    # What the user does.

    def _on_amount(self, amount: Amount) -> None:
        self._chosen = amount
        self._suit()
        self._again()

    @Slot()
    def _on_expert(self) -> None:
        self.settings = self.expert.settings
        self._chosen = amount_of(self.settings, *self._size())
        self._show_amount()
        self._again()

    @Slot()
    def _on_model(self) -> None:
        self._draft.model = str(self.model.currentData() or "")
        self._inspection.count_tokens()
        self._again()

    @Slot(str)
    def _on_name(self, name: str) -> None:
        self._draft.name = name
        self.changed.emit()

    @Slot()
    def _on_judge(self) -> None:
        """Ask for a file of examples to judge by, or do without the one that was chosen."""
        if self._draft.judged:
            self._draft.judge_by(())
            return
        dialog = QFileDialog(self, self.tr("Examples to judge by"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.judge_wanted)
        dialog.open()

    @Slot()
    def _show_judged(self) -> None:
        judged = len(self._draft.judged)
        self.judge_button.setText(self.tr("Without them") if judged else self.tr("Choose a file…"))
        if judged:
            words = by_number(
                judged,
                self.tr("1 example of {name}: it tells whether the model got better."),
                self.tr("{n} examples of {name}: they tell whether the model got better."),
                name=self._draft.judged_name,
            )
            self._judge_row.explain(words)
        else:
            self._judge_row.explain(
                self.tr("Automatic: from 200 examples on, some are kept aside for that.")
            )

    @Slot()
    def _on_faster(self) -> None:
        self.settings = faster(self.settings)
        self.expert.show_settings(self.settings)
        self._chosen = amount_of(self.settings, *self._size())
        self._show_amount()
        self._again()

    @Slot(str)
    def _on_smaller(self, path: str) -> None:
        self.model.setCurrentIndex(self.model.findData(path))

    def _again(self) -> None:
        self._launch.forget()
        self._timer.start()
        self.changed.emit()

    # What is shown.

    def _suit(self) -> None:
        """Make the settings of the chosen amount; those of an expert stay."""
        if self._chosen is not None:
            self.settings = settings_for(self._chosen, *self._size())
            self.expert.show_settings(self.settings)
        self._show_amount()

    def _size(self) -> tuple[int, int]:
        """Tokens of all examples and of the longest, as counted or guessed by their letters."""
        count = self._inspection.count
        if count is not None:
            return count.tokens, count.longest
        return self._inspection.findings.characters // 3, 0

    def _show_amount(self) -> None:
        for amount, button in self.amounts.items():
            button.blockSignals(True)
            button.setAutoExclusive(self._chosen is not None)
            button.setChecked(amount == self._chosen)
            button.blockSignals(False)
        self.estimate.can_be_less = self._chosen != "quick"
        words = "" if self._chosen else self.tr("your own")
        self._fold.set_summary(words)

    @Slot()
    def _on_inspected(self) -> None:
        """The tokens are counted, which were guessed until now."""
        if self._chosen is None or self._inspection.count is None or not self.isVisible():
            return
        if settings_for(self._chosen, *self._size()) != self.settings:
            self._suit()
            self._again()

    @Slot()
    def _show_models(self) -> None:
        box = self.model
        box.blockSignals(True)
        box.clear()
        for base in self._bases.all:
            if base.teachable:
                box.addItem(
                    _titled(base.model.title, base.model.quantisation), str(base.model.path)
                )
        current = self._draft.model or str(self._bases.current or "")
        box.setCurrentIndex(box.findData(current))
        if box.currentIndex() < 0 and box.count():
            box.setCurrentIndex(0)
        box.blockSignals(False)
        before, self._draft.model = self._draft.model, str(box.currentData() or "")
        if self._draft.model != before and self._draft.examples:
            self._inspection.count_tokens()  # nobody could count before
        left_out = sum(not base.teachable for base in self._bases.all)
        none = self.tr("No model here can be taught yet. Get one on the page of models.")
        some = by_number(
            left_out,
            self.tr("1 other model here is of a kind that cannot be taught."),
            self.tr("{n} other models here are of kinds that cannot be taught."),
        )
        self._model_note.setText(none if not box.count() else some if left_out else "")
        self._model_note.setVisible(not box.count() or left_out > 0)
        box.setEnabled(bool(box.count()) and not self._draft.start)
        self.changed.emit()

    def _suggested_name(self) -> str:
        source = self._draft.sources[0] if self._draft.sources else ""
        stem = source.rpartition(".")[0] or source
        return stem or self.tr("My first run")

    # How it is built.

    def _connect(self) -> None:
        self.model.currentIndexChanged.connect(self._on_model)
        self.name.textChanged.connect(self._on_name)
        self.expert.changed.connect(self._on_expert)
        self.estimate.faster_wanted.connect(self._on_faster)
        self.estimate.smaller_wanted.connect(self._on_smaller)
        self.estimate.quick_wanted.connect(lambda: self._on_amount("quick"))
        self.estimate.again_wanted.connect(self.measure)
        self._inspection.changed.connect(self._on_inspected)
        self._bases.changed.connect(self._show_models)
        self._draft.changed.connect(self.changed)
        self._draft.changed.connect(self._show_judged)
        self.judge_button.clicked.connect(self._on_judge)
        self._show_judged()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("How to train"))
        title.setProperty("kind", "title")
        self._model_note = note("", "small")
        model = QWidget()
        column = QVBoxLayout(model)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Field(self.tr("Model"), self.model))
        column.addWidget(self._model_note)
        self.name.setMaxLength(60)
        self._judge_row = Row(self.tr("Examples to judge by"), "", self.judge_button)
        self.add(
            title,
            section(
                self.tr("What is taught"),
                model,
                Field(self.tr("Name of the result"), self.name),
                self._judge_row,
            ),
            section(self.tr("How much"), *self._make_amounts()),
            section(self.tr("What it will take"), self.estimate),
            self._fold,
        )

    def _make_amounts(self) -> list[QWidget]:
        words: tuple[tuple[Amount, str, str], ...] = (
            (
                "quick",
                self.tr("Quick"),
                self.tr("To see whether the examples lead anywhere. Often enough for a tone."),
            ),
            (
                "normal",
                self.tr("Normal"),
                self.tr("Sees each example several times. Right for most."),
            ),
            (
                "thorough",
                self.tr("Thorough"),
                self.tr("All of the model learns, for longer. Best with hundreds of examples."),
            ),
        )
        rows: list[QWidget] = []
        group = QWidget(self)  # radio buttons exclude each other below one parent
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for amount, name, told in words:
            button = self.amounts[amount] = QRadioButton(name)
            button.setAccessibleDescription(told)
            button.clicked.connect(self._chooser(amount))
            small = note(told, "small")
            small.setContentsMargins(28, 0, 0, 4)
            column.addWidget(button)
            column.addWidget(small)
        rows.append(group)
        return rows

    def _chooser(self, amount: Amount) -> Callable[[], None]:
        return lambda: self._on_amount(amount)

    def _framed(self, contents: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(contents)
        return card


def _titled(title: str, quantisation: str) -> str:
    return f"{title} · {quantisation}" if quantisation else title
