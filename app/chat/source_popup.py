"""The list that `@` opens with files and `#` with collections, to ask them in this chat.

Knows no index: what is found is given by whoever looks it up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal

from app.chat.popup import Offer, Popup
from app.plain_box import PlainBox
from engine.documents.records import Source

# Not in the middle of a word: that would be an address.
_TRIGGER = re.compile(r"(?<![A-Za-z0-9._%+/-])[@#][^\s@#]{0,40}$")
_MOST: Final = 50

Find = Callable[[str, Callable[[Sequence[Source]], None]], None]


class SourcePopup(Popup):
    """`chosen` has a Source; what was typed goes."""

    chosen = Signal(object)

    def __init__(self, box: PlainBox) -> None:
        super().__init__(box, _TRIGGER, "")
        self.setAccessibleName(self.tr("Documents"))
        self._find: Find | None = None
        self._round = 0

    def set_find(self, find: Find) -> None:
        """Who finds files and collections by a part of their name."""
        self._find = find

    def look_up(self, typed: str) -> None:
        self._round += 1
        this, mark = self._round, typed[0]

        def show(found: Sequence[Source]) -> None:
            if this == self._round:  # else something else is typed by now
                fitting = [one for one in found if bool(one.file) == (mark == "@")]
                self.offer([Offer(one.name, f"{mark}{one.name}", one) for one in fitting[:_MOST]])

        if self._find is not None:
            self._find(typed[1:], show)

    def take(self, value: object) -> str:
        self.chosen.emit(value)
        return ""
