"""Losses of tokens: what the scorer process is asked, and what it answers.

Travels between `engine.scoring` and `engine.worker.scorer`. Knows neither.
"""

from __future__ import annotations

import msgspec

from engine.errors import ErrorInfo
from engine.messages import AdapterUse


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text to be read with a model (a path) and adapters.

    Either `tokens`, with the positions whose losses are wanted as rising `marks` from 1 on; or
    `text`, of which all tokens but the first count. `file`: where the logits that each marked token
    was expected by are written, 32-bit floats of shape (marks, vocabulary); empty for nowhere.
    """

    model: str
    tokens: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    text: str = ""
    adapters: tuple[AdapterUse, ...] = ()
    file: str = ""


class Losses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The loss of each marked token, in nats; `error` is why there are none."""

    losses: tuple[float, ...] = ()
    n_vocab: int = 0
    error: ErrorInfo | None = None
