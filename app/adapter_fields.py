"""The adapters of a setup, as rows: a name, a slider for how strongly it counts, a button.

Each is checked with the model it is meant for, and what is wrong is told below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.adapters import AdapterChoice
from app.dialog import note
from app.errors import ErrorWords
from app.fields import WheelGuard, fraction
from app.jobs import Job
from app.text import plain_tip
from engine.errors import ErrorInfo
from engine.gguf.adapter import Adapter
from engine.messages import AdapterUse

MOST = 16
_STEPS = 20  # of the slider, for a scale of 1
_STRONGEST = 2  # on the slider; the box beside it takes more
_BOX_MOST = 10


class AdapterRow(QWidget):
    """One adapter. `use` is what the row says."""

    removed = Signal()
    changed = Signal()
    grown = Signal()  # a line came or went

    def __init__(self, use: AdapterUse, adapter: Adapter | None) -> None:
        super().__init__()
        self._path = use.path
        self._words = ErrorWords(self)
        self._job: Job | None = None
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STRONGEST * _STEPS)
        self.slider.setPageStep(_STEPS // 4)
        self.slider.installEventFilter(WheelGuard(self.slider))
        self.scale = fraction(-_BOX_MOST, _BOX_MOST, 1 / _STEPS)
        self.scale.setFixedWidth(84)
        self.remove_button = QPushButton(self.tr("Remove"))
        self.remove_button.setProperty("kind", "ghost")
        self.remove_button.setAutoDefault(False)
        self.fault = note("", "bad")
        self.fault.setStyleSheet("font-size: 9pt;")
        self.fault.hide()
        self._lay_out()
        self.show_adapter(adapter)
        self.scale.setValue(use.scale)
        self._show_slider()
        self.slider.valueChanged.connect(self._on_slid)
        self.scale.valueChanged.connect(self._show_slider)
        self.scale.valueChanged.connect(self.changed)
        self.remove_button.clicked.connect(self.removed)

    def use(self) -> AdapterUse:
        return AdapterUse(self._path, round(self.scale.value(), 2))

    def show_adapter(self, adapter: Adapter | None) -> None:
        """Call it as the adapter is called; by its file where that is not in the home."""
        name = adapter.name if adapter else PurePath(self._path.replace("\\", "/")).name
        self.name.setText(name)
        self.name.setToolTip(plain_tip(f"{name} · {adapter.base}" if adapter else self._path))
        self.slider.setAccessibleName(self.tr("Scale of {name}").format(name=name))
        self.scale.setAccessibleName(self.tr("Scale of {name}, as a number").format(name=name))
        self.remove_button.setAccessibleName(self.tr("Remove {name}").format(name=name))

    def check(self, choice: AdapterChoice, model: Path | None) -> None:
        """Tell below the row where it does not fit a model; nothing for no model."""
        self.stop()
        self._tell("")
        if model is not None:
            self._job = choice.check(self._path, model)
            self._job.failed.connect(self._on_unfit)

    def stop(self) -> None:
        """Check no further."""
        if self._job is not None and not self._job.ended:
            self._job.failed.disconnect(self._on_unfit)
            self._job.cancel()
        self._job = None

    @Slot(object)
    def _on_unfit(self, error: ErrorInfo) -> None:
        self._job = None
        if error.kind != "adapter":  # of the model, which is told where that is chosen
            return
        words = self._words.word(error)
        self._tell(self.tr("{text} {advice}").format(text=words.text, advice=words.advice))

    def _tell(self, fault: str) -> None:
        if fault != self.fault.text():
            self.fault.setText(fault)
            self.fault.setVisible(bool(fault))
            self.slider.setAccessibleDescription(fault)
            self.grown.emit()

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.name, 1)
        below.setSpacing(12)
        below.addWidget(self.slider, 1)
        below.addWidget(self.scale)
        below.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addLayout(below)
        layout.addWidget(self.fault)

    @Slot(int)
    def _on_slid(self, steps: int) -> None:
        self.scale.setValue(steps / _STEPS)

    @Slot()
    def _show_slider(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(self.scale.value() * _STEPS))
        self.slider.blockSignals(False)


class AdapterFields(QWidget):
    """The rows, and the button that adds one of the home's or a file."""

    folded = Signal()  # a row came or went
    changed = Signal()

    def __init__(self, choice: AdapterChoice, uses: Sequence[AdapterUse]) -> None:
        super().__init__()
        self._choice = choice
        self._words = ErrorWords(self)
        self._model: Path | None = None
        self._awaited = False  # a file was chosen here and is being copied
        self.rows: list[AdapterRow] = []
        self.add_button = QPushButton(self.tr("Add an adapter"))
        self.add_button.setAutoDefault(False)
        self.list = QMenu(self)
        self.list.setToolTipsVisible(True)
        self.list.aboutToShow.connect(self.fill)
        self.add_button.setMenu(self.list)
        self.fault = note("", "bad")
        self.fault.hide()
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.fault)
        self._layout.addLayout(below)
        for use in uses:
            self._add(use)
        choice.changed.connect(self._show_names)
        choice.added.connect(self._on_added)
        choice.refused.connect(self._on_refused)
        choice.refresh()

    def uses(self) -> tuple[AdapterUse, ...]:
        return tuple(row.use() for row in self.rows)

    def set_model(self, model: Path | None) -> None:
        """Check the adapters with this model; with none, where it is None."""
        self._model = model
        for row in self.rows:
            row.check(self._choice, model)

    @Slot()
    def stop(self) -> None:
        """Check no further: nobody looks any more."""
        for row in self.rows:
            row.stop()

    @Slot()
    def fill(self) -> None:
        """Offer those there are now and not in use here."""
        self.list.clear()
        used = {row.use().path for row in self.rows}
        for adapter in self._choice.known:
            if adapter.path.name not in used:
                action = self.list.addAction(adapter.name.replace("&", "&&"))
                size = QLocale().formattedDataSize(adapter.size)
                made = self.tr("{name}, made for {base}, rank {rank}, {size}").format(
                    name=adapter.path.name, base=adapter.base, rank=adapter.rank, size=size
                )
                action.setToolTip(plain_tip(made))
                action.triggered.connect(lambda _=False, one=adapter: self.take(one))
        if self.list.actions():
            self.list.addSeparator()
        self.list.addAction(self.tr("From a file…"), self.choose_file)

    def take(self, adapter: Adapter) -> None:
        """Add an adapter of the home."""
        row = self._add(AdapterUse(adapter.path.name))
        row.check(self._choice, self._model)
        self.folded.emit()
        self.changed.emit()
        row.slider.setFocus()

    @Slot()
    def choose_file(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Add an adapter"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("LoRA adapters (*.gguf)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Copy a file into the home, and add it."""
        self._tell("")
        self._awaited = True
        self.add_button.setEnabled(False)
        self._choice.add(name)

    def _add(self, use: AdapterUse) -> AdapterRow:
        row = AdapterRow(use, self._choice.named(use.path))
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 2, row)
        row.removed.connect(lambda: self._on_removed(row))
        row.changed.connect(self.changed)
        row.grown.connect(self.folded)
        self.add_button.setEnabled(len(self.rows) < MOST)
        return row

    def _on_removed(self, row: AdapterRow) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        row.stop()
        row.hide()
        self._layout.removeWidget(row)
        row.deleteLater()
        near = self.rows[min(at, len(self.rows) - 1)].slider if self.rows else self.add_button
        self.add_button.setEnabled(True)
        near.setFocus()
        self.folded.emit()
        self.changed.emit()

    @Slot()
    def _show_names(self) -> None:
        for row in self.rows:
            row.show_adapter(self._choice.named(row.use().path))

    @Slot(object)
    def _on_added(self, adapter: Adapter) -> None:
        if self._awaited:
            self._awaited = False
            self.add_button.setEnabled(True)
            if adapter.path.name not in {row.use().path for row in self.rows}:
                self.take(adapter)

    @Slot(object)
    def _on_refused(self, error: ErrorInfo) -> None:
        if self._awaited:
            self._awaited = False
            self.add_button.setEnabled(True)
            words = self._words.word(error)
            self._tell(self.tr("{text} {advice}").format(text=words.text, advice=words.advice))

    def _tell(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.add_button.setAccessibleDescription(fault)
        self.folded.emit()
