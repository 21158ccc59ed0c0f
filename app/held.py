"""What is said where another Puna has the home and cannot be asked: on another computer, or deaf.

Comes before there is a window, and makes the look and the language it needs.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox

from app.instance import Instance
from app.language import Language
from app.theme import Theme
from engine.errors import StorageError
from engine.files import load_settings, shown
from engine.paths import Home
from engine.settings import Settings


class HeldHome(QObject):
    """The question whether to start all the same."""

    def __init__(self, home: Home, host: str) -> None:
        super().__init__()
        self.box = QMessageBox(QMessageBox.Icon.Warning, "Puna", "")
        folder = shown(home.root)
        if host:
            self.box.setText(self.tr("Puna is open on the computer “{host}”").format(host=host))
            self.box.setInformativeText(
                self.tr(
                    "It uses the same folder: {folder}\n\nTwo at the same time can damage your "
                    "chats. Close Puna there first. If it does not run there any more, start it "
                    "here all the same."
                ).format(folder=folder)
            )
        else:
            self.box.setText(self.tr("Puna is open already and does not answer"))
            self.box.setInformativeText(
                self.tr(
                    "It uses this folder: {folder}\n\nLook for its window, or wait a moment and "
                    "try again. If it does not run any more, start it all the same."
                ).format(folder=folder)
            )
        self.start_button = self.box.addButton(
            self.tr("Start all the same"), QMessageBox.ButtonRole.AcceptRole
        )
        cancel = self.box.addButton(QMessageBox.StandardButton.Cancel)
        self.box.setDefaultButton(cancel)
        self.box.setEscapeButton(cancel)

    def ask(self) -> bool:
        """Wait for the answer: there is nothing else to do yet."""
        self.box.exec()
        return self.box.clickedButton() is self.start_button


def start_anyway(qt: QApplication, home: Home, instance: Instance) -> bool:
    """Whether the user starts all the same; then the home is ours."""
    try:
        settings = load_settings(home.settings)
    except StorageError:
        settings = Settings()
    theme, language = Theme(qt), Language(qt)
    theme.apply(settings.theme)
    language.apply(settings.language)
    agreed = HeldHome(home, instance.holder()).ask()
    language.close()
    if agreed:
        instance.take_over()
    return agreed
