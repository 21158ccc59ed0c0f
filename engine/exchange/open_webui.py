"""Conversations of Open WebUI's "Export chats": an array, each with its messages by id.

Older versions kept only the shown messages, as a list. Thinking stands in the text, folded in HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from engine.exchange.branches import Draft, Node, Origin, chat_tree
from engine.exchange.loose import items, line, mapping, name, text, time
from engine.messages import Role
from engine.store.records import Attachment
from engine.store.tree import ChatTree

_ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant", "system": "system"}
_FOLD = re.compile(r'<details type="(\w+)"[^<>]*>')
_END = "</details>"
_QUOTE = re.compile(r"^(?:>|&gt;) ?", re.MULTILINE)


def is_open_webui(conversation: Mapping[str, object]) -> bool:
    chat = _chat(conversation)
    history = mapping(chat.get("history"))
    listed = "chat" in conversation and isinstance(chat.get("messages"), list)
    return isinstance(history.get("messages"), dict) or listed


def from_open_webui(conversation: Mapping[str, object]) -> ChatTree:
    """One conversation. Raises InvalidInput where it has no messages."""
    chat = _chat(conversation)
    history = mapping(chat.get("history"))
    messages = mapping(history.get("messages"))
    if messages:
        nodes = {key: _node(mapping(message)) for key, message in messages.items()}
        leaf = name(history.get("currentId")) or name(history.get("current_id"))
    else:
        nodes = dict(_listed(chat))
        leaf = next(reversed(nodes), None)
    origin = Origin(
        "open-webui",
        name(conversation.get("id")) or name(chat.get("id")) or "",
        line(conversation.get("title")) or line(chat.get("title")),
        time(conversation.get("created_at")) or time(chat.get("timestamp")),
        time(conversation.get("updated_at")),
        pinned=conversation.get("pinned") is True,
        instructions=text(mapping(chat.get("params")).get("system")) or text(chat.get("system")),
    )
    return chat_tree(origin, nodes, leaf)


def _chat(conversation: Mapping[str, object]) -> Mapping[str, object]:
    return mapping(conversation.get("chat")) if "chat" in conversation else conversation


def _node(message: Mapping[str, object]) -> Node:
    children = [key for child in items(message.get("childrenIds")) if (key := name(child))]
    return Node(name(message.get("parentId")), _draft(message), children)


def _listed(chat: Mapping[str, object]) -> Iterator[tuple[str, Node]]:
    """Messages without relations: each answers the one before."""
    before = None
    for number, message in enumerate(items(chat.get("messages"))):
        yield str(number), Node(before, _draft(mapping(message)))
        before = str(number)


def _draft(message: Mapping[str, object]) -> Draft | None:
    role = _ROLES.get(text(message.get("role")))
    if role is None:
        return None
    content = message.get("content")
    said = text(content) or "\n\n".join(_parts(content))
    answer, thinking = _unfolded(said) if role == "assistant" else (said, "")
    attachments, named = _files(message)
    return Draft(
        role,
        "\n\n".join([*named, answer] if answer.strip() else named),
        thinking,
        time(message.get("timestamp")),
        line(message.get("model")) or line(message.get("modelName")),
        attachments,
    )


def _parts(content: object) -> Iterator[str]:
    for part in map(mapping, items(content)):
        if text(part.get("text")):
            yield text(part.get("text"))
        elif "image" in text(part.get("type")):
            yield "[image]"


def _unfolded(said: str) -> tuple[str, str]:
    """The answer and the thinking in it. Calls of tools are left out, code that ran is kept."""
    answer: list[str] = []
    thinking: list[str] = []
    start = 0
    while opening := _FOLD.search(said, start):
        end = said.find(_END, opening.end())
        if end < 0:
            break
        answer.append(said[start : opening.start()])
        inside = said[opening.end() : end].strip()
        if inside.startswith("<summary>"):
            inside = inside.partition("</summary>")[2].strip()
        if opening[1] == "reasoning":
            plain = _QUOTE.sub("", inside)
            thinking.append(html.unescape(plain) if inside.startswith("&gt;") else plain)
        elif opening[1] == "code_interpreter":
            answer.append(f"{inside}\n\n")
        start = end + len(_END)
    answer.append(said[start:])
    return "".join(part.lstrip("\n") for part in answer), "\n\n".join(thinking)


def _files(message: Mapping[str, object]) -> tuple[tuple[Attachment, ...], list[str]]:
    """Files given with a message: those whose text is in the export, and a word for the others."""
    attachments: list[Attachment] = []
    named: list[str] = []
    for file in map(mapping, items(message.get("files"))):
        inner = mapping(file.get("file"))
        title = line(file.get("name")) or line(inner.get("filename"))
        content = text(mapping(inner.get("data")).get("content"))
        if text(file.get("type")) == "image":
            named.append("[image]")
        elif title and content:
            attachments.append(Attachment(title, content))
        elif title:
            named.append(f"[file: {title}]")
    return tuple(attachments), named
