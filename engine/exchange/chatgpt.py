"""Conversations of ChatGPT's "Export data": `conversations.json`, alone or in its archive.

A conversation is a `mapping` of nodes, and `current_node`. What the model did before it answered
(thoughts, code it ran, what that printed) are nodes of their own; with the answer they become one
message here. What ChatGPT does not show, it was not given to read, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.attachments import fenced
from engine.exchange.branches import Draft, Node, Origin, chat_tree
from engine.exchange.loose import broken, items, line, mapping, name, text, time
from engine.messages import Role
from engine.store.tree import ChatTree

_ROLES: dict[str, Role] = {
    "user": "user",
    "assistant": "assistant",
    "tool": "assistant",
    "system": "system",
}
_NOT_SHOWN = {
    "model_editable_context",
    "user_editable_context",
    "reasoning_recap",
    "tether_browsing_display",
    "tether_quote",
    "system_error",
    "app_pairing_content",
}
_REFERENCE = re.compile("\ue200[^\ue200\ue201]*\ue201|[\ue200-\ue206]")
"""Where its window shows a numbered source; only marks are left of it in the text."""


def is_chatgpt(conversation: Mapping[str, object]) -> bool:
    return isinstance(conversation.get("mapping"), dict)


def from_chatgpt(conversation: Mapping[str, object]) -> ChatTree:
    """One conversation. Raises InvalidInput where it has no messages."""
    nodes = {key: _node(mapping(value)) for key, value in mapping(conversation["mapping"]).items()}
    if not nodes:
        raise broken("it has no messages")
    origin = Origin(
        "chatgpt",
        name(conversation.get("conversation_id")) or name(conversation.get("id")) or "",
        line(conversation.get("title")),
        time(conversation.get("create_time")),
        time(conversation.get("update_time")),
        pinned=bool(time(conversation.get("pinned_time"))),
    )
    return chat_tree(origin, nodes, name(conversation.get("current_node")), join_replies=True)


def _node(node: Mapping[str, object]) -> Node:
    children = [key for child in items(node.get("children")) if (key := name(child))]
    return Node(name(node.get("parent")), _draft(mapping(node.get("message"))), children)


def _draft(message: Mapping[str, object]) -> Draft | None:
    author, content = mapping(message.get("author")), mapping(message.get("content"))
    metadata = mapping(message.get("metadata"))
    said_by = text(author.get("role"))
    kind = text(content.get("content_type"))
    hidden = metadata.get("is_visually_hidden_from_conversation") is True
    if said_by not in _ROLES or hidden or kind in _NOT_SHOWN:
        return None
    draft = Draft(
        _ROLES[said_by],
        created_at=time(message.get("create_time")),
        model=line(metadata.get("model_slug")),
    )
    if kind == "thoughts":
        draft.thinking = "\n\n".join(_thoughts(content))
    elif kind == "execution_output":
        draft.text = _code(text(content.get("text")), "")
    elif said_by == "tool":
        draft.text = "\n\n".join(_things(content))
    elif kind == "code" or _to_tool(message):
        language = line(content.get("language"))
        code = text(content.get("text")) or "\n\n".join(_parts(content))
        draft.text = _code(code, "" if language == "unknown" else language)
    else:
        draft.text = "\n\n".join([*_parts(content), *_file_names(metadata)])
    return draft


def _to_tool(message: Mapping[str, object]) -> bool:
    return text(message.get("recipient")) not in ("", "all")


def _thoughts(content: Mapping[str, object]) -> Iterator[str]:
    for thought in map(mapping, items(content.get("thoughts"))):
        yield from filter(None, (text(thought.get("summary")), text(thought.get("content"))))


def _parts(content: Mapping[str, object]) -> Iterator[str]:
    """What the parts of a message say, with a word for what is no text."""
    parts = items(content.get("parts")) or [content.get("text"), content.get("result")]
    spoken = any(mapping(part).get("content_type") == "audio_transcription" for part in parts)
    for part in parts:
        if isinstance(part, str):
            said = _REFERENCE.sub("", text(part))
        elif text(mapping(part).get("text")):
            said = text(mapping(part).get("text"))
        else:
            said = _thing(mapping(part), spoken)
        if said.strip():
            yield said


def _things(content: Mapping[str, object]) -> Iterator[str]:
    """Pictures that a tool made. Other results of tools are told by the answer."""
    return filter(None, (_thing(mapping(part), False) for part in items(content.get("parts"))))


def _thing(part: Mapping[str, object], spoken: bool) -> str:
    kind = text(part.get("content_type"))
    if "image" in kind:
        prompt = line(mapping(mapping(part.get("metadata")).get("dalle")).get("prompt"))
        return f"[image: {prompt}]" if prompt else "[image]"
    if "audio" in kind and not spoken:
        return "[audio]"
    return "[video]" if "video" in kind and not spoken else ""


def _file_names(metadata: Mapping[str, object]) -> Iterator[str]:
    for attachment in map(mapping, items(metadata.get("attachments"))):
        if (file := line(attachment.get("name"))) and not _is_picture(attachment):
            yield f"[file: {file}]"


def _is_picture(attachment: Mapping[str, object]) -> bool:
    """Pictures are told by the parts of the message already."""
    return text(attachment.get("mime_type")).startswith("image/")


def _code(code: str, language: str) -> str:
    return fenced(code, language) if code.strip() else ""
