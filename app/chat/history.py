"""What the model is told of a chat: its shown path as the messages of a request. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.chat.rules import instructed, told_of
from engine.attachments import as_text, parts_of
from engine.documents.answers.telling import told
from engine.messages import ChatMessage, SegmentKind
from engine.prompt import without_thinking
from engine.store.records import StoredMessage

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """A message of the request, and the place in the path up to which it goes."""

    message: ChatMessage
    place: int


def history(
    path: Sequence[StoredMessage], system_prompt: str, proceed: bool = False, model: str = ""
) -> tuple[ChatMessage, ...]:
    """The messages of `path`, oldest first, after the system prompt where there is one. Questions
    about documents come with their passages, as they came the first time, or stand after the files
    themselves: then these are with the system prompt.

    Replies that failed or said nothing are left out, thinking too, and what was left out for an
    earlier reply of the path, because it was too long: `unseen` has the summary of that. What the
    user said around a reply that is left out becomes one message: many chat templates insist on
    turns. With `proceed` the last message is the reply to go on with, kept as it is. Replies of
    `model`, the path of a file, come with the tokens they are made of.
    """
    said, _, _ = _told(path, proceed, model)
    messages = tuple(one.message for one in said)
    system = instructed(system_prompt, told_of(path))
    return messages if system is None else (system, *messages)


def unseen(path: Sequence[StoredMessage]) -> tuple[int, str]:
    """How many messages of `path`, from the first on, a model is not told any more, and the summary
    that stands for them; empty where nothing does."""
    _, gone, summary = _told(path)
    return gone, summary


def _told(
    path: Sequence[StoredMessage], proceed: bool = False, model: str = ""
) -> tuple[list[_Said], int, str]:
    """What a model is told, and what it is not, as `unseen` gives it.

    Each cut counts in what was told for its reply, which is what stands in `said` at that place.
    """
    said: list[_Said] = []
    gone, summary = 0, ""
    for place, message in enumerate(path):
        if message.cut is not None and said:
            count = min(message.cut.count, len(said))
            gone = said[count - 1].place + 1 if count else gone
            del said[:count]
            summary = message.cut.summary
        one = _message(message, model, whole=proceed and place == len(path) - 1)
        if one is None:
            continue
        if said and said[-1].message.role == one.role:
            one = _joined(said.pop().message, one)
        said.append(_Said(one, place))
    return said, gone, summary


def _message(message: StoredMessage, model: str, *, whole: bool) -> ChatMessage | None:
    """A message as the model is told it; None for a reply that does not count."""
    content = as_text(message.content, message.attachments)
    parts = parts_of(message.content, message.attachments)
    if message.sources is not None and message.role == "user":
        content, parts = told(content, message.sources)
    if message.role == "assistant" and not whole:
        content = "" if message.state == "failed" else without_thinking(content)
        if not content.strip():
            return None
    known = message.receipt if model and message.model == model else None
    tokens = (*known.before, *known.tokens) if known else ()
    return ChatMessage(message.role, content, tokens, parts)


def _joined(first: ChatMessage, second: ChatMessage) -> ChatMessage:
    parts: tuple[tuple[SegmentKind, int], ...] = ()
    if first.parts or second.parts:
        own: SegmentKind = "message"
        between = ((own, len(_BETWEEN)),)
        parts = (
            *(first.parts or ((own, len(first.content)),)),
            *between,
            *second.parts,
        )
    return ChatMessage(first.role, f"{first.content}{_BETWEEN}{second.content}", parts=parts)
