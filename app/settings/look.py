"""How the window looks: colours, language, size of the text, figures below replies."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from app.fields import Page, Row, choice, section
from app.preferences import Preferences

ZOOMS = range(80, 201, 10)  # percent, as the keys step through them


class LookPage(Page):
    """Every change is taken at once."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.theme = choice(
            {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        )
        self.language = choice(
            {"system": self.tr("As the system"), "en": "English", "zh_CN": "简体中文"}
        )
        percent = self.tr("{percent} %")
        self.zoom = choice({size: percent.format(percent=size) for size in ZOOMS})
        self.details = QCheckBox(self.tr("Show figures and the receipt below each reply"))
        self._lay_out()
        self._show()
        change = preferences.change
        self.theme.activated.connect(lambda: change(theme=self.theme.currentData()))
        self.language.activated.connect(lambda: change(language=self.language.currentData()))
        self.zoom.activated.connect(lambda: change(zoom=self.zoom.currentData()))
        self.details.toggled.connect(lambda on: change(details=on))
        preferences.changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        settings = self._preferences.settings
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.language.setCurrentIndex(self.language.findData(settings.language))
        nearest = min(ZOOMS, key=lambda size: abs(size - settings.zoom))
        self.zoom.setCurrentIndex(self.zoom.findData(nearest))
        self.details.blockSignals(True)
        self.details.setChecked(settings.details)
        self.details.blockSignals(False)

    def _lay_out(self) -> None:
        self.add(
            section(
                self.tr("Look"),
                Row(self.tr("Theme"), self.tr("The colours of the window."), self.theme),
                Row(self.tr("Language"), self.tr("The language of the window."), self.language),
                Row(self.tr("Text size"), self.tr("Of messages and of what you write."), self.zoom),
            ),
            section(self.tr("Details"), self.details),
        )
