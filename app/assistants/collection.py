"""Assistants or snippets as the window has them: the user's own, and those that come with Puna.

Reading and writing is done on other threads. Does not know how they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QLocale, QObject, Slot

from app.bridge import Bridge
from app.item_choice import ItemChoice
from engine.assistants import Assistant, Snippet
from engine.store.chats import Chats
from engine.store.store import Store

Stored = TypeVar("Stored", bound=Assistant | Snippet)


class Kept(Protocol[Stored]):
    """What the store has for one of the two kinds."""

    def list(self) -> list[Stored]: ...
    def save(self, item: Stored, /) -> Stored: ...
    def remove(self, item_id: int, /) -> None: ...


class Collection(ItemChoice[Stored]):
    """All of one kind. `kept` finds them in the store, `shipped` those in a language."""

    def __init__(
        self,
        store: Store,
        bridge: Bridge,
        kept: Callable[[Chats], Kept[Stored]],
        shipped: Callable[[str], Sequence[Stored]],
        parent: QObject | None = None,
        *,
        one_word: bool = False,
    ) -> None:
        super().__init__(parent, one_word=one_word)
        self._store = store
        self._bridge = bridge
        self._kept = kept
        self._find_shipped = shipped

    @Slot()
    def refresh(self) -> None:
        """Read them again, in the language the window has now."""
        language, find = QLocale().name(), self._find_shipped
        self._bridge.run(lambda: tuple(find(language)), self._on_shipped)
        kept = self._kept
        self._bridge.deliver(self._store.call(lambda chats: kept(chats).list()), self._on_listed)

    def save(self, item: Stored) -> None:
        """Add a new one, or take the place of the one with its id."""
        kept = self._kept
        saved = self._store.call(lambda chats: kept(chats).save(item))
        self._bridge.deliver(saved, self._on_saved)

    def remove(self, item: Stored) -> None:
        """Take one of the user's own away. `put_back` brings it back."""
        kept = self._kept

        def gone(_: None) -> None:
            self.removed.emit(item)
            self.refresh()

        self._bridge.deliver(self._store.call(lambda chats: kept(chats).remove(item.id)), gone)

    def _on_saved(self, item: Stored) -> None:
        self.saved.emit(item)
        self.refresh()

    def _on_listed(self, items: Sequence[Stored]) -> None:
        own = tuple(sorted(items, key=lambda item: (item.name.casefold(), item.id)))
        if own != self.own:
            self.own = own
            self.changed.emit()

    def _on_shipped(self, items: Sequence[Stored]) -> None:
        if items != self.shipped:
            self.shipped = items
            self.changed.emit()
