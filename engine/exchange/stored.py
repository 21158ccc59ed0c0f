"""Between the store and files of chats: many of them in, many of them out.

Everything heavy happens on the caller's thread; the store's thread gets it in small portions, so
that chats which are open meanwhile are served.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import methodcaller

from engine.errors import InvalidInput
from engine.exchange.reader import Skipped
from engine.files import Cancelled, Progress, Stopped
from engine.store.chats import Chats
from engine.store.store import Store
from engine.store.tree import ChatTree, TreeMessage

_PORTION = 32  # chats in one transaction: each waits for the disk
# Of these, too, a portion ends with the chat that makes it so many: writing it takes some 20 ms.
_PORTION_MESSAGES = 500
_PORTION_CHARACTERS = 1_000_000


@dataclass(slots=True)
class Taken:
    """What became of chats that were read. `present`: the store had them, maybe in its trash."""

    taken: int = 0
    present: int = 0
    refused: tuple[Skipped, ...] = ()


def take_chats(store: Store, trees: Iterable[ChatTree]) -> Taken:
    """Keep chats in the store. Not for the store's thread.

    Raises StorageError, and what `trees` raises. What was kept by then stays, and is not taken
    twice when the same is tried again.
    """
    result = Taken()
    portion: list[ChatTree] = []
    messages = characters = 0
    for tree in trees:
        portion.append(tree)
        messages += len(tree.messages)
        characters += sum(map(_characters, tree.messages))
        if (
            len(portion) >= _PORTION
            or messages >= _PORTION_MESSAGES
            or characters >= _PORTION_CHARACTERS
        ):
            _keep(store, portion, result)
            portion, messages, characters = [], 0, 0
    _keep(store, portion, result)
    return result


def stored_chats(
    store: Store,
    chat_ids: Sequence[int],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[ChatTree]:
    """Chats of the store one after another, for a writer. Not for the store's thread.

    `progress` hears how many of them are done. Raises StorageError, InvalidInput for one that is
    not there, and `engine.files.Stopped`.
    """
    for done, chat_id in enumerate(chat_ids):
        if cancelled and cancelled():
            raise Stopped
        if progress:
            progress(done, len(chat_ids))
        yield store.call(methodcaller("tree", chat_id)).result()
    if progress:
        progress(len(chat_ids), len(chat_ids))


def _characters(message: TreeMessage) -> int:
    return len(message.content) + sum(len(file.text) for file in message.attachments)


def _keep(store: Store, portion: Sequence[ChatTree], result: Taken) -> None:
    if not portion:
        return

    def together(chats: Chats) -> list[bool]:
        with chats.transaction():
            return [chats.take(tree) is not None for tree in portion]

    try:
        kept = store.call(together).result()
    except InvalidInput as error:  # nothing of it was kept; one of them is at fault
        if len(portion) > 1:
            for tree in portion:
                _keep(store, [tree], result)
            return
        result.refused += (Skipped(portion[0].title, error.message),)
        return
    result.taken += sum(kept)
    result.present += len(kept) - sum(kept)
