"""Before the window closes: temporary chats with messages would be gone, or a training run would
stop, so it asks, once.

Nothing else is asked. Knows the chats only as something that can be kept.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.bridge import Bridge
from app.chat.temporaries import Temporaries
from app.store_watch import StoreWatch


class Farewell(QObject):
    """Asks in a dialog of `window`, and closes it."""

    def __init__(
        self,
        window: QWidget,
        temporaries: Temporaries,
        watch: StoreWatch,
        bridge: Bridge,
        training: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._temporaries = temporaries
        self._watch = watch
        self._training = training
        self._box: QMessageBox | None = None
        self._agreed = False
        self._keeping = False
        temporaries.changed.connect(self._on_changed)
        bridge.failed.connect(self._on_failed)

    def may_close(self) -> bool:
        """Whether the window may close now. Where it may not, the user is being asked."""
        # A desktop that ends its session would be held up by a question.
        ending = isinstance(app := QGuiApplication.instance(), QGuiApplication) and (
            app.isSavingSession()
        )
        number, training = len(self._temporaries.all), self._training()
        if self._agreed or ending or not (number or training):
            return True
        if self._box is None:
            if number:
                self._ask(number)
            else:
                self._ask_training()
        return False

    def _ask(self, number: int) -> None:
        box = self._box = QMessageBox(self._window)
        box.setWindowTitle("Puna")
        if number == 1:
            box.setText(self.tr("A temporary chat will be gone."))
            box.setInformativeText(self.tr("It is in memory only."))
        else:
            box.setText(self.tr("{n} temporary chats will be gone.").format(n=number))
            box.setInformativeText(self.tr("They are in memory only."))
        self._offer(keeping=self._watch.writable)

    def _ask_training(self) -> None:
        box = self._box = QMessageBox(self._window)
        box.setWindowTitle("Puna")
        box.setText(self.tr("A training run is under way."))
        box.setInformativeText(
            self.tr("It writes where it is, and can go on from there once Puna is open again.")
        )
        self._offer(keeping=False)

    def _offer(self, *, keeping: bool) -> None:
        """The ways out of the question, and the question on the screen."""
        box = self._box
        assert box is not None
        close = box.addButton(self.tr("Close Puna"), QMessageBox.ButtonRole.DestructiveRole)
        close.clicked.connect(self._close)
        if keeping:
            keep = box.addButton(self.tr("Keep and close"), QMessageBox.ButtonRole.AcceptRole)
            keep.clicked.connect(self._keep)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.finished.connect(self._on_finished)
        box.open()

    @Slot()
    def _close(self) -> None:
        self._agreed = True
        self._window.close()

    @Slot()
    def _keep(self) -> None:
        self._keeping = True
        self._temporaries.keep(self._temporaries.all, now=True)

    @Slot()
    def _on_changed(self) -> None:
        if self._keeping and not self._temporaries.all:
            self._close()

    @Slot(object)
    def _on_failed(self, _: object) -> None:
        self._keeping = False  # the banner says why; nothing is closed that could not be kept

    @Slot(int)
    def _on_finished(self, _: int) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
