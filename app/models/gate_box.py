"""The box of a repository whose terms must be accepted first: what to do, a link, and the token.

Does not know where a token is kept.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app.dialog import note
from app.text import sentences

FIELD_WIDTH = 320


class GateBox(QFrame):
    """Three steps: accept on the hub's own page, put the token here, try again."""

    link_wanted = Signal(str)
    token_given = Signal(str)
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._link = ""
        self.setProperty("kind", "ask")
        self.title = QLabel(self.tr("Its maker wants you to accept terms first"))
        self.title.setProperty("kind", "heading")
        self.text = note("", "")
        self.link_button = QPushButton(self.tr("Open the page of the terms…"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaximumWidth(FIELD_WIDTH)
        self.field.setPlaceholderText(self.tr("Access token of your account (hf_…)"))
        self.field.setAccessibleName(self.tr("Access token of your account"))
        self.save_button = QPushButton(self.tr("Use this token"))
        self.again_button = QPushButton(self.tr("Try again"))
        self.where = note("", "small")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.save_button)
        row.addStretch(1)
        steps = QHBoxLayout()
        steps.setSpacing(8)
        steps.addWidget(self.link_button)
        steps.addWidget(self.again_button)
        steps.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(steps)
        layout.addLayout(row)
        layout.addWidget(self.where)
        self.link_button.clicked.connect(lambda: self.link_wanted.emit(self._link))
        self.again_button.clicked.connect(self.again_wanted)
        self.save_button.clicked.connect(self._on_save)
        self.field.returnPressed.connect(self._on_save)
        self.field.textChanged.connect(self._on_typed)
        self._on_typed()

    def show_gate(self, link: str, *, by_hand: bool, refused: bool, where: str) -> None:
        """`by_hand`: somebody must agree. `refused`: the hub would not give it. `where` says where
        a token is kept."""
        self._link = link
        steps = self.tr(
            "1. Sign in on the hub and accept the terms on the model's page. 2. Make an access "
            "token in the settings of your account there (reading is enough). 3. Put it below."
        )
        if by_hand:
            wait = self.tr("The maker looks at each request; that may take days.")
            steps = sentences(steps, wait)
        self.title.setText(
            self.tr("The hub does not give it yet: its terms are to be accepted first")
            if refused
            else self.tr("Its maker wants you to accept terms first")
        )
        self.text.setText(steps)
        self.where.setText(where)
        self.link_button.setVisible(bool(link))
        self.show()

    @Slot()
    def _on_typed(self) -> None:
        self.save_button.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _on_save(self) -> None:
        if token := self.field.text().strip():
            self.field.clear()
            self.token_given.emit(token)
