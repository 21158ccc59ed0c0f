"""How much memory a model needs with a given context, and whether that is free.

An estimate on the safe side, held against llama.cpp 0c1e57098 on the CPU: weights, key-value cache,
compute buffers of 256-token batches with few outputs, vocabulary. Weights are mapped from their
file, so the system can drop and read them again; all else is memory of the process alone, and so is
what llama.cpp packs anew for the processor. Knows nothing of what else runs on the computer.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.attention import N_BATCH, scores_size
from engine.errors import NotEnoughMemory
from engine.files import shown
from engine.gguf import Gguf
from engine.hardware import available_memory, total_memory

__all__ = [
    "SPARE",
    "Need",
    "available_memory",
    "cache_per_token",
    "check_fits",
    "default_context",
    "largest_context",
    "margin",
    "needed",
    "stepped",
]

_GIB: Final = 1 << 30
_STEP: Final = 256
"""llama.cpp rounds the context up to a multiple of this."""
_DEFAULT_CONTEXT: Final = 8192
_UNKNOWN_CONTEXT: Final = 4096
_OUTPUTS: Final = 8
SPARE: Final = 3 << 29
"""1.5 GiB, which a context that Puna chooses leaves free."""
_SMALL_CONTEXT: Final = 2048
_HALF: Final = 2
# Bytes of a number in the cache: blocks of 32 with a scale where it is packed.
_KV: Final[Mapping[str, float]] = MappingProxyType({"q8_0": 34 / 32, "q4_0": 18 / 32})
# What llama.cpp packs anew for matrix products, on some processors of the kind.
_PACKED_ANEW: Final = frozenset({"Q4_0", "Q4_K", "Q2_K", "IQ4_NL", "MXFP4"})
_PACKED_ANEW_ON_ARM: Final = _PACKED_ANEW | {"Q5_K", "Q6_K", "Q8_0"}
_FLOAT: Final = 4
# Measured: 168 bytes a token without merges, 350 with them.
_PER_TOKEN: Final = 400
# Python, llama.cpp and their buffers, before any model.
_PROCESS: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes a model needs, by what they are for. Up to `copied` of `weights` are packed anew."""

    weights: int
    cache: int
    compute: int
    other: int
    copied: int = 0

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.compute + self.other

    @property
    def mapped(self) -> int:
        """Weights that stay in the file's own pages: shared, and dropped when memory is short."""
        return self.weights - self.copied

    @property
    def private(self) -> int:
        """Memory of the process alone."""
        return self.total - self.mapped


def default_context(gguf: Gguf, available: int | None = None) -> int:
    """Tokens of context to open where the user chose none: what the model was trained for, at most
    8,192, in steps of 256.

    With `available` bytes of free memory, as many of them as leave 1.5 GiB free; but 2,048 at
    least, where memory is short anyway.
    """
    trained = gguf.context_length
    wanted = stepped(min(_DEFAULT_CONTEXT, trained) if trained > 0 else _UNKNOWN_CONTEXT)
    if available is None:
        return wanted
    return min(wanted, max(largest_context(gguf, available, SPARE), _SMALL_CONTEXT))


def needed(gguf: Gguf, n_ctx: int, kv_type: str = "") -> Need:
    """Bytes of memory for a model with a context of `n_ctx` tokens, whose keys and values are kept
    in the type `kv_type` of `engine.messages.Tuning`."""
    n_ctx = stepped(n_ctx)
    per_token, fixed = sum(cache_per_token(gguf, kv_type)), gguf.n_layers * _state(gguf)
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
        copied=_packed_anew(gguf),
    )


def margin() -> int:
    """Bytes to leave to the rest of the computer: 1 GiB, or a tenth of a small one's memory."""
    return min(_GIB, total_memory() // 10)


def largest_context(gguf: Gguf, available: int, spare: int | None = None) -> int:
    """Most tokens of context, in steps of 256, that fit into `available` bytes less `spare`
    (default: `margin()`); 0 if none do. Never more than the model was trained for."""
    room = available - (margin() if spare is None else spare)
    most = stepped(gguf.context_length or _UNKNOWN_CONTEXT) // _STEP
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if needed(gguf, middle * _STEP).total <= room:
            low = middle
        else:
            high = middle - 1
    return low * _STEP


def check_fits(
    gguf: Gguf, n_ctx: int, available: int, spare: int | None = None, elsewhere: int = 0
) -> None:
    """Raises `NotEnoughMemory`, with the context that would fit, where a model with `n_ctx` tokens
    of context needs more than `available` bytes less `spare` (default: `margin()`). Bytes
    `elsewhere`, on a graphics card, need none of them."""
    spare = margin() if spare is None else spare
    need = needed(gguf, n_ctx).total - elsewhere
    if need > available - spare:
        fits = min(largest_context(gguf, available, spare), n_ctx)
        raise NotEnoughMemory(shown(gguf.path), need + spare, available, n_ctx, fits)


def stepped(n_ctx: int) -> int:
    """A number of tokens as large as llama.cpp makes a context of it."""
    return -(-max(n_ctx, 1) // _STEP) * _STEP


def cache_per_token(gguf: Gguf, kv_type: str = "") -> tuple[int, ...]:
    """Bytes of keys and values that each layer keeps for a token, in order.

    Layers with a sliding window are counted in full: whether their cache may be cut to the window
    depends on how replies are rolled back.
    """
    heads = (*gguf.kv_heads, *(0 for _ in range(gguf.n_layers)))[: gguf.n_layers]
    # In some hybrids only every n-th layer has keys and values; the others keep a fixed state.
    interval = max(gguf.integer(gguf.of_model("full_attention_interval")), 1)
    size = (gguf.key_length + gguf.value_length) * _KV.get(kv_type, _HALF)
    return tuple(
        math.ceil(n * size) if layer % interval == 0 else 0
        for layer, n in enumerate(heads, start=1)
    )


def _packed_anew(gguf: Gguf) -> int:
    """Bytes of weights that llama.cpp may keep a second time, as this processor likes them."""
    arm = platform.machine().lower() in ("arm64", "aarch64")
    kinds = _PACKED_ANEW_ON_ARM if arm else _PACKED_ANEW
    return sum(
        tensor.size
        for tensor in gguf.all_tensors
        if tensor.type.name in kinds and tensor.name != "token_embd.weight"
    )


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
