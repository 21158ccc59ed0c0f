"""Receipts: with what a reply was made, so that it can be understood and asked for again.

Knows no llama.cpp: what computed the reply is told.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from engine.messages import ChatRequest, Difference, ModelInfo, Receipt
from engine.worker.batches import total


def receipt(
    request: ChatRequest, info: ModelInfo, *, seed: int | None, template: str | None, engine: str
) -> Receipt:
    """The receipt of a reply. `seed` is the one that was drawn, None where none was; `template`
    the chat template that made the prompt; `engine` what computed the reply, with its version."""
    begun = request.messages[-1] if request.continue_reply else None
    return Receipt(
        model=info.path.replace("\\", "/").rsplit("/", 1)[-1],
        model_size=info.size,
        template_sha256=_digest(template) if template is not None else "",
        sampling=msgspec.structs.replace(request.sampling, seed=seed),
        n_ctx=info.n_ctx,
        n_threads=info.n_threads,
        engine=engine,
        puna=puna_version(),
        adapters=request.adapters,
        tuning=request.model.tuning,
        start=len(begun.content) if begun else 0,
        before=begun.tokens if begun else (),
        thinking=request.thinking,
        grammar=request.grammar,
        json_schema=request.json_schema,
    )


def digest_of(tokens: Sequence[int]) -> str:
    """SHA-256 of tokens, each as four bytes, the lowest first."""
    data = array("i", tokens)
    if sys.byteorder == "big":
        data.byteswap()
    return hashlib.sha256(data.tobytes()).hexdigest()


def difference(then: Receipt, now: Receipt) -> Difference:
    """The first thing, of those that decide on a reply, that is not as it was; empty for none."""
    kept: tuple[tuple[Difference, object, object], ...] = (
        ("model", (then.model, then.model_size), (now.model, now.model_size)),
        ("engine", then.engine, now.engine),
        ("adapters", then.adapters, now.adapters),
        ("tuning", _computed(then), _computed(now)),
        ("template", then.template_sha256, now.template_sha256),
        ("prompt", then.prompt_sha256, now.prompt_sha256),
        ("threads", _threads(then, total(now.batches)), _threads(now)),
    )
    return next((name for name, old, new in kept if old != new), "")


def _computed(receipt: Receipt) -> tuple[object, ...]:
    """What of the tuning changes numbers; the size of batches is compared by itself."""
    tuning = receipt.tuning
    return tuning.flash, tuning.kv_type, tuning.gpu_layers


def _threads(receipt: Receipt, read: int = 0) -> tuple[tuple[int, int], ...]:
    """The threads of a receipt, in its first `read` tokens where that is not 0."""
    log = receipt.threads or ((0, receipt.n_threads),)
    return tuple(entry for entry in log if entry[0] < read) if read > 0 else log


def _digest(template: str) -> str:
    return hashlib.sha256(template.encode("utf-8", "replace")).hexdigest()


@cache
def puna_version() -> str:
    """Empty where Puna runs from a checkout that was not installed."""
    try:
        return version("puna")
    except PackageNotFoundError:
        return ""
