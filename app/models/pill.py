"""A word in a rounded frame, beside what it is said of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


def pill(text: str) -> QLabel:
    """A label no larger than its text."""
    label = QLabel(text)
    label.setProperty("kind", "mark")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label
