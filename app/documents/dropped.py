"""Files and folders that are dragged to the page. Models and backups are for the window to open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from app.dropped import ARCHIVE, MODEL, dropped_files


def dropped_paths(event: QDropEvent) -> Sequence[Path]:
    """What is dragged and may be documents, as paths on this computer."""
    others = (MODEL, ARCHIVE)
    return [path for path in dropped_files(event) if path.suffix.lower() not in others]
