"""Whether the pane of chats is beside the page, over it, or folded away.

A narrow window folds it first. By hand it is folded at any width, and stays so. A folded one comes
over the page when it is asked for, and goes when the user turns back to the page.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from app.preferences import Preferences
from app.shade import Shade

NARROW = 930  # of the page, in logical pixels; the rail is beside it


class Folding(QObject):
    """Places `pane`, which becomes the first in the layout of `page` or lies over it."""

    keyboard_left = Signal()  # the pane went with the keyboard in it

    def __init__(
        self, pane: QFrame, page: QWidget, layout: QHBoxLayout, preferences: Preferences
    ) -> None:
        super().__init__(page)
        self._pane = pane
        self._page = page
        self._layout = layout
        self._preferences = preferences
        self._over = False
        self._shade = Shade(page)
        self._shade.hide()
        self._shade.pressed.connect(self.leave)
        pane.setParent(page)
        page.installEventFilter(self)
        preferences.changed.connect(self._place)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self._place()

    @property
    def beside(self) -> bool:
        """Whether the pane has a place of its own beside the page."""
        return self._page.width() >= NARROW and not self._preferences.settings.chats_folded

    @Slot()
    def toggle(self) -> None:
        """Show the pane or fold it away. In a wide window that is remembered."""
        if self._page.width() >= NARROW and not self._over:
            folded = self._preferences.settings.chats_folded
            self._preferences.change(chats_folded=not folded)
        else:
            self._over = not self._over
            self._place()

    @Slot()
    def show(self) -> None:
        """Have the pane in sight, over the page where it is folded."""
        self._over = not self.beside
        self._place()

    @Slot()
    def leave(self) -> None:
        """Fold away what lies over the page."""
        if self._over:
            self._over = False
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @Slot()
    def _place(self) -> None:
        if self.beside:
            self._over = False
            if self._layout.indexOf(self._pane) < 0:
                self._layout.insertWidget(0, self._pane)
        else:
            self._layout.removeWidget(self._pane)
            self._pane.setGeometry(0, 0, self._pane.sizeHint().width(), self._page.height())
        at = QApplication.focusWidget()
        held = at is not None and self._pane.isAncestorOf(at)
        self._pane.setVisible(self.beside or self._over)
        self._shade.setGeometry(self._page.rect())
        self._shade.setVisible(self._over)
        if self._over:
            self._shade.raise_()
            self._pane.raise_()
        if held and not self._pane.isVisible():
            self.keyboard_left.emit()  # else it would be wherever Qt puts it

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        # None is a menu, a dialog or another program: the user has not turned away.
        if now is not None and self._page.isAncestorOf(now) and not self._pane.isAncestorOf(now):
            self.leave()
