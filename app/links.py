"""Links in what a model wrote: shown in full before they are opened, and only harmless kinds.

A reply may say one address and link to another, or to one whose letters only look familiar; so
the question shows where the link really leads, its host in ASCII.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

SCHEMES = ("http", "https", "mailto")


def target(link: str) -> QUrl | None:
    """Where `link` leads; None for what is not opened: other schemes, files, broken addresses."""
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES:
        return None
    if url.scheme().lower() != "mailto" and not url.host():
        return None
    return url


class LinkOpener(QObject):
    """Asks, then hands the address to the desktop."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, link: str) -> QMessageBox:
        """Ask whether to open `link`; says so where it cannot be opened. Does not block."""
        url = target(link)
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Open a link"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        if url is None:
            box.setText(self.tr("This link is not opened."))
            box.setInformativeText(
                self.tr("Only web and mail addresses are. It leads to:\n{link}").format(
                    link=link[:500]
                )
            )
            box.addButton(QMessageBox.StandardButton.Close)
        else:
            shown = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
            box.setText(self.tr("Open this address outside Puna?"))
            box.setInformativeText(f"{shown[:2000]}")
            button = box.addButton(self.tr("Open"), QMessageBox.ButtonRole.AcceptRole)
            button.clicked.connect(lambda: QDesktopServices.openUrl(url))
            cancel = box.addButton(QMessageBox.StandardButton.Cancel)
            box.setDefaultButton(cancel)
        box.open()
        return box
