"""Assistants or snippets as the window has them: the user's own, and those that come with Puna.

Reading and writing is done on other threads. Does not know how they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec
from PySide6.QtCore import QLocale, QObject, Signal, Slot

from app.bridge import Bridge
from engine.assistants import Assistant, Snippet
from engine.store.chats import Chats
from engine.store.store import Store

Item = TypeVar("Item", bound=Assistant | Snippet)


class Kept(Protocol[Item]):
    """What the store has for one of the two kinds."""

    def list(self) -> list[Item]: ...
    def save(self, item: Item, /) -> Item: ...
    def remove(self, item_id: int, /) -> None: ...


class Collection(QObject, Generic[Item]):
    """All of one kind. `kept` finds them in the store, `shipped` those in a language."""

    changed = Signal()
    saved = Signal(object)  # Assistant or Snippet, with its id
    removed = Signal(object)  # the one that is gone; `put_back` undoes it

    def __init__(
        self,
        store: Store,
        bridge: Bridge,
        kept: Callable[[Chats], Kept[Item]],
        shipped: Callable[[str], Sequence[Item]],
        parent: QObject | None = None,
        *,
        one_word: bool = False,
    ) -> None:
        """`one_word`: names have no blanks."""
        super().__init__(parent)
        self._store = store
        self._bridge = bridge
        self._kept = kept
        self._find_shipped = shipped
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

    @Slot()
    def refresh(self) -> None:
        """Read them again, in the language the window has now."""
        language, find = QLocale().name(), self._find_shipped
        self._bridge.run(lambda: tuple(find(language)), self._on_shipped)
        kept = self._kept
        self._bridge.deliver(self._store.call(lambda chats: kept(chats).list()), self._on_listed)

    def save(self, item: Item) -> None:
        """Add a new one, or take the place of the one with its id."""
        kept = self._kept
        saved = self._store.call(lambda chats: kept(chats).save(item))
        self._bridge.deliver(saved, self._on_saved)

    def remove(self, item: Item) -> None:
        """Take one of the user's own away. `put_back` brings it back."""
        kept = self._kept

        def gone(_: None) -> None:
            self.removed.emit(item)
            self.refresh()

        self._bridge.deliver(self._store.call(lambda chats: kept(chats).remove(item.id)), gone)

    def put_back(self, item: Item) -> None:
        """Undo `remove`."""
        self.save(msgspec.structs.replace(item, id=0))

    def _on_saved(self, item: Item) -> None:
        self.saved.emit(item)
        self.refresh()

    def _on_listed(self, items: Sequence[Item]) -> None:
        own = tuple(sorted(items, key=lambda item: (item.name.casefold(), item.id)))
        if own != self.own:
            self.own = own
            self.changed.emit()

    def _on_shipped(self, items: Sequence[Item]) -> None:
        if items != self.shipped:
            self.shipped = items
            self.changed.emit()
