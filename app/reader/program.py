"""A file in the program that the system opens it with, when the user clicks on that."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_DOCUMENTS: Final = frozenset(
    (
        *(".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".eml", ".csv", ".tsv"),
        *(".txt", ".text", ".md", ".markdown", ".rst", ".log", ".html", ".htm", ".xhtml"),
    )
)


def opens_itself(path: str) -> bool:
    """Whether the file is opened, and not the folder it is in: the system would run some kinds of
    source code instead of showing them."""
    return PurePath(path).suffix.lower() in _DOCUMENTS


def open_outside(path: str) -> bool:
    """Hand a file, or its folder, to the desktop; False where that refuses."""
    target = path if opens_itself(path) else str(PurePath(path).parent)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(target))
