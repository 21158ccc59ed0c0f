"""Conversations of LM Studio: one `.conversation.json` file each, in folders of the user's.

Messages are a list; each has versions, and the one that is shown has the next message below it. A
reply is a list of steps, of which blocks of content are what is read. No ids, few times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.exchange.branches import Draft, Node, Origin, chat_tree
from engine.exchange.loose import items, line, mapping, text, time
from engine.messages import Role
from engine.store.tree import ChatTree

_ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant", "system": "system"}
_MARKS = {"userLastMessagedAt", "assistantLastMessagedAt", "usePerChatPredictionConfig"}
_STAMP = re.compile(r"^\d+ - ")
_MOST_VERSIONS = 1000


def is_lm_studio(conversation: Mapping[str, object]) -> bool:
    messages = conversation.get("messages")
    if not isinstance(messages, list):
        return False
    versioned = any(isinstance(mapping(message).get("versions"), list) for message in messages)
    return versioned or bool(_MARKS & conversation.keys())


def from_lm_studio(conversation: Mapping[str, object]) -> ChatTree:
    """One conversation. Raises InvalidInput where it has no messages."""
    nodes: dict[str, Node] = {}
    shown: str | None = None
    for number, message in enumerate(map(mapping, items(conversation.get("messages")))):
        versions = items(message.get("versions"))[:_MOST_VERSIONS]
        if not versions:
            continue
        keys = [f"{number}.{version}" for version in range(len(versions))]
        for key, version in zip(keys, versions, strict=True):
            nodes[key] = Node(shown, _draft(mapping(version)))
        chosen = message.get("currentlySelected")
        within = isinstance(chosen, int) and 0 <= chosen < len(keys)
        shown = keys[chosen] if within and isinstance(chosen, int) else keys[-1]
    origin = Origin(
        "lm-studio",
        title=line(conversation.get("name")),
        created_at=time(conversation.get("createdAt")),
        updated_at=max(
            time(conversation.get("userLastMessagedAt")),
            time(conversation.get("assistantLastMessagedAt")),
        ),
        pinned=conversation.get("pinned") is True,
        instructions=text(conversation.get("systemPrompt")),
    )
    return chat_tree(origin, nodes, shown)


def _draft(version: Mapping[str, object]) -> Draft | None:
    role = _ROLES.get(text(version.get("role")))
    if role is None:
        return None
    draft = Draft(role, model=line(mapping(version.get("senderInfo")).get("senderName")))
    if "steps" not in version:
        draft.text = _said(version.get("content"))
        return draft
    for step in map(mapping, items(version.get("steps"))):
        if text(step.get("type")) != "contentBlock":
            continue
        said = _said(step.get("content"))
        thinking = text(mapping(step.get("style")).get("type")) == "thinking"
        part = Draft(role, thinking=said) if thinking else Draft(role, said)
        part.created_at = _time_of(step)
        draft.more.append(part)
    return draft


def _said(content: object) -> str:
    """The text of a block, which comes in pieces, then a word for each file."""
    parts = [mapping(part) for part in items(content)]
    whole = "".join(text(part.get("text")) for part in parts if part.get("type") == "text")
    files = [_file(part) for part in parts if part.get("type") == "file"]
    return "\n\n".join([whole, *files] if whole.strip() else files)


def _file(part: Mapping[str, object]) -> str:
    if text(part.get("fileType")) == "image":
        return "[image]"
    name = line(part.get("name")) or line(part.get("fileIdentifier"))
    return f"[file: {_STAMP.sub('', name)}]"


def _time_of(step: Mapping[str, object]) -> float:
    """A step is named by the moment it began, in milliseconds, and a random number."""
    return time(text(step.get("stepIdentifier")).partition("-")[0])
