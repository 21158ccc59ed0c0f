"""Gives a home the model `gemma` without putting it together again: a second name of one file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from engine.hub.catalogue import load_catalogue
from engine.paths import Home


def lend(home: Home, gemma_path: Path) -> None:
    """Have the file in the home, as after its first use."""
    target = home.models / load_catalogue()["gemma"].file
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(gemma_path, target)
    except OSError:  # another disk
        shutil.copy(gemma_path, target)
