"""What a model is told before a conversation about documents, and how it is led in its reply.

For the last question of a path, where it has sources: the rules, and with them whole files, which
stay where they are while the conversation goes on. Knows no Qt and no index.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.attachments import as_text
from engine.documents.answers.telling import Told, is_chinese, prepare
from engine.messages import ChatMessage, SegmentKind
from engine.store.records import StoredMessage

_BETWEEN = "\n\n"


def asked_of(path: Sequence[StoredMessage]) -> StoredMessage | None:
    """The last question of `path`, where it is one about documents."""
    asked = next((m for m in reversed(path) if m.role == "user"), None)
    if asked is None or asked.sources is None or wants_summary(asked):
        return None
    return asked


def wants_summary(question: StoredMessage) -> bool:
    """Whether it asks for a summary of a document, which is read section by section: all of it is
    given, and nothing was searched for."""
    sources = question.sources
    return sources is not None and sources.mode == "whole" and not sources.queries


def told_of(path: Sequence[StoredMessage], *, small: bool = False) -> Told | None:
    """How the last question of `path` is put; None where it is not about documents.

    `small`: with a grammar, which takes a moment to make. In the language of the first of these
    questions, so that what was read of the rules is not read again.
    """
    asked = asked_of(path)
    if asked is None or asked.sources is None:
        return None
    first = next(m for m in path if m.role == "user" and m.sources is not None)
    question = as_text(asked.content, asked.attachments)
    chinese = is_chinese(first.content)
    return prepare(question, asked.sources, small=small, chinese=chinese)


def instructed(instructions: str, told: Told | None) -> ChatMessage | None:
    """The system message: the user's instructions, then the rules; None where there are neither."""
    own = instructions if instructions.strip() else ""
    if told is None:
        return ChatMessage("system", own) if own else None
    if not own:
        return ChatMessage("system", told.system, parts=told.system_parts)
    before: tuple[SegmentKind, int] = ("system", len(own) + len(_BETWEEN))
    content = f"{own}{_BETWEEN}{told.system}"
    return ChatMessage("system", content, parts=(before, *told.system_parts))
