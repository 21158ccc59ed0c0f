"""The language of the window: our own translations, Qt's, and how numbers are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.paths import resources


class Language:
    """Installs the translators of one language at a time. English needs none of ours."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._system = QLocale.system()
        self._installed: list[QTranslator] = []

    def apply(self, name: str) -> None:
        """Switch to `en`, `zh_CN`, or `system`: what the desktop is set to.

        Widgets made before keep their words.
        """
        locale = self._system if name == "system" else QLocale(name)
        self.close()
        QLocale.setDefault(locale)
        qt_path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name_part, folder in (("qtbase", qt_path), ("puna", str(resources() / "i18n"))):
            translator = QTranslator(self._application)
            if translator.load(locale, name_part, "_", folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)

    def close(self) -> None:
        """Take the translators out again."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
