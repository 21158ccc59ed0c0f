"""Chats from a file into the store, and from the store into a file.

Long work, for a thread of its own: it waits for the store's thread. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine.errors import ErrorInfo, InvalidInput, PunaError
from engine.exchange import Headings, Skipped, read_chats, write_json, write_markdown
from engine.files import Cancelled, Progress, Stopped
from engine.store.chats import Chats
from engine.store.store import Store
from engine.store.tree import ChatTree

Format = Literal["markdown", "json"]

BATCH: Final = 20  # chats in one transaction: between two of them others get at the store


class Imported(msgspec.Struct, frozen=True):
    """What an import did. `known` chats were there already. `error` ended it early; `stopped`:
    the user did. What was added by then stays."""

    added: int = 0
    known: int = 0
    skipped: tuple[Skipped, ...] = ()
    stopped: bool = False
    error: ErrorInfo | None = None


class Exported(msgspec.Struct, frozen=True):
    """What was written: chats, where, and bytes."""

    chats: int
    path: Path
    size: int


def import_chats(store: Store, path: Path, progress: Progress, cancelled: Cancelled) -> Imported:
    """Add the chats of a file or folder. `progress` in bytes read.

    Raises InvalidInput for a file without chats, and StorageError where nothing could be added.
    """
    reader = read_chats(path, progress, cancelled)
    added = known = 0
    skipped: list[Skipped] = []
    error: ErrorInfo | None = None
    stopped = False
    trees = iter(reader)
    try:
        while batch := list(islice(trees, BATCH)):
            result = store.call(_taker(batch)).result()
            added += result.added
            known += result.known
            skipped += result.skipped
    except Stopped:
        stopped = True
    except PunaError as fault:
        if not added:
            raise
        error = fault.info()
    return Imported(added, known, (*reader.skipped, *skipped), stopped, error)


def _taker(batch: Sequence[ChatTree]) -> Callable[[Chats], Imported]:
    def take(chats: Chats) -> Imported:
        added = known = 0
        skipped = []
        with chats.transaction():
            for tree in batch:
                try:
                    taken = chats.take(tree)
                except InvalidInput as error:
                    skipped.append(Skipped(tree.title, str(error.values["reason"])))
                    continue
                added += taken is not None
                known += taken is None
        return Imported(added, known, tuple(skipped))

    return take


def export_chats(
    store: Store,
    chat_ids: Sequence[int] | None,
    target: Path,
    kind: Format,
    headings: Headings,
    progress: Progress,
    cancelled: Cancelled,
) -> Exported:
    """Write chats to a file, all of them for None. `progress` in chats.

    Raises InvalidInput and StorageError; then there is no new file.
    """
    ids = chat_ids
    if ids is None:
        ids = [chat.id for chat in store.call(lambda chats: chats.list()).result()]
    trees = _trees(store, ids, progress, cancelled)
    json = kind == "json"
    count = write_json(trees, target) if json else write_markdown(trees, target, headings)
    return Exported(count, target, target.stat().st_size)


def _trees(
    store: Store, chat_ids: Sequence[int], progress: Progress, cancelled: Cancelled
) -> Iterator[ChatTree]:
    for number, chat_id in enumerate(chat_ids, start=1):
        if cancelled():
            raise Stopped
        yield store.call(partial(_tree, chat_id)).result()
        progress(number, len(chat_ids))


def _tree(chat_id: int, chats: Chats) -> ChatTree:
    return chats.tree(chat_id)
