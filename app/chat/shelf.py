"""All that is done to chats as a list: shown, searched, named, sorted, deleted and brought back.

Works on the store in the file and on the one in memory; the number of a chat says which has it.
Every change tells how to undo it. Knows no widgets, and not which chat is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.bridge import Bridge
from app.store_watch import StoreWatch
from engine.errors import ErrorInfo
from engine.store.chats import Chats
from engine.store.records import TEMPORARY_IDS, Chat, Folder, Found
from engine.store.store import Store

T = TypeVar("T")
What = Literal["trashed", "restored", "pinned", "unpinned", "moved", "renamed", "folder_removed"]
Back = Callable[[Chats], object]  # undoes a change in its store


class Change(Protocol):
    """Made to chats of one store, on its thread; gives what undoes it."""

    def __call__(self, chats: Chats, ids: list[int]) -> Back: ...


SEARCH_AFTER_MS = 150
SEARCH_AGAIN_MS = 700  # while the words of some messages are still being written to the index
MOST_HITS = 100


class Listing(NamedTuple):
    """What one store has."""

    chats: Sequence[Chat] = ()
    folders: Sequence[Folder] = ()
    trash: Sequence[Chat] = ()

    @classmethod
    def read(cls, chats: Chats) -> Listing:
        return cls(chats.list(), chats.folders.list(), chats.trashed())


class Shelf(QObject):
    """The chats of both stores. Its methods are called on the GUI thread and never wait."""

    listed = Signal(object, object)  # list[Chat], the last changed first; list[Folder]
    trash_listed = Signal(object)  # list[Chat], the last trashed first
    found = Signal(str, object)  # what was searched for, Found
    done = Signal(str, int, object)  # What, to how many, and a function that undoes it
    trashing = Signal(object)  # ids of chats that are about to go to the trash
    restored = Signal(object)  # ids of chats that came back from it
    folder_added = Signal(object)  # Folder, before it is listed
    erasing = Signal()  # chats are being erased, which may take a while
    erased = Signal(int)  # so many are gone for good, or none could be
    unerased = Signal(object)  # ErrorInfo: copies of erased chats are still in backups

    def __init__(
        self,
        store: Store,
        temporary: Store,
        bridge: Bridge,
        watch: StoreWatch,
        backups_erase: Callable[[list[str]], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._temporary = temporary
        self._bridge = bridge
        self._watch = watch
        self._backups_erase = backups_erase
        self._known = {temporary: Listing(), store: Listing()}
        self._listing = False
        self._changed = False  # since the list under way was asked for
        self._text = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._find)

    @property
    def backed_up(self) -> bool:
        """Whether there are backups, from which chats are erased too."""
        return self._backups_erase is not None

    def close(self) -> None:
        """Search no more."""
        self._timer.stop()

    # Lists.

    @Slot()
    def refresh(self) -> None:
        """Ask for the lists, told by `listed` and `trash_listed`; many at once are asked once."""
        if self._listing:
            self._changed = True
            return
        self._listing, self._changed = True, False
        self._each(dict.fromkeys(self._readable(), Listing.read), self._on_listed)

    def _on_listed(self, read: Mapping[Store, Listing]) -> None:
        self._listing = False
        self._known.update(read)  # One that cannot be read just now keeps what it had.
        lists = self._known.values()
        self.trash_listed.emit([chat for each in lists for chat in each.trash])
        chats = [chat for each in lists for chat in each.chats]
        self.listed.emit(chats, self._known[self._store].folders)
        if self._changed:
            self.refresh()
        elif self._text and not self._timer.isActive():
            self._timer.start(0)  # What was found may have changed too.

    # Search.

    @Slot(str)
    def search(self, text: str) -> None:
        """Look for `text` once nothing more is typed for a moment; told by `found`."""
        text = text.strip()
        if text != self._text:
            self._text = text
            self._timer.start(SEARCH_AFTER_MS) if text else self._timer.stop()

    @Slot()
    def _find(self) -> None:
        text = self._text

        def show(read: Mapping[Store, Found]) -> None:
            if text != self._text:  # Something else is searched for by now.
                return
            # What is in memory is of today.
            both = [read[store] for store in self._readable() if store in read]
            hits = tuple(hit for each in both for hit in each.hits)
            complete = all(each.complete for each in both)
            if both:
                self.found.emit(text, Found(hits[:MOST_HITS], complete))
            if not complete:
                self._timer.start(SEARCH_AGAIN_MS)

        find = partial(_found, text=text)
        self._each(dict.fromkeys(self._readable(), find), show)

    # Chats.

    def rename(self, chat_id: int, title: str) -> None:
        def change(chats: Chats, ids: list[int]) -> Back:
            before = chats.get(chat_id).title
            chats.rename(chat_id, title)
            return lambda chats: chats.rename(chat_id, before)

        self._change("renamed", [chat_id], change)

    def pin(self, chat_ids: Sequence[int], pinned: bool) -> None:
        """Put chats on top of the list, or back into it. Not for temporary ones."""

        def change(chats: Chats, ids: list[int]) -> Back:
            changed = [number for number in ids if chats.get(number).pinned != pinned]
            chats.pin(changed, pinned)
            return lambda chats: chats.pin(changed, not pinned)

        self._change("pinned" if pinned else "unpinned", _stored(chat_ids), change)

    def move(self, chat_ids: Sequence[int], folder: int | None) -> None:
        """Put chats into a folder, or out of theirs for None. Not for temporary ones."""

        def change(chats: Chats, ids: list[int]) -> Back:
            before = _by_folder(chats.get(number) for number in ids)
            chats.move(ids, folder)
            return partial(_move_back, before=before)

        self._change("moved", _stored(chat_ids), change)

    def trash(self, chat_ids: Sequence[int]) -> None:
        """Delete chats, so that they can be brought back."""

        def change(chats: Chats, ids: list[int]) -> Back:
            chats.trash(ids)
            return lambda chats: chats.restore(ids)

        self.trashing.emit(list(chat_ids))
        self._change("trashed", chat_ids, change)

    def restore(self, chat_ids: Sequence[int]) -> None:
        """Bring chats back from the trash."""

        def change(chats: Chats, ids: list[int]) -> Back:
            chats.restore(ids)
            return lambda chats: chats.trash(ids)

        self._change("restored", chat_ids, change)

    def erase(self, chat_ids: Sequence[int]) -> None:
        """Remove chats in the trash for good, from the backups too. There is no undo."""

        def erased(read: Mapping[Store, list[str]]) -> None:
            self.refresh()
            self._erase_copies(sum(len(keys) for keys in read.values()))

        self.erasing.emit()
        parts = {store: partial(_erase, ids=ids) for store, ids in self._split(chat_ids).items()}
        self._each(parts, erased)

    @Slot()
    def erase_copies(self) -> None:
        """Try once more to remove erased chats from the backups: the store knows which."""
        self._erase_copies(0)

    def _erase_copies(self, count: int) -> None:
        erase = self._backups_erase

        def remove(keys: list[str]) -> None:
            if erase is None or not keys:
                self.erased.emit(count)
            else:
                gone = partial(forget, keys)
                self._bridge.run(partial(erase, keys), gone, self.unerased.emit)

        def forget(keys: list[str], _: None) -> None:
            self._bridge.deliver(self._store.call(lambda chats: chats.bin.forget(keys)))
            self.erased.emit(count or len(keys))

        future = self._store.call(lambda chats: chats.bin.erased())
        self._bridge.deliver(future, remove, self.unerased.emit)

    # Folders.

    def add_folder(self, name: str, chat_ids: Sequence[int] = ()) -> None:
        """A new folder, with these chats in it; told by `folder_added`. A name that is taken gets
        a number."""
        ids = _stored(chat_ids)

        def add(chats: Chats) -> tuple[Folder, Back]:
            with chats.transaction():
                before = _by_folder(chats.get(number) for number in ids)
                folder = chats.folders.add(_free(name, chats.folders.list()))
                chats.move(ids, folder.id)
            return folder, partial(_move_back, before=before)

        def added(read: Mapping[Store, tuple[Folder, Back]]) -> None:
            for folder, back in read.values():
                self.folder_added.emit(folder)
                if ids:
                    self._tell("moved", ids, {self._store: back})
            self.refresh()

        self._each({self._store: add}, added)

    def rename_folder(self, folder: int, name: str) -> None:
        rename = partial(_rename_folder, folder=folder, name=name)
        self._each({self._store: rename}, self._refreshed)

    def remove_folder(self, folder: int) -> None:
        """Remove a folder. The chats in it stay, outside of it."""

        def remove(chats: Chats) -> Back:
            [name] = [each.name for each in chats.folders.list() if each.id == folder]
            ids = [chat.id for chat in (*chats.list(), *chats.trashed()) if chat.folder == folder]
            chats.folders.remove(folder)
            return lambda chats: chats.move(ids, chats.folders.named(name).id)

        def removed(read: Mapping[Store, Back]) -> None:
            self.refresh()
            self._tell("folder_removed", [folder], read)

        self._each({self._store: remove}, removed)

    # How a change is made.

    def _change(self, what: What, chat_ids: Sequence[int], change: Change) -> None:
        def done(backs: Mapping[Store, Back]) -> None:
            self.refresh()
            self._tell(what, [number for store in backs for number in split[store]], backs)

        split = self._split(chat_ids)
        parts = {store: _whole(partial(change, ids=ids)) for store, ids in split.items()}
        self._each(parts, done)

    def _tell(self, what: What, ids: list[int], backs: Mapping[Store, Back]) -> None:
        def undo() -> None:
            if what == "restored":
                self.trashing.emit(ids)
            self._each({store: _whole(back) for store, back in backs.items()}, undone)

        def undone(_: object) -> None:
            self.refresh()
            if what == "trashed":
                self.restored.emit(ids)

        if not backs:
            return
        if what == "restored":
            self.restored.emit(ids)
        self.done.emit(what, len(ids), undo)

    def _refreshed(self, _: object) -> None:
        self.refresh()

    def _readable(self) -> list[Store]:
        """The stores that can be asked now. Of the other one, its own notice tells."""
        return [self._temporary, self._store] if self._watch.readable else [self._temporary]

    def _split(self, chat_ids: Sequence[int]) -> dict[Store, list[int]]:
        parts: dict[Store, list[int]] = {}
        for number in chat_ids:
            store = self._temporary if number >= TEMPORARY_IDS else self._store
            parts.setdefault(store, []).append(number)
        return parts

    def _each(
        self, parts: Mapping[Store, Callable[[Chats], T]], done: Callable[[dict[Store, T]], None]
    ) -> None:
        """Call a function in each store. Once all have ended, `done` gets the results of those
        that could; the errors of the others go where nobody else handles them."""
        results: dict[Store, T] = {}
        waiting = set(parts)

        def settle(store: Store) -> None:
            waiting.discard(store)
            if not waiting:
                done(results)

        def keep(store: Store, result: T) -> None:
            results[store] = result
            settle(store)

        def failed(store: Store, error: ErrorInfo) -> None:
            self._bridge.failed.emit(error)
            settle(store)

        for store, function in parts.items():
            called = store.call(function)
            self._bridge.deliver(called, partial(keep, store), partial(failed, store))


def _whole(change: Callable[[Chats], T]) -> Callable[[Chats], T]:
    """The change made wholly or not at all."""

    def make(chats: Chats) -> T:
        with chats.transaction():
            return change(chats)

    return make


def _stored(chat_ids: Sequence[int]) -> list[int]:
    return [number for number in chat_ids if number < TEMPORARY_IDS]


def _found(chats: Chats, text: str) -> Found:
    return chats.search.find(text, MOST_HITS)


def _erase(chats: Chats, ids: list[int]) -> list[str]:
    return chats.erase(ids)


def _by_folder(chats: Iterable[Chat]) -> dict[int | None, list[int]]:
    """The ids of chats by the folder they are in."""
    found: dict[int | None, list[int]] = {}
    for chat in chats:
        found.setdefault(chat.folder, []).append(chat.id)
    return found


def _move_back(chats: Chats, before: dict[int | None, list[int]]) -> None:
    for folder, ids in before.items():
        chats.move(ids, folder)


def _free(name: str, folders: Iterable[Folder]) -> str:
    taken = {folder.name for folder in folders}
    names = [name, *(f"{name} {number}" for number in range(2, len(taken) + 2))]
    return next(each for each in names if each not in taken)


def _rename_folder(chats: Chats, folder: int, name: str) -> None:
    chats.folders.rename(folder, name)
