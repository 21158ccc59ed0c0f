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
from dataclasses import dataclass, field

from engine.errors import TemplateError
from engine.messages import ChatMessage, SegmentKind, Thinking

TRANSCRIPT_STOP = "\nUser:"
THINK = "<think>\n"
"""What a reply begins with when the prompt opened its thinking."""
SUMMARY = "Summary of the conversation before this:\n"
"""What stands before a summary, behind the system message."""
_ROLE_NAMES = {"user": "User", "assistant": "Assistant"}
_THINKING_NAMES = ("enable_thinking", "thinking")
"""Variables of templates whose model thinks only when told: those of Qwen 3, SmolLM 3 and GLM 4.5,
and of Granite 3.2 and DeepSeek 3.1."""
_EDGE = "\u2003"
"""Stands on both sides of a nonce: white space, so trimmed as such, that no template writes."""
_THINKING = re.compile(r"^\s*<think>.*?(</think>\s*|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of prompt text. `trusted`: from the template, so control tokens in it are meant.

    `kind` says what it is, and `message` which message it comes from, -1 for none. `tokens` are
    those of the reply it is, where they are known.
    """

    text: str
    trusted: bool
    kind: SegmentKind = field(default="template", compare=False)
    message: int = field(default=-1, compare=False)
    tokens: tuple[int, ...] = field(default=(), compare=False)


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
    return [*map(_without_thinking, messages[:-1]), *messages[-1:]]


def _without_thinking(message: ChatMessage) -> ChatMessage:
    content = without_thinking(message.content) if message.role == "assistant" else message.content
    return message if content == message.content else ChatMessage(message.role, content)


def with_summary(messages: Sequence[ChatMessage], summary: str) -> list[ChatMessage]:
    """The conversation with a summary of what came before it, where the system message ends.

    There it is the same text every turn, so that what a model has read of it can be used again.
    """
    if not summary:
        return list(messages)
    said = f"{SUMMARY}{summary}"
    if not messages or messages[0].role != "system":
        return [ChatMessage("system", said, parts=(("summary", len(said)),)), *messages]
    system = f"{messages[0].content}\n\n"
    parts: tuple[tuple[SegmentKind, int], ...] = (("system", len(system)), ("summary", len(said)))
    return [ChatMessage("system", f"{system}{said}", parts=parts), *messages[1:]]


class Parts:
    """The contents of a conversation as pieces, by what their parts are."""

    def __init__(self, messages: Sequence[ChatMessage]) -> None:
        self._messages = messages
        self._user = max((i for i, m in enumerate(messages) if m.role == "user"), default=-1)

    def of(self, number: int, *, left: bool = True, right: bool = True) -> list[Piece]:
        """The pieces of one content, without the white space at a side that is not kept."""
        message = self._messages[number]
        content = message.content
        begin = 0 if left else len(content) - len(content.lstrip())
        end = len(content) if right else len(content.rstrip())
        own: SegmentKind = "message" if number >= self._user else "history"
        if message.role == "system":
            own = "system"
        pieces, start = [], 0
        for kind, length in (*message.parts, (own, len(content))):
            stop = start + max(0, length)
            text = content[max(start, begin) : min(stop, end)]
            if text:
                tokens = message.tokens if text == content else ()
                said = own if kind == "message" else kind
                pieces.append(Piece(text, False, said, number, tokens))
            start = stop
        return pieces


def plain_transcript(
    messages: Sequence[ChatMessage], *, continue_reply: bool = False
) -> list[Piece]:
    """The prompt for a model without a chat template: `User: ...`, `Assistant:`.

    Base models continue such a transcript well; an invented template makes them loop (measured).
    """
    pieces: list[Piece] = []
    parts = Parts(messages)
    for number, message in enumerate(messages):
        name = _ROLE_NAMES.get(message.role)
        if name:
            pieces.append(Piece(f"{name}: ", trusted=False))
        pieces += parts.of(number)
        pieces.append(Piece("\n" if name else "\n\n", trusted=False))
    if continue_reply:
        return pieces[:-1]
    return [*pieces, Piece("Assistant:", trusted=False)]


class Contents:
    """The contents of a conversation, and the nonces that stand for them in a template.

    The white space on each side of a nonce tells afterwards whether the template trims contents.
    `nonce` is that of another conversation, whose rendered template is to be filled with this one.
    """

    def __init__(self, messages: Sequence[ChatMessage], nonce: str = "") -> None:
        self._messages = messages
        self._parts = Parts(messages)
        self.nonce = nonce or f"PUNA{secrets.token_hex(16).upper()}"

    def as_messages(self) -> list[dict[str, str]]:
        """Messages for the template, nonces for contents; an empty content stays empty."""
        return [
            {
                "role": message.role,
                "content": f"{_EDGE}{self.nonce}X{i}X{_EDGE}" if message.content else "",
            }
            for i, message in enumerate(self._messages)
        ]

    def fill(self, rendered: str) -> list[Piece]:
        """The rendered template with the contents in their places.

        Raises TemplateError when a system message or the last message is not in it: the model
        would not see it.
        """
        pattern = re.compile(f"({_EDGE}?){self.nonce}X([0-9]+)X({_EDGE}?)")
        pieces: list[Piece] = []
        seen: set[int] = set()
        end = 0
        for match in pattern.finditer(rendered):
            left, number, right = match.groups()
            seen.add(int(number))
            pieces.append(Piece(rendered[end : match.start()], trusted=True))
            pieces += self._parts.of(int(number), left=bool(left), right=bool(right))
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
    parts: list[tuple[SegmentKind, int]] = []
    for message in messages:
        if message.role == "system":
            summary = sum(length for kind, length in message.parts if kind == "summary")
            parts += [("system", len(message.content) - summary), ("summary", summary)]
            parts.append(("system", len("\n\n")))
    content = f"{system}\n\n{rest[0].content}"
    first = ChatMessage(rest[0].role, content, parts=(*parts, *rest[0].parts))
    return [first, *rest[1:]]


def opens_thinking(pieces: Sequence[Piece]) -> bool:
    """Whether the prompt ends inside a thinking block, so that the reply begins in it."""
    return bool(pieces) and pieces[-1].trusted and pieces[-1].text.rstrip().endswith("<think>")


def continued(
    pieces: Sequence[Piece], reply: str, number: int = -1, tokens: tuple[int, ...] = ()
) -> list[Piece]:
    """The prompt of a reply with its beginning, message `number`, behind it. Thinking is opened
    once, or not at all when the reply is already past it."""
    before = list(pieces)
    if opens_thinking(pieces):
        if reply.startswith(THINK):
            reply = reply.removeprefix(THINK)
        else:
            opening = pieces[-1].text
            before[-1] = Piece(opening[: opening.rindex("<think>")], trusted=True)
    return [*before, Piece(reply, False, "message", number, tokens)]


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
