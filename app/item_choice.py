"""Things with a name to choose from: the user's own, and those that come with Puna.

Knows neither what they are nor where they are kept.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal

from engine.assistants import Assistant, Snippet
from engine.presets import Preset

Item = TypeVar("Item", bound=Assistant | Snippet | Preset)


class ItemChoice(QObject, Generic[Item]):
    """All of one kind. `one_word`: names have no blanks."""

    changed = Signal()
    saved = Signal(object)  # the item, with its id
    removed = Signal(object)  # the one that is gone; `put_back` undoes it

    def __init__(self, parent: QObject | None = None, *, one_word: bool = False) -> None:
        super().__init__(parent)
        self._numbered = "{name}-{number}" if one_word else "{name} {number}"
        self.own: Sequence[Item] = ()
        self.shipped: Sequence[Item] = ()

    @property
    def all(self) -> Sequence[Item]:
        """The user's own by name, then those that come with Puna."""
        return (*self.own, *self.shipped)

    def named(self, name: str) -> Item | None:
        """The one of that name; the user's own before one that comes with Puna."""
        return next((item for item in self.all if item.name == name), None)

    def free_name(self, name: str) -> str:
        """`name`, or `name 2` and so on where the user has one of that name already."""
        taken = {item.name for item in self.own}
        number, free = 1, name
        while free in taken:
            number += 1
            free = self._numbered.format(name=name, number=number)
        return free

    @abstractmethod
    def save(self, item: Item) -> None:
        """Add a new one, or take the place of the one with its id."""

    @abstractmethod
    def remove(self, item: Item) -> None:
        """Take one of the user's own away. `put_back` brings it back."""

    def put_back(self, item: Item) -> None:
        """Undo `remove`."""
        self.save(msgspec.structs.replace(item, id=0))
