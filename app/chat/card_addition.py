"""What a card shows that somebody else made for it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget


class Addition(Protocol):
    """Told by whoever puts it into a card, so that keys and screen readers find it there."""

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes in it, in order."""
        ...

    def unfold(self) -> None:
        """Keep no text of the message out of sight: somebody looks for a word in it."""
        ...

    def spoken(self) -> str:
        """What is said of it to who cannot see it."""
        ...
