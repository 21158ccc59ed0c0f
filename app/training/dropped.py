"""A file of examples that is dragged to the page. Models and backups are for the window to open."""

from __future__ import annotations

from PySide6.QtGui import QDropEvent

_OTHERS = (".gguf", ".puna")


def dropped_file(event: QDropEvent) -> str:
    """The first file that is dragged and may hold examples; empty where there is none."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return next((name for name in files if not name.lower().endswith(_OTHERS)), "")
