"""A text box in place of the user's message, to change it and ask again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.plain_box import ENTER, PlainBox
from app.text import clean
from app.theme import BODY_SIZE, Theme

_MOST_LINES = 12


class _Box(PlainBox):
    """A text box that keeps Ctrl+Enter and Escape from the shortcuts of the window, and is as high
    as its lines are, as they are broken at its width."""

    def fit(self) -> None:
        two_lines = 2 * self.fontMetrics().lineSpacing()
        height = max(self.height_of_lines(_MOST_LINES), two_lines) + 24
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (_submits(event) or event.key() == Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _submits(event) and not self.composing:
            event.ignore()  # the editor around it submits
        else:
            super().keyPressEvent(event)


def _submits(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(control) and event.key() in ENTER


class InlineEditor(QWidget):
    """Ctrl+Enter submits, Escape cancels; text of white space alone cannot be submitted, unless
    it `may_be_empty` because files go with it."""

    submitted = Signal(str)
    changed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        text: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        may_be_empty: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._may_be_empty = may_be_empty
        self._text = _Box(self)
        self._text.setAccessibleName(self.tr("Edit your message"))
        self._text.set_text(text)
        self._text.textChanged.connect(self._on_text_changed)
        self._text.textChanged.connect(lambda: self.changed.emit(self._text.toPlainText()))
        self._text.document().documentLayout().documentSizeChanged.connect(self._text.fit)
        self._text.document().contentsChanged.connect(self._text.fit)  # higher letters
        self._text.refused.connect(self._on_refused)
        theme.zoomed.connect(self._on_zoomed)
        self._notice = QLabel(self)
        self._notice.setProperty("kind", "warn")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._save = QPushButton(self.tr("Save and send"), self)
        self._save.setProperty("kind", "primary")
        self._save.setToolTip(self.tr("Ctrl+Enter"))
        self._save.clicked.connect(self._on_save)
        self._cancel = cancel = QPushButton(self.tr("Cancel"), self)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 8)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addWidget(self._notice)
        column.addLayout(buttons)
        self._on_zoomed()

    def begin(self) -> None:
        """Take the keyboard."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [self._text, self._cancel, self._save]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif _submits(event):
            self._on_save()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        self._notice.hide()
        self._save.setEnabled(self._may_be_empty or bool(self._text.toPlainText().strip()))

    @Slot()
    def _on_zoomed(self) -> None:
        self._text.setFont(self._theme.fonts.ui_font(BODY_SIZE * self._theme.zoom))
        self._on_text_changed()
        self._text.fit()

    @Slot(object)
    def _on_refused(self, size: int) -> None:
        self._notice.setText(self._text.refusal(size))
        self._notice.show()

    @Slot()
    def _on_save(self) -> None:
        if self._save.isEnabled():
            self.submitted.emit(clean(self._text.toPlainText()))
