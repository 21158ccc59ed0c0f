"""Reading the fields of a row of JSON that nobody promised the shape of. Knows no format."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from engine.examples.faults import Faulty
from engine.messages import ChatMessage, Role
from engine.validate import clean_text

Row = Mapping[str, object]

_ROLES: Mapping[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "human": "user",
    "question": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "bing": "assistant",
    "answer": "assistant",
}
_SHOWN = 60
"""Characters of what was found that are told."""


def named(value: object) -> str:
    """What a value of JSON is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case float() if not math.isfinite(value):
            return "no number"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case _:
            return "an object"


def short(text: str) -> str:
    """A text of a row as it is told: on one line, cut."""
    line = " ".join(clean_text(text[: 4 * _SHOWN]).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def text_of(value: object, field: str) -> str:
    """A field that has to be text, also as a list of parts as OpenAI writes it. Raises Faulty."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        return "\n".join(_part(part, field) for part in value)
    raise Faulty("row_content", field=field, found=named(value))


def optional(row: Row, *fields: str) -> str:
    """The first of these fields that is there, as text; empty where none is. Raises Faulty."""
    for field in fields:
        if row.get(field) is not None:
            return text_of(row[field], field)
    return ""


def message(value: object, number: int, role: str, content: str) -> ChatMessage:
    """One message, its role and content under these names. Raises Faulty."""
    if not isinstance(value, dict) or not {role, content} <= value.keys():
        raise Faulty("row_message", message=number)
    said = value[role]
    known = _ROLES.get(said.strip().lower()) if isinstance(said, str) else None
    if known is None:
        found = short(said) if isinstance(said, str) else named(said)
        raise Faulty("row_role", message=number, found=found)
    return ChatMessage(known, text_of(value[content], f"the content of message {number}"))


def messages(value: object, field: str, role: str, content: str) -> list[ChatMessage]:
    """A list of messages. Raises Faulty."""
    if not isinstance(value, list):
        raise Faulty("row_content", field=field, found=f"{named(value)}, not a list of messages")
    found = [message(item, number, role, content) for number, item in enumerate(value, start=1)]
    if not found:
        raise Faulty("row_empty")
    return found


def history(value: object) -> list[ChatMessage]:
    """Earlier questions with their answers, as some Alpaca files have them. Raises Faulty."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Faulty("row_content", field="history", found=named(value))
    found = []
    for pair in value:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise Faulty("row_content", field="history", found=f"{named(pair)}, not a pair")
        found += [
            ChatMessage("user", text_of(pair[0], "history")),
            ChatMessage("assistant", text_of(pair[1], "history")),
        ]
    return found


def _part(part: Row, field: str) -> str:
    if part.get("type", "text") != "text" or not isinstance(part.get("text"), str):
        kind = part.get("type")
        found = short(kind) if isinstance(kind, str) else "no text"
        raise Faulty("row_content", field=field, found=f"a part of the kind {found}")
    return str(part["text"])
