"""Files that are dragged to the window: models and backups, which it opens, and others."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent

MODEL, ARCHIVE = ".gguf", ".puna"


def dropped_files(event: QDropEvent) -> list[Path]:
    """All files that are dragged."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def openable_files(event: QDropEvent) -> list[str]:
    """The models and backup files among what is dragged."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return [name for name in files if name.lower().endswith((MODEL, ARCHIVE))]
