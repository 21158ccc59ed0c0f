"""The network and the models folders, as a page: the offline switch, the hub's address and token,
where models are kept, and how many are downloaded at once.

Does not know how any of it is done.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.errors import ErrorWords
from app.fields import Page, Row, section, whole
from app.hub_access import HubAccess
from app.preferences import Preferences
from app.settings.folders import FoldersSection
from app.token_words import TokenWords
from engine.errors import ErrorInfo
from engine.settings import Settings

MOST_AT_ONCE = 8


class NetworkPage(Page):
    """`home_models` is the folder where models are, unless another was chosen."""

    def __init__(
        self, preferences: Preferences, access: HubAccess, home_models: Path, errors: ErrorWords
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._access = access
        self._home_models = home_models
        self._errors = errors
        self._tokens = TokenWords(self)
        self.offline = QCheckBox(self.tr("Offline: nothing is asked of the network"))
        self.endpoint = QLineEdit()
        self.endpoint_button = QPushButton(self.tr("Use"))
        self.endpoint_status = note("", "small")
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token_button = QPushButton(self.tr("Keep"))
        self.forget_button = QPushButton(self.tr("Forget it"))
        self.token_status = note("", "small")
        self.parallel = whole(1, MOST_AT_ONCE)
        self.folder = QLabel()
        self.folder_button = QPushButton(self.tr("Choose…"))
        self.usual_button = QPushButton(self.tr("Use the usual one"))
        self.folders = FoldersSection(preferences)
        self._lay_out()
        self._connect()
        self._show(preferences.settings)
        self._show_access()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._access.look()

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        self.offline.blockSignals(True)
        self.offline.setChecked(settings.offline)
        self.offline.blockSignals(False)
        self.parallel.blockSignals(True)
        self.parallel.setValue(settings.downloads_parallel)
        self.parallel.blockSignals(False)
        if not self.endpoint.hasFocus():
            self.endpoint.setText(settings.endpoint)
        chosen = settings.models_folder or str(self._home_models)
        self.folder.setText(chosen)
        self.usual_button.setVisible(bool(settings.models_folder))

    @Slot()
    def _show_access(self) -> None:
        self.endpoint.setPlaceholderText(self._access.endpoint)
        self.endpoint_status.setText(
            self.tr("In use: {address}").format(address=self._access.endpoint)
        )
        self.token_status.setText(self._tokens.kept(self._access.token_place))
        self.forget_button.setVisible(self._access.token_place in ("keyring", "memory"))

    @Slot(object)
    def _on_refused(self, error: ErrorInfo) -> None:
        words = self._errors.word(error)
        status = self.token_status if error.values.get("field") == "token" else self.endpoint_status
        status.setText(self.tr("{text} {advice}").format(text=words.text, advice=words.advice))

    @Slot()
    def _on_endpoint(self) -> None:
        self._access.set_endpoint(self.endpoint.text().strip())

    @Slot()
    def _on_token(self) -> None:
        if token := self.token.text().strip():
            self.token.clear()
            self._access.save_token(token)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for models"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self._preferences.change(models_folder=name))
        dialog.open()

    def _connect(self) -> None:
        change = self._preferences.change
        self.offline.toggled.connect(self._access.set_offline)
        self.parallel.valueChanged.connect(lambda n: change(downloads_parallel=n))
        self.endpoint_button.clicked.connect(self._on_endpoint)
        self.endpoint.returnPressed.connect(self._on_endpoint)
        self.token_button.clicked.connect(self._on_token)
        self.token.returnPressed.connect(self._on_token)
        self.forget_button.clicked.connect(self._access.forget_token)
        self.folder_button.clicked.connect(self._choose_folder)
        self.usual_button.clicked.connect(lambda: change(models_folder=""))
        self._preferences.changed.connect(self._show)
        self._access.changed.connect(self._show_access)
        self._access.refused.connect(self._on_refused)

    def _lay_out(self) -> None:
        told = self.tr(
            "Puna asks the network only when you search for a model or download one; chats never "
            "leave this computer. With this switch not even that is possible."
        )
        self.offline.setAccessibleDescription(told)
        self.token.setPlaceholderText("hf_…")
        at_once = Row(
            self.tr("Downloads at once"),
            self.tr("The others wait for their turn."),
            self.parallel,
        )
        self.add(
            section(self.tr("Network"), self.offline, note(told, "small")),
            section(
                self.tr("Hub"),
                self._field(
                    self.tr("Address"),
                    self.tr("Empty for huggingface.co, or what HF_ENDPOINT names."),
                    self.endpoint,
                    (self.endpoint_button,),
                    self.endpoint_status,
                ),
                self._field(
                    self.tr("Access token"),
                    self.tr("Only for models whose makers want you to accept terms first."),
                    self.token,
                    (self.token_button, self.forget_button),
                    self.token_status,
                ),
                at_once,
            ),
            section(self.tr("Folder for new models"), self._folder_row()),
            section(self.tr("Other folders with models"), self.folders),
        )

    def _folder_row(self) -> QWidget:
        self.folder.setWordWrap(True)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.folder)
        words.addWidget(
            note(self.tr("Downloads and copies go there. Models stay where they are now."), "small")
        )
        layout.addLayout(words, 1)
        layout.addWidget(self.usual_button)
        layout.addWidget(self.folder_button)
        return row

    def _field(
        self,
        name: str,
        explanation: str,
        box: QLineEdit,
        buttons: tuple[QPushButton, ...],
        status: QLabel,
    ) -> QWidget:
        whole_field = QWidget()
        column = QVBoxLayout(whole_field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(box, 1)
        for button in buttons:
            row.addWidget(button)
            button.setAccessibleDescription(name)
        label = QLabel(name)
        label.setProperty("kind", "heading")
        label.setBuddy(box)
        column.addWidget(label)
        column.addWidget(note(explanation, "small"))
        column.addLayout(row)
        column.addWidget(status)
        box.setAccessibleName(name)
        box.setAccessibleDescription(explanation)
        return whole_field
