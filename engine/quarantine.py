"""Models that ended the engine process twice in a row are not opened a third time by themselves.

Remembered while the program runs, for a model as it is on disk and the settings it was opened
with: a repaired file or another context size is tried again. Knows no process.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from engine import crash
from engine.errors import EngineCrash, PunaError
from engine.files import fingerprint
from engine.messages import ModelSpec

MOST_DEATHS: Final = 2
_ITS_OWN: Final = frozenset(("aborted", "segfault", "bus_error", "ended", "silent"))
"""The ways to die that a model can be blamed for; memory that ran out passes."""

_Key = tuple[ModelSpec, object]


class Quarantine:
    """Counts deaths. Used by one thread."""

    def __init__(self) -> None:
        self._deaths: dict[_Key, int] = {}

    def check(self, model: ModelSpec) -> None:
        """Raises EngineCrash for a model that is in quarantine."""
        if self._deaths.get(_key(model), 0) >= MOST_DEATHS:
            raise crash.quarantined()

    def died(self, model: ModelSpec, error: PunaError) -> None:
        """The process ended at a job with this model."""
        if isinstance(error, EngineCrash) and error.values["cause"] in _ITS_OWN:
            key = _key(model)
            self._deaths[key] = self._deaths.get(key, 0) + 1

    def survived(self, model: ModelSpec) -> None:
        """A job with this model ended as it should."""
        self._deaths.pop(_key(model), None)


def _key(model: ModelSpec) -> _Key:
    return model, fingerprint(Path(model.path))
