"""Chats out of a database as trees, and trees into it. What a tree is: `engine.store.tree`."""

from __future__ import annotations

import time

from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.digest import message_digest
from engine.store.new_draft import KEY as DRAFT_KEY
from engine.store.records import Chat, StoredMessage
from engine.store.rows import encoded
from engine.store.text import storable
from engine.store.tree import ChatTree, TreeMessage

_LATEST = 1e11  # the year 5138


def tree_of(chat: Chat, messages: dict[int, StoredMessage], folder: str) -> ChatTree:
    """A chat with all its messages. A reply that is being written is an interrupted one there."""
    return ChatTree(
        key=chat.key,
        title=chat.title,
        messages=tuple(_tree_message(m, messages) for m in messages.values()),
        leaf=str(chat.leaf) if chat.leaf in messages else None,
        created_at=chat.created_at,
        updated_at=chat.updated_at,
        pinned=chat.pinned,
        folder=folder,
        assistant=chat.assistant,
        setup=chat.setup,
    )


def _tree_message(message: StoredMessage, messages: dict[int, StoredMessage]) -> TreeMessage:
    return TreeMessage(
        id=str(message.id),
        parent=str(message.parent) if message.parent in messages else None,
        role=message.role,
        content=message.content,
        created_at=message.created_at,
        model=message.model,
        state="interrupted" if message.state == "streaming" else message.state,
        reason=message.reason,
        stats=message.stats,
        error=message.error,
        attachments=message.attachments,
        receipt=message.receipt,
        cut=message.cut,
        sources=message.sources,
        checked=message.checked,
    )


def take_tree(connection: Connection, tree: ChatTree) -> int | None:
    """The id of a new chat that is `tree`, without its folder. Call it in a transaction.

    None where there is a chat with its key. Raises InvalidInput for a tree without messages, and
    where an id comes twice or a parent or the leaf is not there.
    """
    key = storable(tree.key)
    if key == DRAFT_KEY:
        raise _not_a_tree(f"its key {key} is none of a chat")
    if key and connection.rows("SELECT 1 FROM chat WHERE key = ?", key):
        return None
    if not tree.messages:
        raise _not_a_tree("it has no messages")
    now = time.time()
    updated_at = _time(tree.updated_at) or now
    # In the list it stands where its time puts it, and no chat that is there moves.
    [(chat_id,)] = connection.rows(
        "INSERT INTO chat (title, created_at, updated_at, changed, key, pinned, assistant, setup)"
        " VALUES (?, ?, ?, (SELECT coalesce(max(changed), 0) FROM chat WHERE updated_at <= ?),"
        " coalesce(?, lower(hex(randomblob(16)))), ?, ?, ?) RETURNING id",
        storable(tree.title),
        _time(tree.created_at) or updated_at,
        updated_at,
        updated_at,
        key or None,
        int(tree.pinned),
        storable(tree.assistant),
        encoded(tree.setup),
    )
    ids: dict[str, int] = {}
    for message in tree.messages:
        if message.id in ids:
            raise _not_a_tree(f"it has two messages with the id {message.id}")
        ids[message.id] = _take_message(connection, chat_id, message, ids)
    if tree.leaf is not None and tree.leaf not in ids:
        raise _not_a_tree(f"its leaf {tree.leaf} is not there")
    leaf = ids[tree.leaf] if tree.leaf is not None else max(ids.values())
    connection.change("UPDATE chat SET leaf = ? WHERE id = ?", leaf, chat_id)
    return int(chat_id)


def _take_message(
    connection: Connection, chat_id: int, message: TreeMessage, ids: dict[str, int]
) -> int:
    if message.parent is not None and message.parent not in ids:
        raise _not_a_tree(f"the parent {message.parent} does not come before its child")
    parent = ids[message.parent] if message.parent is not None else None
    content, files = storable(message.content), encoded(message.attachments) or ""
    [(message_id,)] = connection.rows(
        "INSERT INTO message (chat, parent, role, content, state, created_at, model, reason,"
        " stats, error, attachments, receipt, cut, sources, checked, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        chat_id,
        parent,
        message.role,
        content,
        "interrupted" if message.state == "streaming" else message.state,
        _time(message.created_at),
        storable(message.model),
        message.reason,
        encoded(message.stats),
        encoded(message.error),
        files,
        encoded(message.receipt),
        encoded(message.cut),
        encoded(message.sources),
        encoded(message.checked),
        message_digest(parent, message.role.encode(), content.encode(), files.encode()),
    )
    return int(message_id)


def _time(seconds: float) -> float:
    """Seconds that calendars have; 0 for others, as a database of elsewhere may have them."""
    return seconds if 0 <= seconds < _LATEST else 0.0


def _not_a_tree(reason: str) -> InvalidInput:
    return InvalidInput("chat", reason, "Choose another file.")
