"""Finds the adapters of `--adapter FILE[:SCALE]` and those an assistant brings along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from engine.assistants import Setup
from engine.errors import InvalidInput
from engine.hub.adapters import AdapterShelf
from engine.messages import AdapterUse
from engine.paths import Home


def adapters_for(home: Home, given: Sequence[str] | None, setup: Setup) -> tuple[AdapterUse, ...]:
    """The adapters given, in place of those of the setup; a file, or a name of the home's folder.

    Raises InvalidInput for a scale that cannot be used. Whether a file is there is not looked at.
    """
    shelf = AdapterShelf(home)
    if not given:
        return tuple(AdapterUse(str(shelf.path_of(use.path)), use.scale) for use in setup.adapters)
    return tuple(_use(shelf, text) for text in given)


def _use(shelf: AdapterShelf, text: str) -> AdapterUse:
    name, scale = _split(text)
    here = Path(name).expanduser().absolute()
    path = here if here.exists() else shelf.path_of(name)
    return AdapterUse(str(path.absolute()), scale)


def _split(text: str) -> tuple[str, float]:
    """File and scale; split only where the tail is a number, so that `C:\\x` stays whole."""
    name, colon, tail = text.rpartition(":")
    try:
        scale = float(tail)
    except ValueError:
        return text, 1.0
    if not colon or not name:
        return text, 1.0
    if not math.isfinite(scale):
        raise InvalidInput(
            "--adapter", f"{tail} is no scale", "Write FILE:SCALE with a number, such as 0.5."
        )
    return name, scale
