"""Models that ended the engine process twice in a row are not opened a third time by themselves.

Remembered while the program runs, for a model as it is on disk, the settings it was opened with and
the adapters in use: a repaired file, another context size or no adapter is tried again. Knows no
process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine import crash
from engine.errors import EngineCrash, PunaError
from engine.files import fingerprint
from engine.messages import AdapterUse, ModelSpec

MOST_DEATHS: Final = 2
_ITS_OWN: Final = frozenset(("aborted", "segfault", "bus_error", "ended", "silent"))
"""The ways to die that a model can be blamed for; memory that ran out passes."""

_Key = tuple[ModelSpec, object, object]


class Quarantine:
    """Counts deaths. Used by one thread."""

    def __init__(self) -> None:
        self._deaths: dict[_Key, int] = {}

    def check(self, model: ModelSpec, adapters: Sequence[AdapterUse] = ()) -> None:
        """Raises EngineCrash for a model that is in quarantine."""
        if self._deaths.get(_key(model, adapters), 0) >= MOST_DEATHS:
            raise crash.quarantined()

    def died(self, model: ModelSpec, error: PunaError, adapters: Sequence[AdapterUse] = ()) -> None:
        """The process ended at a job with this model."""
        if isinstance(error, EngineCrash) and error.values["cause"] in _ITS_OWN:
            key = _key(model, adapters)
            self._deaths[key] = self._deaths.get(key, 0) + 1

    def survived(self, model: ModelSpec, adapters: Sequence[AdapterUse] = ()) -> None:
        """A job with this model ended as it should."""
        self._deaths.pop(_key(model, adapters), None)


def _key(model: ModelSpec, adapters: Sequence[AdapterUse]) -> _Key:
    seen = tuple((use, fingerprint(Path(use.path))) for use in adapters if use.scale)
    return model, fingerprint(Path(model.path)), seen
