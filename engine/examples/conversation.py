"""The rules a conversation has to keep to be learnt from, whatever format it was written in.

Knows no format and no model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from engine.encodings import UNKNOWN
from engine.examples.faults import LONGEST_ROW, Faulty
from engine.examples.text import BROKEN
from engine.messages import ChatMessage

_MARKUP: Final = re.compile(
    r"<\|(?:im_start|im_end|start_header_id|end_header_id|eot_id|endoftext|begin_of_text|user|"
    r"assistant|system|end)\|>|</?(?:start_of_turn|end_of_turn)>|\[/?INST\]|<</?SYS>>"
)
"""What chat templates write around messages: it gets into data that was prepared for another
trainer, and would be learnt as words."""

PART: Final = 800
"""Tokens of a part, roughly: what fits where 1,024 are learnt at once."""
_CHARACTERS_PER_TOKEN: Final = 4
_WIDE_PER_TOKEN: Final = 1.5


def check_text(text: str) -> None:
    """Raises Faulty for a text that nothing can be learnt from, or too much at once."""
    if len(text) > LONGEST_ROW:
        raise Faulty("row_too_large", characters=len(text), most=LONGEST_ROW)
    if BROKEN in text:
        raise Faulty("row_encoding")
    if UNKNOWN in text:
        raise Faulty("row_unreadable", count=text.count(UNKNOWN))
    if found := _MARKUP.search(text):
        raise Faulty("row_markup", found=found[0])


def checked(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The same messages, where they are a conversation to learn from. Raises Faulty.

    An empty system message at the beginning is left out.
    """
    if not messages:
        raise Faulty("row_empty")
    _check_size(message.content for message in messages)
    if messages[0].role == "system" and not messages[0].content.strip():
        messages = messages[1:]
    roles = [message.role for message in messages]
    if roles == ["system"]:
        raise Faulty("row_only_system")
    if not any(message.content.strip() for message in messages):
        raise Faulty("row_empty")
    if "assistant" not in roles:
        raise Faulty("row_no_answer")
    for number, message in enumerate(messages, start=1):
        _check_place(roles, number)
        if not message.content.strip():
            kind = "row_empty_answer" if message.role == "assistant" else "row_empty_question"
            raise Faulty(kind, message=number)
    if roles[-1] != "assistant":
        raise Faulty("row_unanswered")
    return tuple(messages)


def checked_text(text: str) -> tuple[ChatMessage, ...]:
    """A text that is no conversation, as the only answer there is. Raises Faulty."""
    if not text.strip():
        raise Faulty("row_empty")
    check_text(text)
    return (ChatMessage("assistant", text),)


def ending(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The end of a conversation: its last question and answer, with as many turns before them as
    are learnt at once, behind the system message."""
    head = 1 if messages and messages[0].role == "system" else 0
    start = len(messages)
    size = 0.0
    for place in range(len(messages) - 1, head - 1, -1):
        size += roughly(messages[place].content)
        if messages[place].role == "user":
            if start < len(messages) and size > PART:
                break
            start = place
    if start == len(messages):  # nobody asks anything in it
        return tuple(messages)
    return (*messages[:head], *messages[start:])


def roughly(text: str) -> float:
    """Tokens of a text, roughly: letters of wide scripts are most of one each."""
    if text.isascii():
        return len(text) / _CHARACTERS_PER_TOKEN
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide / _WIDE_PER_TOKEN + (len(text) - wide) / _CHARACTERS_PER_TOKEN


def _check_size(contents: Iterable[str]) -> None:
    total = 0
    for content in contents:
        total += len(content)
        if total > LONGEST_ROW:
            raise Faulty("row_too_large", characters=total, most=LONGEST_ROW)
        check_text(content)


def _check_place(roles: Sequence[str], number: int) -> None:
    """Whether message `number` may stand where it does."""
    role = roles[number - 1]
    if role == "system" and number > 1:
        raise Faulty("row_system_late", message=number)
    if role == "assistant" and (number == 1 or roles[number - 2] != "user"):
        raise Faulty("row_no_question", message=number)
