"""The input boundary: what a request may hold, checked before it leaves for the engine process.

Lone surrogates are replaced here, once: msgspec and SQLite raise on them. Knows no model; what
depends on one (context, memory) is checked where it is open.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

import msgspec

from engine import grammar, json_schema
from engine.errors import GrammarError, InvalidInput
from engine.messages import AdapterUse, ChatMessage, ChatRequest, ModelSpec, Sampling, Tuning

MAX_BYTES = 1_000_000
"""Most bytes of text in one request; a frame is 1 MiB."""
_MAX_FRAME = (1 << 20) - 1024
_TOKEN_BYTES = 5
"""Most bytes of a token in a frame."""
MAX_SEED = (1 << 32) - 2
"""llama.cpp takes the next number for "draw one"."""
MAX_ADAPTERS = 16
MAX_SCALE = 100
"""Of an adapter, in either direction."""
MIN_BATCH, MAX_BATCH = 16, 4096
"""Tokens read at once; more cost memory and are no faster."""
_MAX_CTX = 1 << 24
_MAX_BIAS = 100
_MAX_BIASES = 1_000
_RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0, 100),
    "top_k": (0, 1 << 20),
    "top_p": (0, 1),
    "min_p": (0, 1),
    "repeat_penalty": (0.01, 100),
    "repeat_last_n": (-1, _MAX_CTX),
    "frequency_penalty": (-100, 100),
    "presence_penalty": (-100, 100),
    "dry_multiplier": (0, 100),
    "dry_base": (1, 100),
    "dry_allowed_length": (0, 1 << 16),
    "dry_last_n": (-1, _MAX_CTX),
    "xtc_probability": (0, 1),
    "xtc_threshold": (0, 1),
}


def clean_text(text: str) -> str:
    """Text that can be encoded: lone surrogates become U+FFFD; all else is kept."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def checked_request(request: ChatRequest) -> ChatRequest:
    """The request with clean texts. Raises InvalidInput naming what cannot be used."""
    clean = _checked(request)
    _check_order(clean.messages, request)
    return clean


def checked_measure(request: ChatRequest) -> ChatRequest:
    """As `checked_request`, for what is only measured: its last message is the user's, empty where
    there is none yet."""
    clean = _checked(request)
    last = clean.messages[-1].role if clean.messages else "system"
    if last == "user" or (request.continue_reply and last == "assistant"):
        return clean
    return msgspec.structs.replace(clean, messages=(*clean.messages, ChatMessage("user", "")))


def _checked(request: ChatRequest) -> ChatRequest:
    checked_model(request.model)
    check_sampling(request.sampling)
    check_adapters(request.adapters)
    if request.max_tokens < 0:
        raise InvalidInput("max tokens", "it is below 0", "Use 0 for no limit.")
    messages = tuple(
        msgspec.structs.replace(m, content=clean_text(m.content)) for m in request.messages
    )
    summary = clean_text(request.summary)
    size = sum(len(text.encode()) for text in (summary, *(m.content for m in messages)))
    if size > MAX_BYTES:
        raise InvalidInput(
            "message",
            f"the conversation is {size / 1e6:.1f} MB of text; at most 1 MB can be sent",
            "Shorten the text or send it in parts.",
        )
    sampling = msgspec.structs.replace(
        request.sampling,
        stop=tuple(clean_text(s) for s in request.sampling.stop),
        logit_bias=tuple(
            (clean_text(token) if isinstance(token, str) else token, bias)
            for token, bias in request.sampling.logit_bias
        ),
    )
    _check_constraints(request)
    clean = msgspec.structs.replace(
        request,
        messages=messages,
        sampling=sampling,
        summary=summary,
        grammar=clean_text(request.grammar),
        json_schema=clean_text(request.json_schema),
    )
    return _with_room(clean)


def _with_room(request: ChatRequest) -> ChatRequest:
    """The request in a frame: where it is too long for one, the newest replies go without their
    tokens, which only spare reading them again."""
    tokens = sum(len(m.tokens) for m in request.messages)
    if not tokens or len(msgspec.msgpack.encode(request)) <= _MAX_FRAME:
        return request
    bare = tuple(msgspec.structs.replace(m, tokens=()) for m in request.messages)
    room = _MAX_FRAME - len(msgspec.msgpack.encode(msgspec.structs.replace(request, messages=bare)))
    kept = []
    for message, without in zip(request.messages, bare, strict=True):
        room -= len(message.tokens) * _TOKEN_BYTES
        kept.append(message if room > 0 else without)
    return msgspec.structs.replace(request, messages=tuple(kept))


