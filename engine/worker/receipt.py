"""Receipts: with what a reply was made, so that it can be understood and asked for again.

Knows no llama.cpp: what computed the reply is told.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from engine.messages import ChatRequest, ModelInfo, Receipt


def receipt(
    request: ChatRequest, info: ModelInfo, *, seed: int | None, template: str | None, engine: str
) -> Receipt:
    """The receipt of a reply. `seed` is the one that was drawn, None where none was; `template`
    the chat template that made the prompt; `engine` what computed the reply, with its version."""
    return Receipt(
        model=info.path.replace("\\", "/").rsplit("/", 1)[-1],
        model_size=info.size,
        template_sha256=_digest(template) if template is not None else "",
        sampling=msgspec.structs.replace(request.sampling, seed=seed),
        n_ctx=info.n_ctx,
        n_threads=info.n_threads,
        engine=engine,
        puna=_puna_version(),
        adapters=request.adapters,
        tuning=request.model.tuning,
    )


def _digest(template: str) -> str:
    return hashlib.sha256(template.encode("utf-8", "replace")).hexdigest()


@cache
def _puna_version() -> str:
    """Empty where Puna runs from a checkout that was not installed."""
    try:
        return version("puna")
    except PackageNotFoundError:
        return ""
