"""Chats in Puna's own format, `engine.store.tree`: taken as they are, where they are sound.

A file may come from anywhere, so what the store relies on is checked, and mended where it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from engine.assistants import Setup
from engine.documents.records import Checked, Passage, Sources
from engine.errors import InvalidInput
from engine.exchange.loose import broken, line
from engine.exchange.order import parents_first, relations
from engine.store.text import storable
from engine.store.tree import ChatTree, TreeMessage
from engine.validate import check_sampling

_LONGEST_KEY = 300
_LATEST = 1e11


def is_own(conversation: Mapping[str, object]) -> bool:
    messages = conversation.get("messages")
    return isinstance(conversation.get("key"), str) and isinstance(messages, list)


def from_own(conversation: Mapping[str, object]) -> ChatTree:
    """One chat. Raises InvalidInput naming the field that is wrong."""
    try:
        tree = msgspec.convert(conversation, ChatTree)
    except (msgspec.ValidationError, RecursionError) as error:
        raise broken(line(str(error))) from error
    if not tree.messages:
        raise broken("it has no messages")
    if not tree.key.strip() or len(tree.key) > _LONGEST_KEY:
        raise broken("its key is empty or too long")
    messages = _in_order([_sound(message) for message in tree.messages])
    ids = {message.id for message in messages}
    if len(ids) < len(messages):
        raise broken("two of its messages have the same id")
    return msgspec.structs.replace(
        tree,
        messages=messages,
        leaf=tree.leaf if tree.leaf in ids else messages[-1].id,
        created_at=_time(tree.created_at),
        updated_at=_time(tree.updated_at),
        setup=tree.setup and _usable(tree.setup),
    )


def _sound(message: TreeMessage) -> TreeMessage:
    state = "interrupted" if message.state == "streaming" else message.state
    content = storable(message.content)
    return msgspec.structs.replace(
        message,
        content=content,
        created_at=_time(message.created_at),
        state=state,
        cut=message.cut if message.cut and message.cut.count > 0 else None,
        sources=_there(message.sources),
        checked=_within(message.checked, len(content)),
    )


def _there(sources: Sources | None) -> Sources | None:
    """Sources whose passages are places, each with a number of its own; None for others."""
    if sources is None:
        return None
    numbers = {passage.number for passage in sources.passages}
    places = all(map(_is_place, (*sources.passages, *sources.near)))
    return sources if places and len(numbers) == len(sources.passages) else None


def _is_place(passage: Passage) -> bool:
    return passage.page > 0 <= passage.start and passage.length == len(passage.text)


def _within(checked: Checked | None, length: int) -> Checked | None:
    """What was checked, where all of it is inside a text of that length; else None."""
    if checked is None:
        return None
    end = 0
    for statement in checked.statements:
        if statement.start < end or statement.length < 0:
            return None
        end = statement.start + statement.length
    return checked if end <= length else None


def _in_order(messages: Sequence[TreeMessage]) -> tuple[TreeMessage, ...]:
    """As they are where each parent comes first; else in an order in which it does."""
    seen: set[str] = set()
    for message in messages:
        if message.parent is not None and message.parent not in seen:
            break
        seen.add(message.id)
    else:
        return tuple(messages)
    by_id = {message.id: message for message in messages}
    if len(by_id) < len(messages):
        return tuple(messages)
    parents, children = relations({m.id: m.parent for m in messages}, {})
    ordered: dict[str, TreeMessage] = {}
    for key in parents_first(parents, children):
        parent = parents[key] if parents[key] in ordered else None
        ordered[key] = msgspec.structs.replace(by_id[key], parent=parent)
    return tuple(ordered.values())


def _usable(setup: Setup) -> Setup:
    """Without a sampling that no request could be made with."""
    if setup.sampling is None:
        return setup
    try:
        check_sampling(setup.sampling)
    except InvalidInput:
        return msgspec.structs.replace(setup, sampling=None)
    return setup


def _time(seconds: float) -> float:
    return seconds if 0 <= seconds < _LATEST else 0.0
