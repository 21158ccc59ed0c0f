"""The row of buttons under a message. Its room is kept free, so that showing it moves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.icons import IconButton
from app.theme import Theme

_HEIGHT = 30
_BUTTON = 28


class CardActions(QWidget):
    """Copy, edit (the user's), regenerate, continue and teach (the model's), and the versions.

    Buttons are made when they are first shown: most messages are only read.
    """

    copy_clicked = Signal()
    edit_clicked = Signal()
    regenerate_clicked = Signal()
    continue_clicked = Signal()
    teach_clicked = Signal()
    version_clicked = Signal(int)  # -1 or +1
    details_toggled = Signal(bool)

    def __init__(self, theme: Theme, user: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._user = user
        self._shown = False
        self._enabled = True
        self._streaming = False
        self._unfinished = False
        self._details: bool | None = None  # None: there are none
        self._version = (1, 1)
        self._buttons: dict[str, IconButton] = {}
        self._count: QLabel | None = None
        self.setFixedHeight(_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        if user:
            self._row.addStretch(1)

    def set_shown(self, shown: bool) -> None:
        """Show the buttons. The versions are always shown where there is more than one."""
        self._shown = shown
        self._update()

    def set_versions(self, index: int, count: int) -> None:
        self._version = (index, count)
        self._update()

    def set_streaming(self, streaming: bool) -> None:
        """A message that is being written can only be copied."""
        self._streaming = streaming
        self._update()

    def set_unfinished(self, unfinished: bool) -> None:
        """A reply that ended early can be continued."""
        self._unfinished = unfinished
        self._update()

    def set_details(self, shown: bool | None) -> None:
        """Whether details are shown now; None for a message that has none."""
        self._details = shown
        self._update()

    def set_changes_enabled(self, enabled: bool) -> None:
        self._enabled = enabled
        self._update()

    def buttons(self) -> list[IconButton]:
        """The buttons in sight that can be used, from left to right."""
        return [b for b in self._buttons.values() if b.isVisible() and b.isEnabled()]

    def _update(self) -> None:
        versions = self._version[1] > 1
        if not self._buttons and not self._shown and not versions and not self._details:
            return
        if not self._buttons:
            self._make()
        settled = self._shown and not self._streaming
        visible = {
            "copy": self._shown,
            "edit": settled,
            "regenerate": settled,
            "continue": settled and self._unfinished,
            "teach": settled,
            "left": versions,
            "right": versions,
            "details": self._details is not None and (self._shown or self._details),
        }
        index, count = self._version
        can_step = self._enabled and not self._streaming
        enabled = {
            "copy": True,
            "details": True,
            "teach": True,
            "left": can_step and index > 1,
            "right": can_step and index < count,
        }
        if "details" in self._buttons:
            self._buttons["details"].setChecked(bool(self._details))
        for name, button in self._buttons.items():
            button.setVisible(visible[name])
            button.setEnabled(enabled.get(name, self._enabled))
        if self._count is not None:
            self._count.setText(self.tr("{index} / {count}").format(index=index, count=count))
            self._count.setVisible(versions)

    def _make(self) -> None:
        self._add("copy", self.tr("Copy")).clicked.connect(self._on_copy)
        if self._user:
            self._add("edit", self.tr("Edit")).clicked.connect(self.edit_clicked)
        else:
            again = self._add("regenerate", self.tr("Regenerate"))
            again.clicked.connect(self.regenerate_clicked)
            self._add("continue", self.tr("Continue")).clicked.connect(self.continue_clicked)
            self._add("teach", self.tr("Teach this")).clicked.connect(self.teach_clicked)
        left = self._add("left", self.tr("Previous version"))
        left.clicked.connect(lambda: self.version_clicked.emit(-1))
        self._count = QLabel(self)
        self._count.setProperty("kind", "small")
        self._row.addWidget(self._count)
        right = self._add("right", self.tr("Next version"))
        right.clicked.connect(lambda: self.version_clicked.emit(1))
        if not self._user:
            self._make_details()
            self._row.addStretch(1)

    def _make_details(self) -> None:
        button = self._add("details", self.tr("Details of the reply"))
        button.setText(self.tr("Details"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setProperty("kind", "words")
        button.setCheckable(True)
        button.setMaximumWidth(16_777_215)
        button.setMinimumWidth(0)
        button.clicked.connect(self.details_toggled)

    def _add(self, name: str, label: str) -> IconButton:
        button = IconButton("more" if name == "details" else name, label, self._theme, self)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFixedSize(_BUTTON, _BUTTON)
        self._row.addWidget(button)
        self._buttons[name] = button
        return button

    def _on_copy(self) -> None:
        self.copy_clicked.emit()
        self._buttons["copy"].confirm()
