"""Files and folders that are dragged to the page. Models and backups are for the window to open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

_OTHERS = (".gguf", ".puna")


def dropped_paths(event: QDropEvent) -> Sequence[Path]:
    """What is dragged and may be documents, as paths on this computer."""
    names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return [Path(name) for name in names if name and not name.lower().endswith(_OTHERS)]
