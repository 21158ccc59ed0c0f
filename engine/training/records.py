"""What a training run is asked for and what it tells: frames between it and who started it.

Frozen, tagged structs, as in `engine.messages`. Knows neither torch nor llama.cpp.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo

LINEARS = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
"""The matrices of a layer that an adapter may change, by their names in GGUF; where a model has
some of them in one (`attn_qkv`, `ffn_up` with the gate in it), that one is meant by all of them."""

Checkpointing = Literal["auto", "on", "off"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a run learns.

    `alpha` over `rank` (over its root with `rslora`) scales what is added. `targets` are names of
    LINEARS. `top_layers` 0 means all. `epochs` may be a fraction; `steps` above 0 counts instead.
    `lr` is the highest rate, reached after the share `warmup` of all steps, then falling as a
    cosine to a tenth. `max_length` and `batch_tokens` in tokens: of one example, and of what is
    packed into one pass; `accumulate` passes make a step. `fast`: only the upper half of the layers
    learns, and what the lower half makes of an example is kept. `checkpointing`: compute again
    instead of keeping, to save memory. `holdout`: share of the rows kept for judging, below 0 for
    automatic (none under 200 rows). `patience`: judgements without a better one before it ends,
    0 for never. `threads` 0 lets Puna choose.
    """

    rank: int = 16
    alpha: float = 32.0
    rslora: bool = False
    dropout: float = 0.0
    targets: tuple[str, ...] = LINEARS
    top_layers: int = 0
    epochs: float = 3.0
    steps: int = 0
    lr: float = 2e-4
    warmup: float = 0.05
    weight_decay: float = 0.0
    clip: float = 1.0
    max_length: int = 1024
    batch_tokens: int = 512
    accumulate: int = 1
    fast: bool = False
    checkpointing: Checkpointing = "auto"
    holdout: float = -1.0
    evaluations: int = 10
    patience: int = 3
    threads: int = 0
    seed: int = 0


# Requests: the first frame a run's process reads is one of these.


class Train(msgspec.Struct, frozen=True, tag="train", forbid_unknown_fields=True):
    """Train an adapter.

    `data` and `eval_data` are files of examples as `engine.examples.files` writes them, checked
    before. `folder` is the run's own: what it finds there of this very run it goes on from. `out`
    is where the adapter goes once it is ready, `name` what it is called. `start` is an adapter to
    go on from, empty for a new one. `template` is the chat template to train with, empty for the
    model's own; it travels in the adapter where it is not the model's. `half`: the numbers of the
    adapter are written in half precision.
    """

    model: str
    data: str
    folder: str
    out: str
    name: str = ""
    eval_data: str = ""
    start: str = ""
    template: str = ""
    settings: Settings = Settings()
    half: bool = False


class Probe(msgspec.Struct, frozen=True, tag="probe", forbid_unknown_fields=True):
    """Try some steps for about `seconds`, and tell what the whole run would take."""

    run: Train
    seconds: float = 10.0


# Requests while it runs. End of input means: write a checkpoint and exit.


class Stop(msgspec.Struct, frozen=True, tag="stop", forbid_unknown_fields=True):
    """End now. `keep`: with the best there is as the adapter; else only a checkpoint is left."""

    keep: bool


class Pause(msgspec.Struct, frozen=True, tag="pause", forbid_unknown_fields=True):
    """Write a checkpoint and wait, using nothing but memory, until `Resume` or `Stop`."""


class Resume(msgspec.Struct, frozen=True, tag="resume", forbid_unknown_fields=True):
    """Go on after a pause."""


# Events.


class Preparing(msgspec.Struct, frozen=True, tag="preparing", forbid_unknown_fields=True):
    """Before the first step. `stage`: importing torch, reading the model, counting tokens; of the
    last it is at `done` of `total`."""

    stage: Literal["torch", "model", "tokens"]
    done: int = 0
    total: int = 0


class Prepared(msgspec.Struct, frozen=True, tag="prepared", forbid_unknown_fields=True):
    """What will be learnt. `tokens` and `trained_tokens` of one epoch; `dropped` examples are
    longer than the longest allowed; `held_out` are kept for judging. `import_s`: what torch took of
    the `start_s` seconds since the process began. `from_step`: it goes on behind that step."""

    examples: int
    tokens: int
    trained_tokens: int
    dropped: int
    held_out: int
    steps: int
    checkpointing: bool
    import_s: float
    start_s: float
    from_step: int = 0


class Estimate(msgspec.Struct, frozen=True, tag="estimate", forbid_unknown_fields=True):
    """What a whole run would take, measured by some steps of it. Bytes are of private memory."""

    steps: int
    tokens_per_s: float
    seconds: float
    memory: int
    checkpointing: bool


class Step(msgspec.Struct, frozen=True, tag="step", forbid_unknown_fields=True):
    """One step was made. `loss` in nats a trained token; `rss_bytes` is private memory."""

    step: int
    steps: int
    epoch: float
    loss: float
    lr: float
    tokens_per_s: float
    rss_bytes: int
    seconds_left: float


class Evaluated(msgspec.Struct, frozen=True, tag="evaluated", forbid_unknown_fields=True):
    """The held-out rows were judged after `step`; `best`: better than ever before."""

    step: int
    loss: float
    perplexity: float
    best: bool


class Saved(msgspec.Struct, frozen=True, tag="saved", forbid_unknown_fields=True):
    """A checkpoint is on disk."""

    path: str
    step: int


class NotSaved(msgspec.Struct, frozen=True, tag="not_saved", forbid_unknown_fields=True):
    """No checkpoint could be written; training goes on."""

    step: int
    error: ErrorInfo


class Skipped(msgspec.Struct, frozen=True, tag="skipped", forbid_unknown_fields=True):
    """The gradients of a step were no numbers: it was left out, and the rate is `lr` since then."""

    step: int
    lr: float


class Paused(msgspec.Struct, frozen=True, tag="paused", forbid_unknown_fields=True):
    """It waits, with a checkpoint at `step`."""

    step: int


class Verifying(msgspec.Struct, frozen=True, tag="verifying", forbid_unknown_fields=True):
    """The adapter is written and is being compared in llama.cpp."""


class Done(msgspec.Struct, frozen=True, tag="finished", forbid_unknown_fields=True):
    """It is over. `adapter` is empty where it was stopped without one. `loss`: the last held-out
    loss of what was kept, or the mean of the last steps without held-out rows. `divergence` and
    `base_divergence`: KL in nats a token of llama.cpp from torch, with the adapter and without."""

    reason: Literal["done", "early", "stopped", "cancelled"]
    adapter: str
    step: int
    loss: float
    seconds: float
    divergence: float = 0.0
    base_divergence: float = 0.0


class Broken(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    """It could not go on. What it had reached is in its folder."""

    error: ErrorInfo


Request = Train | Probe
Command = Stop | Pause | Resume
Event = (
    Preparing
    | Prepared
    | Estimate
    | Step
    | Evaluated
    | Saved
    | NotSaved
    | Skipped
    | Paused
    | Verifying
    | Done
    | Broken
)
