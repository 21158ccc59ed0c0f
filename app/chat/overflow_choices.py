"""What can be done about a chat that does not fit its context, in numbers. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.chat.context_use import room_of
from engine.errors import Value
from engine.messages import ChatRequest, Measured
from engine.overflow import foreseen, reply_room, summary_room

STEP = 1024


@dataclass(frozen=True, slots=True)
class Cut:
    """Turns that the model would not see any more, and the tokens of them."""

    turns: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class OverflowChoices:
    """`tokens` of the conversation, `room` of the context; `tokens` 0: too many to count. Of its
    `turns` some would be `dropped` or, to leave room for a summary, `summarised`; none where there
    is only the last message. `larger` is a context that would hold it all, 0 where there is none.
    Counts are 0 before it was `counted`. `continues`: it is about the rest of a reply. `reason`
    says why a summary that was asked for failed.
    """

    tokens: int
    room: int
    turns: int = 0
    dropped: Cut = Cut()
    summarised: Cut = Cut()
    larger: int = 0
    counted: bool = False
    continues: bool = False
    reason: str = ""

    @property
    def can_cut(self) -> bool:
        """Whether there are turns that can be left out."""
        return self.dropped.turns > 0

    @classmethod
    def told(cls, values: Mapping[str, Value], *, continues: bool = False) -> OverflowChoices:
        """What the engine's error says."""
        return cls(
            continues=continues,
            tokens=int(values.get("tokens", 0)),
            room=int(values.get("n_ctx", 0)),
            reason=str(values.get("reason", "")),
        )


def choices_of(request: ChatRequest, measured: Measured, told: OverflowChoices) -> OverflowChoices:
    """All of it, once the conversation was measured."""
    room = room_of(measured, request.model)
    said = [message.role for message in request.messages if message.role != "system"]

    def cut(more: int) -> Cut:
        count, tokens = foreseen(request, measured.tokens + more, measured.segments, room)
        return Cut(said[:count].count("user"), tokens)

    return replace(
        told,
        tokens=measured.tokens,
        room=room,
        turns=said.count("user"),
        dropped=cut(0),
        summarised=cut(summary_room(room)),
        larger=_larger(request, measured, room),
        counted=True,
    )


def _larger(request: ChatRequest, measured: Measured, room: int) -> int:
    """The context to offer: half as much again as is needed, where there can be so much."""
    wanted = -(-measured.tokens * 3 // 2 // STEP) * STEP
    larger = min(wanted, measured.n_ctx_max)
    enough = measured.tokens + reply_room(larger, request.max_tokens) <= larger
    return larger if request.model.n_ctx and larger > room and enough else 0
