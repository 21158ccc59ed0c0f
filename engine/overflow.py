"""What to leave out of a conversation that does not fit its context, and by which policy.

Oldest whole turns go, never the system message nor what follows the user's last message, and so
many at once that the next turns need no cut again. Counts no token and asks no model itself: both
are given, so that this holds for any model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from engine.errors import PromptTooLong, UserError
from engine.messages import ChatMessage, ChatRequest, Sampling, Segment
from engine.prompt import without_thinking

REPLY_ROOM: Final = 1024
"""Most tokens kept free for a reply; of a small context an eighth."""
SUMMARY_ROOM: Final = 512
"""Most tokens of a summary; of a small context an eighth."""
# The shorter the question, the better small models follow it (tried on the starter model).
_ASK: Final = "Summarize the conversation so far in a few sentences."
_ASK_AGAIN: Final = (
    "Summarize our conversation so far, and what was summarized before it, in a few sentences."
)
_ASK_IN_CHINESE: Final = "请用几句话总结到目前为止的对话。"
_ASK_AGAIN_IN_CHINESE: Final = "请用几句话总结到目前为止的对话，也包括在此之前的摘要。"
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_ENDS: Final = ".!?。！？…"


@dataclass(frozen=True, slots=True)
class Counted:
    """The prompt of a request: its tokens, and how they are spread."""

    tokens: int
    segments: Callable[[], Sequence[Segment]]


class _NoSummary(Exception):
    """The older turns could not be summarised; says why."""


class Fitting:
    """Makes requests fit a context of `n_ctx` tokens, which could be `n_ctx_max` at most.

    `count` gives the prompt of a request; it may raise PromptTooLong where that has more than as
    many tokens as it is told, 0 for any number. `write` has a model answer a request for a summary:
    its text, and whether that came to its end. What it raises ends the fitting, except a UserError.
    """

    def __init__(
        self,
        n_ctx: int,
        n_ctx_max: int,
        count: Callable[[ChatRequest, int], Counted],
        write: Callable[[ChatRequest], tuple[str, bool]],
    ) -> None:
        self._n_ctx, self._n_ctx_max = n_ctx, n_ctx_max
        self._count = count
        self._write = write

    def fit(self, request: ChatRequest) -> tuple[ChatRequest, int]:
        """The request as it fits, and how many of its messages were left out.

        Raises PromptTooLong where it does not fit and nothing may, or can, be left out.
        """
        options = [] if request.raw else _options(request.messages)
        if request.overflow == "ask" or not options:
            return self._whole(request, options), 0
        counted = self._count(request, 0)
        room = self._n_ctx - reply_room(self._n_ctx, request.max_tokens)
        if counted.tokens <= room:
            return request, 0
        if request.overflow == "drop":
            return self._drop(request, counted, options, room)
        try:
            return self._summarise(request, counted, options, room)
        except _NoSummary as error:
            return self._whole(request, options, str(error)), 0

    def _whole(self, request: ChatRequest, options: Sequence[int], reason: str = "") -> ChatRequest:
        try:
            tokens = self._count(request, self._n_ctx).tokens
        except PromptTooLong as error:
            tokens = int(error.values["tokens"])
        else:
            if tokens < self._n_ctx:
                return request
        least = tokens
        if options:
            least = self._count(without(request, options[-1]), 0).tokens
        raise self._too_long(tokens, least, reason)

    def _drop(
        self, request: ChatRequest, counted: Counted, options: Sequence[int], room: int
    ) -> tuple[ChatRequest, int]:
        tokens = counted.tokens
        for count in self._enough(request, counted, options):
            kept = without(request, count)
            tokens = self._count(kept, 0).tokens
            if tokens <= room:
                return kept, count
        if tokens < self._n_ctx:
            return kept, count
        raise self._too_long(counted.tokens, tokens)

    def _summarise(
        self, request: ChatRequest, counted: Counted, options: Sequence[int], room: int
    ) -> tuple[ChatRequest, int]:
        budget = summary_room(self._n_ctx)
        count = self._enough(request, counted, options, budget)[0]
        least = self._count(without(request, count), 0).tokens
        if least + budget >= self._n_ctx:
            raise _NoSummary("the last message leaves no room for a summary")
        try:
            kept = without(request, count, self._summary(request, options, count, budget))
        except UserError as error:
            raise _NoSummary(error.message) from error
        if self._count(kept, 0).tokens >= self._n_ctx:
            raise _NoSummary("the summary leaves no room for the reply")
        return kept, count

    def _summary(
        self, request: ChatRequest, options: Sequence[int], count: int, budget: int
    ) -> str:
        """Text that stands for the first `count` messages and for the summary there was: written
        at once, or in as many portions as the context needs."""
        summary, start = request.summary, 0
        while start < count:
            ends = [option for option in options if start < option <= count]
            asked = summary_request(request, start, ends[-1], summary, budget)
            while self._count(asked, 0).tokens + budget > self._n_ctx:
                if len(ends) == 1:
                    raise _NoSummary("the context is too small for that")
                ends = ends[: len(ends) // 2]
                asked = summary_request(request, start, ends[-1], summary, budget)
            summary, start = tidy(*self._write(asked)), ends[-1]
            if not summary:
                raise _NoSummary("the model wrote no summary")
        return summary

    def _enough(
        self, request: ChatRequest, counted: Counted, options: Sequence[int], more: int = 0
    ) -> Sequence[int]:
        """The options from the first one on that leaves half of the context free, with `more`
        tokens added."""
        costs = _costs(counted.segments(), request.messages)
        return _enough(counted.tokens + more, costs, options, self._n_ctx)

    def _too_long(self, tokens: int, least: int, reason: str = "") -> PromptTooLong:
        return PromptTooLong(
            tokens, self._n_ctx, n_ctx_max=self._n_ctx_max, least=least, reason=reason
        )


def foreseen(
    request: ChatRequest, tokens: int, segments: Sequence[Segment], n_ctx: int
) -> tuple[int, int]:
    """How many messages would be left out of a request of so many tokens, and the tokens of them:
    for who is to be told before. Those of the system are not counted."""
    options = _options(request.messages)
    if not options:
        return 0, 0
    costs = _costs(segments, request.messages)
    count = _enough(tokens, costs, options, n_ctx)[0]
    return count, sum(costs[:count])


def reply_room(n_ctx: int, max_tokens: int) -> int:
    """Tokens of a context to keep free for a reply of at most `max_tokens`, 0 for any length."""
    room = min(REPLY_ROOM, n_ctx // 8)
    return min(max_tokens, room) if max_tokens else room


def summary_room(n_ctx: int) -> int:
    """Most tokens that a summary may have in a context."""
    return min(SUMMARY_ROOM, n_ctx // 8)


def without(request: ChatRequest, count: int, summary: str | None = None) -> ChatRequest:
    """The request without its first `count` messages, those of the system not counted.

    `summary` stands for them and all before them; None keeps the one there was.
    """
    system = [m for m in request.messages if m.role == "system"]
    said = [m for m in request.messages if m.role != "system"]
    return msgspec.structs.replace(
        request,
        messages=(*system, *said[count:]),
        summary=request.summary if summary is None else summary,
    )


def summary_request(
    request: ChatRequest, start: int, end: int, summary: str, budget: int
) -> ChatRequest:
    """Asks for a summary of the messages from `start` to `end`, those of the system not counted.

    It begins as the conversation does, so that what was read of that is not read again.
    """
    system = [m for m in request.messages if m.role == "system"]
    said = [m for m in request.messages if m.role != "system"]
    return ChatRequest(
        request.model,
        (*system, *said[start:end], ChatMessage("user", _question(said[start:end], summary))),
        Sampling(temperature=0.0, repeat_penalty=1.1, repeat_last_n=256, seed=0),
        max_tokens=budget,
        chat=request.chat,
        summary=summary,
        adapters=request.adapters,
        thinking="off",
    )


def _question(said: Sequence[ChatMessage], summary: str) -> str:
    """What to ask for a summary with, in the language of the conversation."""
    text = "".join(message.content for message in said)
    if len(_CHINESE.findall(text)) > len(text) // 5:
        return _ASK_AGAIN_IN_CHINESE if summary else _ASK_IN_CHINESE
    return _ASK_AGAIN if summary else _ASK


def tidy(text: str, ended: bool) -> str:
    """A summary without thinking; one that did not come to its end, up to its last whole sentence
    where it has one."""
    text = without_thinking(text).strip()
    end = len(text) if ended else max(text.rfind(mark) for mark in _ENDS) + 1
    return text[: end or None]


def _options(messages: Sequence[ChatMessage]) -> list[int]:
    """How many messages may be left out, those of the system not counted: up to where a turn of
    the user begins. What goes on from the last of these stays."""
    said = [m for m in messages if m.role != "system"]
    return [i for i, message in enumerate(said) if i and message.role == "user"]


def _enough(tokens: int, costs: Sequence[int], options: Sequence[int], n_ctx: int) -> Sequence[int]:
    """The options from the first one on that leaves half of the context free."""
    for i, count in enumerate(options):
        if tokens - sum(costs[:count]) <= n_ctx // 2:
            return options[i:]
    return options[-1:]


def _costs(segments: Sequence[Segment], messages: Sequence[ChatMessage]) -> list[int]:
    """Tokens of each message that is not the system's, with the template's text behind it."""
    costs = [0] * len(messages)
    at = -1
    for segment in segments:
        if segment.kind in ("system", "summary"):
            at = -1
        elif segment.message >= 0:
            at = segment.message
        if at >= 0:
            costs[at] += segment.tokens
    return [cost for cost, message in zip(costs, messages, strict=True) if message.role != "system"]