def checked_model(spec: ModelSpec) -> ModelSpec:
    """The same spec. Raises InvalidInput for sizes no computer has."""
    if not spec.path or "\0" in spec.path:
        raise InvalidInput("model", "there is no path", "Choose a model.")
    if clean_text(spec.path) != spec.path:  # such a name of a file cannot be sent or stored
        raise InvalidInput(
            "model", f"the name {clean_text(spec.path)} is not valid Unicode", "Rename the file."
        )
    _check_threads(spec.n_threads)
    check_tuning(spec.tuning)
    if not 0 <= spec.n_ctx <= _MAX_CTX:
        raise InvalidInput(
            "context size",
            f"{spec.n_ctx:,} tokens",
            f"Use a number from 1 to {_MAX_CTX:,}, or 0 to let Puna choose.",
        )
    return spec


def check_tuning(tuning: Tuning) -> None:
    """Raises InvalidInput for what no context can be made with."""
    _check_threads(tuning.n_threads)
    if tuning.n_batch and not MIN_BATCH <= tuning.n_batch <= MAX_BATCH:
        raise InvalidInput(
            "batch size",
            f"{tuning.n_batch:,} tokens",
            f"Use a number from {MIN_BATCH} to {MAX_BATCH:,}, or 0 to let Puna choose.",
        )
    if tuning.kv_type in ("q8_0", "q4_0") and not tuning.flash:
        raise InvalidInput(
            "type of keys and values",
            f"{tuning.kv_type} needs fused attention",
            "Turn that on, or use f16.",
        )


def _check_threads(n_threads: int) -> None:
    cores = os.cpu_count() or 1
    if not 0 <= n_threads <= cores:
        raise InvalidInput(
            "threads",
            f"{n_threads:,} were asked for; this computer runs {cores} at once",
            f"Use a number from 1 to {cores}, or 0 to let Puna choose.",
        )


def _check_order(messages: Sequence[ChatMessage], request: ChatRequest) -> None:
    if not messages or not messages[-1].content.strip():
        raise InvalidInput("message", "it is empty", "Write something, then send.")
    expected = "assistant" if request.continue_reply else "user"
    if messages[-1].role != expected:
        raise InvalidInput(
            "conversation", f"its last message is not the {expected}'s", "Send a message first."
        )
    if request.continue_reply and not request.raw and len(messages) == 1:
        raise InvalidInput("conversation", "nothing was asked in it", "Send a message first.")


def check_adapters(adapters: Sequence[AdapterUse]) -> None:
    """Raises InvalidInput for a list of adapters that no model takes. Looks at no file."""
    if len(adapters) > MAX_ADAPTERS:
        raise InvalidInput(
            "adapters", f"they are more than {MAX_ADAPTERS}", "Take some of them off."
        )
    for use in adapters:
        if not use.path or "\0" in use.path or clean_text(use.path) != use.path:
            raise InvalidInput(
                "adapters",
                f"{clean_text(use.path)!r} is no name of a file",
                "Choose the adapter anew, or rename its file.",
            )
        if not math.isfinite(use.scale) or abs(use.scale) > MAX_SCALE:
            raise InvalidInput(
                "adapters",
                f"the scale {use.scale:g} cannot be used",
                f"Use a number from -{MAX_SCALE} to {MAX_SCALE}.",
            )


def _check_constraints(request: ChatRequest) -> None:
    """Their sizes only: a grammar is read where it is used, away from the window."""
    if request.grammar and request.json_schema:
        raise InvalidInput("grammar", "there is a JSON schema, too", "Leave one of them out.")
    for source, text, most in (
        ("grammar", request.grammar, grammar.MAX_BYTES),
        ("JSON schema", request.json_schema, json_schema.MAX_BYTES),
    ):
        if len(text) > most:
            raise GrammarError(source, f"it has more than {most >> 10} KB of text")


def check_sampling(sampling: Sampling) -> None:
    """Raises InvalidInput naming the value that no sampler takes."""
    for field, (low, high) in _RANGES.items():
        value = getattr(sampling, field)
        if not low <= value <= high:  # false for NaN too
            raise InvalidInput(
                field.replace("_", " "), f"{value} cannot be used", f"Use {low:g} to {high:g}."
            )
    if sampling.seed is not None and not 0 <= sampling.seed <= MAX_SEED:
        raise InvalidInput("seed", f"{sampling.seed} cannot be used", f"Use 0 to {MAX_SEED}.")
    if len(sampling.stop) > 64 or any(len(s) > 1000 for s in sampling.stop):
        raise InvalidInput(
            "stop strings", "they are too many or too long", "Use at most 64 of 1,000 characters."
        )
    if len(sampling.logit_bias) > _MAX_BIASES:
        raise InvalidInput(
            "logit bias", f"there are more than {_MAX_BIASES:,}", "Leave some of them out."
        )
    for token, bias in sampling.logit_bias:
        if not -_MAX_BIAS <= bias <= _MAX_BIAS:
            raise InvalidInput(
                "logit bias", f"{bias} cannot be used", f"Use {-_MAX_BIAS} to {_MAX_BIAS}."
            )
        if (token == "" or len(token) > 1000) if isinstance(token, str) else token < 0:
            raise InvalidInput("logit bias", f"{token!r} is no token", "Name a token.")
