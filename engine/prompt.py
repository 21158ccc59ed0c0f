"""From a conversation to the text a model reads, keeping apart what may hold control tokens.

A chat template is rendered with a nonce in place of each content, and the contents are put in
afterwards: so a user who types `<|im_end|>` or `{{ 7*7 }}` has typed text, whatever the template
does. The trainer uses the same functions. This module renders nothing and counts nothing: it knows
neither Jinja nor tokens.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import TemplateError
from engine.messages import ChatMessage, Thinking

TRANSCRIPT_STOP = "\nUser:"
THINK = "<think>\n"
"""What a reply begins with when the prompt opened its thinking."""
_ROLE_NAMES = {"user": "User", "assistant": "Assistant"}
_THINKING_NAMES = ("enable_thinking", "thinking")
"""Variables of templates whose model thinks only when told: those of Qwen 3, SmolLM 3 and GLM 4.5,
and of Granite 3.2 and DeepSeek 3.1."""
_EDGE = "\u2003"
"""Stands on both sides of a nonce: white space, so trimmed as such, that no template writes."""
_THINKING = re.compile(r"^\s*<think>.*?(</think>\s*|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of prompt text. `trusted`: from the template, so control tokens in it are meant."""

    text: str
    trusted: bool


def without_thinking(reply: str) -> str:
    """A reply as later turns see it: models do not expect their old thinking in the prompt."""
    return _THINKING.sub("", reply, count=1)


def is_thinking(reply: str) -> bool:
    """Whether a reply ends inside its thinking."""
    return reply.lstrip().startswith("<think>") and "</think>" not in reply


def as_history(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """A conversation as the model is to see it: replies before the last message without thinking.

    Templates that do this themselves look into the contents, which they never see.
    """
    seen = [
        ChatMessage(m.role, without_thinking(m.content)) if m.role == "assistant" else m
        for m in messages[:-1]
    ]
    return [*seen, *messages[-1:]]


def plain_transcript(
    messages: Sequence[ChatMessage], *, continue_reply: bool = False
) -> list[Piece]:
    """The prompt for a model without a chat template: `User: ...`, `Assistant:`.

    Base models continue such a transcript well; an invented template makes them loop (measured).
    """
    lines = []
    for message in messages:
        name = _ROLE_NAMES.get(message.role)
        lines.append(f"{name}: {message.content}\n" if name else f"{message.content}\n\n")
    text = "".join(lines)
    text = text.removesuffix("\n") if continue_reply else f"{text}Assistant:"
    return [Piece(text, trusted=False)]


class Contents:
    """The contents of a conversation, and the nonces that stand for them in a template.

    The white space on each side of a nonce tells afterwards whether the template trims contents.
    """

    def __init__(self, messages: Sequence[ChatMessage]) -> None:
        self._messages = messages
        self._nonce = f"PUNA{secrets.token_hex(16).upper()}"

    def as_messages(self) -> list[dict[str, str]]:
        """Messages for the template, nonces for contents; an empty content stays empty."""
        return [
            {
                "role": message.role,
                "content": f"{_EDGE}{self._nonce}X{i}X{_EDGE}" if message.content else "",
            }
            for i, message in enumerate(self._messages)
        ]

    def fill(self, rendered: str) -> list[Piece]:
        """The rendered template with the contents in their places.

        Raises TemplateError when a system message or the last message is not in it: the model
        would not see it.
        """
        pattern = re.compile(f"({_EDGE}?){self._nonce}X([0-9]+)X({_EDGE}?)")
        pieces: list[Piece] = []
        seen: set[int] = set()
        end = 0
        for match in pattern.finditer(rendered):
            left, number, right = match.groups()
            seen.add(int(number))
            content = self._messages[int(number)].content
            content = content if left else content.lstrip()
            content = content if right else content.rstrip()
            pieces.append(Piece(rendered[end : match.start()], trusted=True))
            pieces.append(Piece(content, trusted=False))
            end = match.end()
        pieces.append(Piece(rendered[end:], trusted=True))
        for i, message in enumerate(self._messages):
            last = i == len(self._messages) - 1
            if i not in seen and message.content and (last or message.role == "system"):
                raise TemplateError(f"it leaves out the {'last' if last else 'system'} message")
        return [piece for piece in pieces if piece.text]


def fold_system(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The system message put before the first user message, for templates that refuse the role."""
    system = "\n\n".join(m.content for m in messages if m.role == "system")
    rest = [m for m in messages if m.role != "system"]
    if not rest:
        return list(messages)
    if not system:
        return rest
    first = ChatMessage(rest[0].role, f"{system}\n\n{rest[0].content}")
    return [first, *rest[1:]]


def opens_thinking(pieces: Sequence[Piece]) -> bool:
    """Whether the prompt ends inside a thinking block, so that the reply begins in it."""
    return bool(pieces) and pieces[-1].trusted and pieces[-1].text.rstrip().endswith("<think>")


def continued(pieces: Sequence[Piece], reply: str) -> list[Piece]:
    """The prompt of a reply with its beginning behind it. Thinking is opened once, or not at all
    when the reply is already past it."""
    before = list(pieces)
    if opens_thinking(pieces):
        if reply.startswith(THINK):
            reply = reply.removeprefix(THINK)
        else:
            opening = pieces[-1].text
            before[-1] = Piece(opening[: opening.rindex("<think>")], trusted=True)
    return [*before, Piece(reply, trusted=False)]


def thinking_variables(template: str, thinking: Thinking) -> dict[str, str | bool | None]:
    """What tells a template to open a reply with thinking, or without; nothing for `auto`.

    Only the names a template holds are given: one that asks what else it was given must not change.
    """
    if thinking == "auto":
        return {}
    return {name: thinking == "on" for name in _THINKING_NAMES if name in template}


def template_variables(bos: str, eos: str) -> dict[str, str | bool | None]:
    """What templates expect beside `messages`, by the conventions of Hugging Face tokenizers.

    None for tools and documents: some templates ask whether they are none, not whether defined.
    """
    return {
        "bos_token": bos,
        "eos_token": eos,
        "add_generation_prompt": True,
        "tools": None,
        "documents": None,
    }
