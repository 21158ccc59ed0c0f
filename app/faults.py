"""Errors nobody caught: logged, and told in one dialog. Qt's own messages go to the log too."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QMessageBox

from app.bridge import Bridge

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """The hooks of the interpreter, its threads and Qt, while a window can show a dialog."""

    def __init__(self, bridge: Bridge, log_file: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._told = False
        self._tell_on_gui = bridge.caller(self._tell)

    def install(self) -> None:
        """Take over the hooks."""
        sys.excepthook = self._report
        threading.excepthook = lambda args: self._report(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        qInstallMessageHandler(_on_qt_message)

    def _report(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            return
        log.error("uncaught", exc_info=(kind, error, trace))
        self._tell_on_gui(f"{kind.__name__}: {error}")

    def _tell(self, fault: str) -> None:
        if self._told:  # One dialog, however often the same fault repeats.
            return
        self._told = True
        box = QMessageBox(QMessageBox.Icon.Warning, "Puna", self.tr("Puna has a fault"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            self.tr(
                "{fault}\n\nYour chats are safe. Please report this with the log file:\n{path}"
            ).format(fault=fault[:500], path=self._log_file)
        )
        box.open()


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
