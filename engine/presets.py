"""Presets: ways to write that have a name, as plain data. Reading and writing: see `preset_files`.

Knows neither where they are kept (`engine.settings`) nor how they are shown.
"""

from __future__ import annotations

import msgspec

from engine.messages import Sampling


class Preset(msgspec.Struct, frozen=True):
    """A sampling with a name. `id` is 0 for one that comes with Puna or was not saved yet."""

    name: str
    sampling: Sampling = Sampling()
    id: int = 0
