"""The page of models: a search and its filters on top, one list on the left, the chosen thing on
the right. Puts together what the other modules of this package are.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.errors import ErrorWords
from app.icons import icon
from app.models.desk import ModelsDesk
from app.models.import_dialog import ImportModelDialog
from app.models.list_view import ModelListView
from app.models.network_bar import NetworkBar
from app.models.right_side import RightSide
from app.models.rows import RowMaker
from app.models.words import ModelWords
from app.theme import Theme
from app.undo_strip import UndoStrip
from engine.hub.downloads import Download
from engine.hub.library import Model, Trashed

BAR_HEIGHT = 52
LIST_WIDTH, LEAST_WIDTH = 392, 280
NARROW = 1000
MARGIN = 14


class ModelsPage(QWidget):
    """Asks nothing of the network before the user does."""

    link_wanted = Signal(str)
    chat_wanted = Signal()
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: ModelsDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._errors = errors
        self._theme = theme
        self._words = ModelWords(self)
        self._narrow = False
        self._maker = RowMaker(
            desk.collection, desk.queue, desk.search, desk.fits, desk.openness, desk.choice, self
        )
        self.search = QLineEdit()
        self.filters: dict[str, QPushButton] = {}
        self.machine = QLabel()
        self.network = NetworkBar(theme)
        self.list = ModelListView(theme)
        self.undo = UndoStrip()
        self.add_button = QPushButton(self.tr("Add a file…"))
        self.right = RightSide(desk, errors, theme)
        self._lay_out()
        self._connect()
        self._show_rows()
        self._show_network()
        self._show_machine()
        theme.changed.connect(self._show_sign)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.machine.setVisible(not narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            left = LEAST_WIDTH if narrow else LIST_WIDTH
            self._splitter.setSizes([left, self.width() - left])

    def open_import(self, path: str = "") -> ImportModelDialog:
        """Ask how a file is to be added."""
        dialog = ImportModelDialog(self._desk.collection, self._errors, path, self.window())
        dialog.open()
        return dialog

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    # What the user does.

    @Slot()
    def _on_search(self) -> None:
        self.right.show_start()
        self._desk.search.search(self.search.text())

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._desk.search.search("")

    def _on_filter(self) -> None:
        self._maker.fits = self.filters["fits"].isChecked()
        self._maker.open = self.filters["open"].isChecked()
        self._maker.commercial = self.filters["commercial"].isChecked()
        self._show_rows()

    @Slot(str, str)
    def _on_acted(self, action: str, key: str) -> None:
        queue = self._desk.queue
        {"pause": queue.pause, "resume": queue.resume, "cancel": queue.cancel}[action](key)

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        if kind == "model":
            self._use(key)

    @Slot(str)
    def _use(self, name: str) -> None:
        self._desk.choice.choose(name)

    # What the desk tells.

    @Slot()
    def _show_rows(self) -> None:
        self.list.show_rows(self._maker.rows(offline=self._desk.access.offline))

    @Slot()
    def _show_network(self) -> None:
        desk = self._desk
        error = desk.search.error or desk.opened.error
        self.search.setEnabled(not desk.access.offline)
        if desk.access.offline:
            self.network.show_offline()
        elif error is None or error.values.get("fault") in ("gated", "token", "missing"):
            self.network.show_nothing()
        else:
            words = self._errors.word(error)
            self.network.show_trouble(words, address=error.kind in ("network", "invalid_input"))

    @Slot()
    def _show_machine(self) -> None:
        machine = self._desk.fits.machine
        if machine is None:
            self.machine.setText("")
            return
        cards = [
            device.description or device.name for device in machine.devices if device.kind == "gpu"
        ]
        self.machine.setText(
            self.tr("{size} memory · {kind}").format(
                size=self._words.gigabytes(machine.total), kind=" + ".join(cards) or "CPU"
            )
        )

    @Slot(object)
    def _on_trashed(self, trashed: Trashed) -> None:
        words = self.tr("{model} deleted. {size} are free once the trash is emptied.")
        self.undo.tell(
            words.format(model=trashed.title, size=self._words.size(trashed.freed)),
            lambda: self._desk.collection.put_back(trashed),
        )

    @Slot(object)
    def _on_emptied(self, size: int) -> None:
        self.undo.tell(self.tr("{size} are free again.").format(size=self._words.size(size)))

    @Slot(object)
    def _on_added(self, model: Model) -> None:
        self.list.pick("model", model.id)
        self.right.show_model(model.id)

    @Slot(object)
    def _on_arrived(self, download: Download) -> None:
        self.undo.tell(self.tr("{model} is here.").format(model=download.wanted.title))

    # How it is built.

    def _connect(self) -> None:
        desk = self._desk
        self.search.returnPressed.connect(self._on_search)
        self.search.textChanged.connect(self._on_typed)
        self.list.picked.connect(self.right.show_row)
        self.list.opened.connect(self._on_opened)
        self.list.acted.connect(self._on_acted)
        self.right.acted.connect(self._on_acted)
        self.right.use_wanted.connect(self._use)
        self.right.link_wanted.connect(self.link_wanted)
        self.right.shown.connect(self.list.pick)
        self.add_button.clicked.connect(lambda: self.open_import())
        self.network.online_wanted.connect(lambda: desk.access.set_offline(False))
        self.network.again_wanted.connect(desk.again)
        self.network.address_wanted.connect(desk.access.set_endpoint)
        for source in (desk.collection, desk.queue, desk.search, desk.choice, desk.access):
            source.changed.connect(self._show_rows)
        for asking in (desk.search, desk.opened, desk.access):
            asking.changed.connect(self._show_network)
        desk.fits.changed.connect(self._show_machine)
        desk.fits.changed.connect(self._show_rows)
        desk.collection.trashed_one.connect(self._on_trashed)
        desk.collection.emptied.connect(self._on_emptied)
        desk.collection.added.connect(self._on_added)
        desk.queue.arrived.connect(self._on_arrived)
        for refusing in (desk.collection, desk.queue, desk.access):
            refusing.refused.connect(self.failed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_bar())
        layout.addWidget(self.network)
        splitter = self._splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._make_left())
        splitter.addWidget(self.right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, 800])
        layout.addWidget(splitter, 1)

    def _make_bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setFixedHeight(BAR_HEIGHT)
        self.search.setPlaceholderText(self.tr("Search the hub for models"))
        self.search.setAccessibleName(self.tr("Search the hub for models"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(LIST_WIDTH - 2 * MARGIN)
        self._sign = self.search.addAction(
            icon("search", self._theme), QLineEdit.ActionPosition.LeadingPosition
        )
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(MARGIN, 0, 20, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search, 100)
        layout.addSpacing(MARGIN)
        for name, words, told in (
            (
                "fits",
                self.tr("Fits this computer"),
                self.tr("Judged by the size in its name; exactly once it is opened."),
            ),
            ("open", self.tr("Truly open"), self.tr("Weights, code and data are published.")),
            (
                "commercial",
                self.tr("Commercial use"),
                self.tr("Its terms let a company use it, some within limits."),
            ),
        ):
            button = self.filters[name] = QPushButton(words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setToolTip(told)
            button.setAccessibleDescription(told)
            button.toggled.connect(self._on_filter)
            layout.addWidget(button)
        layout.addStretch(1)
        self.machine.setProperty("kind", "muted")
        layout.addWidget(self.machine)
        return bar

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, 8, 8, 10)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.undo)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)
        return left

    @Slot()
    def _show_sign(self) -> None:
        self._sign.setIcon(icon("search", self._theme))

    def sizeHint(self) -> QSize:
        return QSize(1200, 760)
