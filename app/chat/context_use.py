"""How much of the context a conversation takes, by kind of text. Knows no Qt and no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.messages import ChatRequest, Measured, ModelSpec, SegmentKind
from engine.overflow import reply_room

Level = Literal["roomy", "tight", "over"]

KINDS: tuple[SegmentKind, ...] = (
    "system",
    "summary",
    "document",
    "history",
    "message",
    "template",
)
TIGHT = 0.85


@dataclass(frozen=True, slots=True)
class ContextUse:
    """A prompt that was counted, in tokens. `room` is what the context has or, where it grows by
    itself, may get; `n_ctx` what it has now; `reserve` is kept for the reply. `parts` are its kinds
    of text in the order of `KINDS`, without those that have none."""

    tokens: int
    room: int
    n_ctx: int
    reserve: int = 1
    cached: int = 0
    parts: tuple[tuple[SegmentKind, int], ...] = ()

    @classmethod
    def of(cls, measured: Measured, request: ChatRequest) -> ContextUse:
        """What was measured of a request."""
        sums = dict.fromkeys(KINDS, 0)
        for segment in measured.segments:
            sums[segment.kind] += segment.tokens
        room = room_of(measured, request.model)
        asks = request.overflow == "ask"  # then every reply is tried that has room to begin
        reserve = 1 if asks else reply_room(room, request.max_tokens)
        parts = tuple((kind, count) for kind, count in sums.items() if count)
        return cls(measured.tokens, room, measured.n_ctx, reserve, measured.cached, parts)

    @property
    def free(self) -> int:
        """What is left for more, the reply included."""
        return max(0, self.room - self.tokens)

    @property
    def excess(self) -> int:
        """How many tokens there are too many."""
        return max(0, self.tokens + self.reserve - self.room)

    @property
    def percent(self) -> int:
        """Of the room that is taken, never 100 while something is left."""
        taken = 100 * self.tokens / self.room
        return min(99, round(taken)) if self.free else 100

    @property
    def level(self) -> Level:
        if self.excess:
            return "over"
        return "tight" if self.tokens >= TIGHT * self.room else "roomy"


def room_of(measured: Measured, model: ModelSpec) -> int:
    """What the context has or may get: it grows by itself where no size is set."""
    return measured.n_ctx if model.n_ctx else max(measured.n_ctx, measured.n_ctx_max)
