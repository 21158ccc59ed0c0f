"""From nodes that name their parents to a chat of ours: parents first, branches kept.

Whatever the nodes say ends in a tree: parents that are missing, cycles, nodes without a message.
Knows none of the formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from engine.assistants import Setup
from engine.exchange.loose import broken, line
from engine.exchange.order import parents_first, relations
from engine.messages import Role
from engine.prompt import THINK
from engine.store.records import Attachment
from engine.store.text import storable, title_from
from engine.store.tree import ChatTree, TreeMessage

_LONGEST_ID = 200


@dataclass(slots=True)
class Draft:
    """What one node says. `thinking` comes in front of the text, as models write it."""

    role: Role
    text: str = ""
    thinking: str = ""
    created_at: float = 0.0
    model: str = ""
    attachments: tuple[Attachment, ...] = ()
    more: list[Draft] = field(default_factory=list)
    """Other parts of the same reply, in their order. Joined once: there may be many."""

    @property
    def parts(self) -> list[Draft]:
        return [self, *self.more]

    @property
    def empty(self) -> bool:
        return not any(p.text.strip() or p.thinking.strip() or p.attachments for p in self.parts)

    @property
    def content(self) -> str:
        text = _joined(part.text for part in self.parts)
        thinking = _joined(part.thinking for part in self.parts)
        return f"{THINK}{thinking.strip()}\n</think>\n\n{text}" if thinking else text


@dataclass(slots=True)
class Node:
    """A place in a tree. `children` gives their order where the format knows one."""

    parent: str | None
    draft: Draft | None
    children: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Origin:
    """What a format says of a conversation as a whole."""

    source: str
    id: str = ""
    title: str = ""
    created_at: float = 0.0
    updated_at: float = 0.0
    pinned: bool = False
    instructions: str = ""


@dataclass(slots=True)
class _Placed:
    """A message with its number and that of its parent."""

    number: int
    parent: int | None
    draft: Draft


def chat_tree(
    origin: Origin, nodes: Mapping[str, Node], leaf: str | None, *, join_replies: bool = False
) -> ChatTree:
    """The nodes as a chat. Raises InvalidInput where there is no message among them.

    `leaf` is the node its reader saw last. With `join_replies` the nodes of one reply, which has
    no branch inside, become one message.
    """
    placed, where = _place(nodes, join_replies)
    if not placed:
        raise broken("it has no messages")
    messages = tuple(
        TreeMessage(
            id=str(message.number),
            parent=None if message.parent is None else str(message.parent),
            role=message.draft.role,
            content=storable(message.draft.content),
            created_at=next((p.created_at for p in message.draft.parts if p.created_at), 0.0),
            model=next((p.model for p in reversed(message.draft.parts) if p.model), ""),
            attachments=message.draft.attachments,
        )
        for message in placed
    )
    times = [message.created_at for message in messages if message.created_at]
    created = origin.created_at or min(times, default=0.0)
    first = next((message.content for message in messages if message.role == "user"), "")
    return ChatTree(
        key=f"{origin.source}:{_identity(origin.id, messages)}",
        title=origin.title or title_from(first),
        messages=messages,
        leaf=str(_newest_below(placed, where.get(leaf or ""))),
        created_at=created,
        updated_at=origin.updated_at or max(times, default=created),
        pinned=origin.pinned,
        setup=Setup(instructions=origin.instructions) if origin.instructions.strip() else None,
    )


def _identity(given: str, messages: tuple[TreeMessage, ...]) -> str:
    """The id of a conversation, or where it has none a digest of what was said."""
    if given and len(given) <= _LONGEST_ID and line(given) == given:
        return given
    return hashlib.sha256(msgspec.json.encode((storable(given), messages))).hexdigest()


def _place(
    nodes: Mapping[str, Node], join_replies: bool
) -> tuple[list[_Placed], dict[str, int | None]]:
    """The messages in order, and for each node the number of the message it is in or below of."""
    parents, children = relations(
        {k: n.parent for k, n in nodes.items()}, {k: n.children for k, n in nodes.items()}
    )
    placed: list[_Placed] = []
    where: dict[str, int | None] = {}
    only_way: dict[str, bool] = {}
    for key in parents_first(parents, children):
        draft, parent, above = nodes[key].draft, parents[key], None
        only_way[key] = False
        if parent is not None and parent in where:  # else a cycle was cut here
            above = where[parent]
            passed = nodes[parent].draft is not None or only_way[parent]
            only_way[key] = passed and len(children[parent]) == 1
        if draft is None or draft.empty:
            where[key] = above
            nodes[key].draft = None
        elif join_replies and only_way[key] and above and _same_reply(placed[above - 1], draft):
            placed[above - 1].draft.more.append(draft)
            where[key] = above
        else:
            placed.append(_Placed(len(placed) + 1, above, draft))
            where[key] = len(placed)
    return placed, where


def _same_reply(message: _Placed, draft: Draft) -> bool:
    return message.draft.role == draft.role == "assistant"


def _newest_below(placed: list[_Placed], number: int | None) -> int:
    """The end of the newest branch below a message; of all branches for None."""
    newest = {message.parent: message.number for message in placed}
    while number in newest:
        number = newest[number]
    return number or len(placed)


def _joined(texts: Iterable[str]) -> str:
    """A paragraph each; a single text as it is."""
    said = [text for text in texts if text.strip()]
    return said[0] if len(said) == 1 else "\n\n".join(text.strip("\n") for text in said)
