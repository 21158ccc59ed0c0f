"""The words that stand in an answer behind what was not found: drawn there, and looked through."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def not_found() -> str:
    """In the language of the window."""
    return QCoreApplication.translate("CitationWords", "not found")
