"""What travels between the engine thread and the engine process: requests in, events out.

Frozen, tagged msgspec structs, so a frame is decoded to exactly one type and unknown fields are
refused. This module does not know how frames travel (`engine.worker.frames`) nor who answers.
Each job ends with exactly one `Finished` or `Failed`; nothing of a job follows its end.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo
from engine.request import (
    AdapterUse,
    ChatMessage,
    ChatRequest,
    Difference,
    ModelSpec,
    Overflow,
    Reason,
    Receipt,
    ReplayResult,
    Role,
    Sampling,
    SegmentKind,
    Stats,
    Thinking,
    Tuning,
)

__all__ = [
    "AdapterUse",
    "Cancel",
    "ChatMessage",
    "ChatRequest",
    "Configure",
    "Cut",
    "Difference",
    "Embed",
    "Embedded",
    "EmbedderInfo",
    "Embedding",
    "Event",
    "Failed",
    "Finished",
    "Forget",
    "Generate",
    "Load",
    "Loaded",
    "Loading",
    "Measure",
    "Measured",
    "ModelInfo",
    "ModelSpec",
    "Overflow",
    "Prefill",
    "Ready",
    "Reason",
    "Receipt",
    "ReplayResult",
    "Request",
    "Role",
    "Sampling",
    "Segment",
    "SegmentKind",
    "Stats",
    "Summarising",
    "Text",
    "TextKind",
    "Thinking",
    "Tuning",
]

TextKind = Literal["query", "passage"]

# Requests, thread to process. End of input means: exit.


class Load(msgspec.Struct, frozen=True, tag="load", forbid_unknown_fields=True):
    """Open a model ahead of the first message."""

    job: int
    model: ModelSpec


class Generate(msgspec.Struct, frozen=True, tag="generate", forbid_unknown_fields=True):
    """Answer a conversation, opening its model first where it is not open yet."""

    job: int
    request: ChatRequest


class Cancel(msgspec.Struct, frozen=True, tag="cancel", forbid_unknown_fields=True):
    """End a job as soon as possible, also before it began."""

    job: int


class Measure(msgspec.Struct, frozen=True, tag="measure", forbid_unknown_fields=True):
    """Count the tokens of a conversation, beside a reply under way; `text`: give its text."""

    job: int
    request: ChatRequest
    text: bool = False


class Forget(msgspec.Struct, frozen=True, tag="forget", forbid_unknown_fields=True):
    """Drop what is kept of these chats, in memory and on disk: they are being deleted."""

    job: int
    chats: tuple[str, ...]


class Configure(msgspec.Struct, frozen=True, tag="configure", forbid_unknown_fields=True):
    """Where and how much of the states of chats is kept. Sizes in bytes; `disk` 0: nothing is
    written. The first frame after the start, and again when a setting changed."""

    job: int
    states: str
    disk: int
    memory: int


class Embed(msgspec.Struct, frozen=True, tag="embed", forbid_unknown_fields=True):
    """Make a vector of each text. `kind` says which prefix the model wants in front of them."""

    job: int
    model: ModelSpec
    texts: tuple[str, ...]
    kind: TextKind


Request = Load | Generate | Cancel | Measure | Forget | Configure | Embed


# Events, process to thread.


class ModelInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was opened. Sizes in bytes, `n_ctx` and `n_ctx_train` in tokens. `thinking`: the
    template lets it be turned on and off."""

    path: str
    name: str
    architecture: str
    n_ctx: int
    n_ctx_train: int
    n_threads: int
    size: int
    n_params: int
    has_template: bool
    thinking: bool = False


class Loading(msgspec.Struct, frozen=True, tag="loading", forbid_unknown_fields=True):
    """A model is being opened; `progress` from 0 to 1."""

    job: int
    progress: float


class Loaded(msgspec.Struct, frozen=True, tag="loaded", forbid_unknown_fields=True):
    """The model of this job is open. Sent for every job, also where it was open already."""

    job: int
    model: ModelInfo


class Prefill(msgspec.Struct, frozen=True, tag="prefill", forbid_unknown_fields=True):
    """The prompt is being read: `done` of `total` tokens."""

    job: int
    done: int
    total: int


class Text(msgspec.Struct, frozen=True, tag="text", forbid_unknown_fields=True):
    """More of the reply. Never half a character, never part of a stop string."""

    job: int
    text: str


class Summarising(msgspec.Struct, frozen=True, tag="summarising", forbid_unknown_fields=True):
    """The conversation does not fit, and the model summarises its older turns first: `done` of at
    most `total` tokens read and written. Comes before Cut, or before the Failed that says why."""

    job: int
    done: int
    total: int


class Cut(msgspec.Struct, frozen=True, tag="cut", forbid_unknown_fields=True):
    """The conversation did not fit: of `messages` of the request (the system message not counted)
    the first `count` are not seen by the model. `summary` stands for all that is left out, empty
    where nothing does. Comes before Prefill."""

    job: int
    count: int
    summary: str = ""


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run of the prompt. `message` counts in `messages` of the request, -1 for the template's own
    text; `text` only where it was asked for."""

    kind: SegmentKind
    message: int
    tokens: int
    text: str = ""


class Measured(msgspec.Struct, frozen=True, tag="measured", forbid_unknown_fields=True):
    """The prompt of a conversation in tokens, in all and by segment, as if all of it did fit.

    `n_ctx` is the room there is; `n_ctx_max` the most that memory and the model's training allow,
    to which it grows by itself only where `ModelSpec.n_ctx` is 0. `cached` of the tokens are read
    already. Followed by Finished.
    """

    job: int
    tokens: int
    n_ctx: int
    n_ctx_max: int
    segments: tuple[Segment, ...] = ()
    cached: int = 0


class Finished(msgspec.Struct, frozen=True, tag="finished", forbid_unknown_fields=True):
    """The job ended as it should; `reason` says why the text stops."""

    job: int
    reason: Reason
    stats: Stats
    receipt: Receipt | None = None
    replay: ReplayResult | None = None


class Failed(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    """The job ended with an error. Text sent before stays valid."""

    job: int
    error: ErrorInfo


class Embedding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes vectors comparable: two embedders whose vectors may meet have equal ones. Stored
    with an index.

    `sha256` of the model file; `pooling` of the vectors of tokens into one; `normalised`: vectors
    have length 1; `normaliser` of the text before it becomes tokens, and what is put in front.
    """

    sha256: str
    dimension: int
    pooling: str
    normalised: bool
    normaliser: str
    query_prefix: str
    passage_prefix: str


class EmbedderInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The embedder that was opened. `n_ctx`: tokens of a text that count, `size` in bytes;
    `packed`: it reads several texts at once, so give it many."""

    path: str
    name: str
    architecture: str
    n_ctx: int
    size: int
    packed: bool
    embedding: Embedding


class Ready(msgspec.Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """The embedder of this job is open. Sent for every job, also where it was open already."""

    job: int
    embedder: EmbedderInfo


class Embedded(msgspec.Struct, frozen=True, tag="embedded", forbid_unknown_fields=True):
    """The vectors of the next texts of the job, in order, as little-endian 32-bit floats.

    `tokens` read of each text, its prefix included; 0 for an empty text, whose vector is all
    zeros. `cut`: the text has more than that, and the rest is not in the vector.
    """

    job: int
    data: bytes
    tokens: tuple[int, ...]
    cut: tuple[bool, ...]


Event = (
    Loading
    | Loaded
    | Summarising
    | Cut
    | Prefill
    | Text
    | Measured
    | Ready
    | Embedded
    | Finished
    | Failed
)
