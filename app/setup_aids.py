"""What the forms of a setup share: presets, adapters, and a look at grammars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.adapters import AdapterChoice
from app.form_check import FormCheck
from app.presets import PresetChoice


@dataclass(frozen=True, slots=True)
class SetupAids:
    """They outlive the window: another language takes a new one.

    `thinks` tells whether the model in a file can be told to think or not, None where that is not
    known.
    """

    presets: PresetChoice
    adapters: AdapterChoice
    forms: FormCheck
    thinks: Callable[[str], bool | None]
