"""Sources as a search would give them, from texts."""

from __future__ import annotations

from collections.abc import Sequence

from engine.documents.records import Mode, Passage, Sources


def passage(text: str, number: int = 1, **more: object) -> Passage:
    """A passage of a manual; `more` are fields of `Passage`."""
    given: dict[str, object] = {
        "file": "f1",
        "path": "/library/manual.pdf",
        "title": "Manual",
        "sha256": "0" * 64,
        "page": 3,
        "start": 1000,
        "length": len(text),
        **more,
    }
    return Passage(number, text=text, **given)  # type: ignore[arg-type]  # of a test's own


def sources(*texts: str, mode: Mode = "passages", heading: Sequence[str] = ()) -> Sources:
    """Passages in this order, numbered from 1."""
    made = (passage(text, n, heading=tuple(heading)) for n, text in enumerate(texts, 1))
    return Sources(mode, tuple(made))
