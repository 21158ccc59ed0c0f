"""How much memory a model needs with a given context, and whether that is free.

An estimate on the safe side, held against llama.cpp 0c1e57098 on the CPU: weights, key-value cache
in half precision, compute buffers of 256-token batches with few outputs, vocabulary. Knows nothing
of what else runs on the computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.attention import N_BATCH, scores_size
from engine.errors import NotEnoughMemory
from engine.files import shown
from engine.gguf import Gguf
from engine.hardware import available_memory, total_memory

__all__ = [
    "Need",
    "available_memory",
    "check_fits",
    "default_context",
    "largest_context",
    "margin",
    "needed",
]

_GIB: Final = 1 << 30
_STEP: Final = 256
"""llama.cpp rounds the context up to a multiple of this."""
_DEFAULT_CONTEXT: Final = 8192
_UNKNOWN_CONTEXT: Final = 4096
_OUTPUTS: Final = 8
_HALF: Final = 2
_FLOAT: Final = 4
# Measured: 168 bytes a token without merges, 350 with them.
_PER_TOKEN: Final = 400
# Python, llama.cpp and their buffers, before any model.
_PROCESS: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes a model needs, by what they are for."""

    weights: int
    cache: int
    compute: int
    other: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.compute + self.other


def default_context(gguf: Gguf) -> int:
    """Tokens of context to open where the user chose none: what the model was trained for, at most
    8,192, in steps of 256."""
    trained = gguf.context_length
    return _stepped(min(_DEFAULT_CONTEXT, trained) if trained > 0 else _UNKNOWN_CONTEXT)


def needed(gguf: Gguf, n_ctx: int) -> Need:
    """Bytes of memory for a model with a context of `n_ctx` tokens."""
    per_token, fixed = _cache(gguf)
    n_ctx = _stepped(n_ctx)
    # Sums of a few layers wide, for a batch; the mask of what each token may see, with and
    # without windows; logits of the few tokens whose logits are wanted.
    widths = 3 * max(gguf.n_ff, _expert_width(gguf)) + 4 * gguf.n_embd
    compute = N_BATCH * _FLOAT * widths + 2 * N_BATCH * _HALF * n_ctx
    compute += scores_size(gguf.n_head, n_ctx)
    compute += _OUTPUTS * gguf.n_vocab * _FLOAT
    return Need(
        weights=gguf.weights_size,
        cache=per_token * n_ctx + fixed,
        compute=compute,
        other=_PROCESS + gguf.n_vocab * _PER_TOKEN,
    )


def margin() -> int:
    """Bytes to leave to the rest of the computer: 1 GiB, or a tenth of a small one's memory."""
    return min(_GIB, total_memory() // 10)


def largest_context(gguf: Gguf, available: int, spare: int | None = None) -> int:
    """Most tokens of context, in steps of 256, that fit into `available` bytes less `spare`
    (default: `margin()`); 0 if none do. Never more than the model was trained for."""
    room = available - (margin() if spare is None else spare)
    most = _stepped(gguf.context_length or _UNKNOWN_CONTEXT) // _STEP
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if needed(gguf, middle * _STEP).total <= room:
            low = middle
        else:
            high = middle - 1
    return low * _STEP


def check_fits(gguf: Gguf, n_ctx: int, available: int, spare: int | None = None) -> None:
    """Raises `NotEnoughMemory`, with the context that would fit, where a model with `n_ctx` tokens
    of context needs more than `available` bytes less `spare` (default: `margin()`)."""
    spare = margin() if spare is None else spare
    need = needed(gguf, n_ctx).total
    if need > available - spare:
        fits = min(largest_context(gguf, available, spare), n_ctx)
        raise NotEnoughMemory(shown(gguf.path), need + spare, available, n_ctx, fits)


def _stepped(n_ctx: int) -> int:
    return -(-max(n_ctx, 1) // _STEP) * _STEP


def _cache(gguf: Gguf) -> tuple[int, int]:
    """Bytes of cache a token, and bytes whatever the context.

    Layers with a sliding window are counted in full: whether their cache may be cut to the window
    depends on how replies are rolled back.
    """
    heads = gguf.kv_heads
    # In some hybrids only every n-th layer has keys and values; the others keep a fixed state.
    interval = max(gguf.integer(gguf.of_model("full_attention_interval")), 1)
    cached = sum(n for layer, n in enumerate(heads, start=1) if layer % interval == 0)
    per_token = cached * (gguf.key_length + gguf.value_length) * _HALF
    return per_token, gguf.n_layers * _state(gguf)


def _state(gguf: Gguf) -> int:
    """Bytes a recurrent layer keeps between tokens (Mamba and its kin, RWKV)."""

    def of(name: str) -> int:
        return max(gguf.integer(gguf.of_model(name)), 0)

    inner, state = of("ssm.inner_size"), of("ssm.state_size")
    convolution = max(of("ssm.conv_kernel") - 1, 0) * (inner + 2 * of("ssm.group_count") * state)
    wkv = gguf.n_embd * (of("wkv.head_size") + 2) if of("wkv.head_size") else 0
    return (convolution + state * inner + wkv) * _FLOAT


def _expert_width(gguf: Gguf) -> int:
    """Width of all experts a token passes through, in a mixture of experts."""
    width = gguf.integer(gguf.of_model("expert_feed_forward_length")) or gguf.n_ff
    return gguf.integer(gguf.of_model("expert_used_count")) * width
