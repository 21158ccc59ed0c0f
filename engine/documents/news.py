"""What the threads of `engine.documents.documents` tell while they work. Plain data."""

from __future__ import annotations

import msgspec

from engine.documents.records import Progress
from engine.errors import ErrorInfo


class Changed(msgspec.Struct, frozen=True):
    """Files of these collections, by key, are not what they were; empty: collections came, went, or
    have another name."""

    collections: tuple[str, ...] = ()


class Idle(msgspec.Struct, frozen=True):
    """Nothing is left to be done. `error`: what could not be done, such as vectors where there is
    no embedder; files are found by their words then."""

    error: ErrorInfo | None = None


News = Progress | Changed | Idle
