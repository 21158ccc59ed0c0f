"""Takes the chats of another database, and what belongs to them, into the one that is there.

Nothing that is there is changed. A chat comes whole or not at all; what is there already, found by
its key or name, is not taken twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Final, TypeVar

import msgspec

from engine.archive.manifest import broken
from engine.assistants import AdapterUse, Assistant, Setup, Snippet
from engine.errors import InvalidInput
from engine.store.chats import Chats
from engine.store.connection import Connection
from engine.store.database import open_database, open_in_memory
from engine.store.records import Chat
from engine.store.schema import STEPS
from engine.store.snapshot import connected, require_whole
from engine.store.tree import ChatTree

T = TypeVar("T", Assistant, Snippet)

_INDEX: Final = "message_words"
_BATCH: Final = 500  # messages in one transaction, so that no other writer waits long


class Taken(msgspec.Struct):
    """What came of the things that were to be taken. `copied` chats had a key that is there, and
    other text: both are kept. `refused` could not be understood."""

    chats: int = 0
    there: int = 0
    copied: int = 0
    refused: int = 0
    folders: int = 0
    assistants: int = 0
    snippets: int = 0


def open_foreign(path: Path) -> Connection:
    """A database from elsewhere, brought up to date. Raises InvalidInput for one that is not just
    what Puna makes: in SQLite, tables can bring programs along."""
    require_whole(path)
    with connected(path) as raw:
        version = raw.pragma("user_version")
        if version > len(STEPS):
            raise InvalidInput(
                "archive",
                f"its chats were written by a newer Puna (format {version},"
                f" this one knows {len(STEPS)})",
                "Install the newest Puna, then open the file again.",
            )
        found = raw.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    if version < 1:
        raise broken("its database has other tables than Puna makes")
    blank = open_in_memory(STEPS[:version])
    try:
        expected = blank.rows("SELECT type, name, sql FROM sqlite_schema")
    finally:
        blank.close()
    if _shape(found) != _shape(expected):
        raise broken("its database has other tables than Puna makes")
    return open_database(path)


def _shape(rows: Sequence[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """What defines a database; of the search index, which is never read, only its kinds."""
    return {
        (kind, name, "" if str(name).startswith(_INDEX) and kind == "table" else sql)
        for kind, name, sql in rows
    }


def merge(
    theirs: Chats,
    ours: Chats,
    adapters: Mapping[str, Path],
    step: Callable[[float], None],
) -> Taken:
    """Take everything. `adapters` are the files that came along, by the names they had. `step`
    hears which part of all is done, and may raise to give up between two chats."""
    taken = Taken()
    with ours.transaction():
        _take_folders(theirs, ours, taken)
        assistants = [
            msgspec.structs.replace(one, setup=_with_adapters(one.setup, adapters))
            for one in theirs.assistants.list()
        ]
        known = ours.assistants.list()
        taken.assistants = _take_named(assistants, known, ours.assistants.save, " ")
        # A snippet is called by its name behind a slash, which ends with a blank.
        snippets = theirs.snippets.list()
        taken.snippets = _take_named(snippets, ours.snippets.list(), ours.snippets.save, "-")
        if not ours.new_draft.text():
            ours.new_draft.keep(theirs.new_draft.text())
    here = {chat.key: chat for chat in (*ours.list(), *ours.trashed())}
    chats = [*reversed(theirs.list()), *reversed(theirs.trashed())]
    done = 0
    for batch in _batches(theirs, chats):
        step(done / len(chats))
        with ours.transaction():
            for chat, tree in batch:
                if tree.setup is not None:
                    setup = _with_adapters(tree.setup, adapters)
                    tree = msgspec.structs.replace(tree, setup=setup)
                _take_chat(chat, tree, ours, here.get(chat.key), taken)
        done += len(batch)
    step(1.0)
    return taken


def _batches(theirs: Chats, chats: Sequence[Chat]) -> Iterator[list[tuple[Chat, ChatTree]]]:
    """The chats with their trees, as many at once as have some messages together."""
    batch: list[tuple[Chat, ChatTree]] = []
    messages = 0
    for chat in chats:
        tree = theirs.tree(chat.id)
        batch.append((chat, tree))
        messages += len(tree.messages)
        if messages >= _BATCH:
            yield batch
            batch, messages = [], 0
    if batch:
        yield batch


def _take_chat(chat: Chat, tree: ChatTree, ours: Chats, there: Chat | None, taken: Taken) -> None:
    try:
        made = ours.take(tree)
        copy = False
        if made is None:
            if there is None or not _differs(tree, ours.tree(there.id)):
                taken.there += 1
                return
            # Its key follows from its text: opening the archive twice makes one copy.
            made = ours.take(msgspec.structs.replace(tree, key=_key_of_copy(tree)))
            copy = True
    except InvalidInput:
        taken.refused += 1
        return
    if made is None:
        taken.there += 1
        return
    taken.copied += copy
    taken.chats += not copy
    if chat.draft:
        ours.set_draft(made.id, chat.draft)
    if chat.trashed_at is not None:
        ours.trash([made.id])


def _differs(theirs: ChatTree, ours: ChatTree) -> bool:
    """Whether `theirs` has a message that `ours` has not."""
    return bool(_said(theirs) - _said(ours))


def _said(tree: ChatTree) -> Counter[bytes]:
    """A digest for each message, of what it says and what it answers."""
    digests: dict[str, bytes] = {}
    for message in tree.messages:
        before = digests.get(message.parent, b"") if message.parent is not None else b""
        data = msgspec.msgpack.encode((message.role, message.content, message.attachments))
        digests[message.id] = hashlib.blake2b(before + data, digest_size=16).digest()
    return Counter(digests.values())


def _key_of_copy(tree: ChatTree) -> str:
    said = b"".join(sorted(_said(tree).elements()))
    return hashlib.blake2b(tree.key.encode() + said, digest_size=16).hexdigest()


def _take_folders(theirs: Chats, ours: Chats, taken: Taken) -> None:
    known = {folder.name for folder in ours.folders.list()}
    for folder in theirs.folders.list():
        try:
            taken.folders += ours.folders.named(folder.name).name not in known
        except InvalidInput:
            taken.refused += 1


def _take_named(
    some: Sequence[T], known: Sequence[T], save: Callable[[T], T], before_number: str
) -> int:
    """Keep assistants or snippets, each with a number where another one has its name; how many
    are new."""
    there = {one.name: msgspec.structs.replace(one, id=0) for one in known}
    new = 0
    for one in {one.name: one for one in some}.values():  # no two of one name, as Puna has them
        wanted, number = msgspec.structs.replace(one, id=0), 1
        while there.get(wanted.name, wanted) != wanted:
            number += 1
            wanted = msgspec.structs.replace(wanted, name=f"{one.name}{before_number}{number}")
        if wanted.name in there:
            continue
        try:
            save(wanted)
        except InvalidInput:
            continue
        there[wanted.name] = wanted
        new += 1
    return new


def _with_adapters(setup: Setup, adapters: Mapping[str, Path]) -> Setup:
    """The setup with the paths that its adapters have here."""
    uses = tuple(
        AdapterUse(str(adapters.get(PureWindowsPath(use.path).name, use.path)), use.scale)
        for use in setup.adapters
    )
    return msgspec.structs.replace(setup, adapters=uses)
