"""What can be done about a chat that does not fit its context, in numbers. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.chat.context_use import room_of
from engine.errors import Value
from engine.messages import ChatRequest, Measured
from engine.overflow import foreseen, reply_room

STEP = 1024


@dataclass(frozen=True, slots=True)
class OverflowChoices:
    """`tokens` of the conversation, `room` of the context; `tokens` 0: too many to count. `turns`
    of `all_turns` would be left out or summarised, which have `freed` tokens; 0 where there is only
    the last message. `larger` is a context that would hold it all, 0 where there is none. Counts
    are 0 before it was `counted`. `reason` says why a summary that was asked for failed.
    """

    tokens: int
    room: int
    turns: int = 0
    all_turns: int = 0
    freed: int = 0
    larger: int = 0
    counted: bool = False
    reason: str = ""

    @classmethod
    def told(cls, values: Mapping[str, Value]) -> OverflowChoices:
        """What the engine's error says."""
        return cls(
            tokens=int(values.get("tokens", 0)),
            room=int(values.get("n_ctx", 0)),
            reason=str(values.get("reason", "")),
        )


def choices_of(request: ChatRequest, measured: Measured, told: OverflowChoices) -> OverflowChoices:
    """All of it, once the conversation was measured."""
    room = room_of(measured, request.model)
    count, freed = foreseen(request, measured.tokens, measured.segments, room)
    said = [message for message in request.messages if message.role != "system"]
    return replace(
        told,
        tokens=measured.tokens,
        room=room,
        turns=sum(message.role == "user" for message in said[:count]),
        all_turns=sum(message.role == "user" for message in said),
        freed=freed,
        larger=_larger(request, measured, room),
        counted=True,
    )


def _larger(request: ChatRequest, measured: Measured, room: int) -> int:
    """The context to offer: half as much again as is needed, where there can be so much."""
    wanted = -(-measured.tokens * 3 // 2 // STEP) * STEP
    larger = min(wanted, measured.n_ctx_max)
    enough = measured.tokens + reply_room(larger, request.max_tokens) <= larger
    return larger if request.model.n_ctx and larger > room and enough else 0
