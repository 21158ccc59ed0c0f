"""One measurement of how fast a model runs: what is tried, and what came of it.

Travels between `engine.benchmark` and the process of the raw loop. Knows neither.
"""

from __future__ import annotations

import msgspec

from engine.messages import Tuning


class Trial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Read `text` with a model, then write `reply` tokens, always the likeliest one.

    `tuning` names the threads; `n_ctx` in tokens is the room for all of it.
    """

    path: str
    text: str
    reply: int
    n_ctx: int
    tuning: Tuning


class Speed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tokens per second of reading and of writing, after `prompt` tokens were read.

    `error` is why it could not be measured, empty where it was.
    """

    prompt: int = 0
    prefill: float = 0.0
    decode: float = 0.0
    error: str = ""
