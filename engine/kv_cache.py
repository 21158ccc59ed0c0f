"""What a model keeps of the tokens it has read, in bytes: keys and values, and recurrent states.

As llama.cpp 0c1e57098 allocates it for one sequence, with window caches cut to the window
(`llama-kv-cache-iswa.cpp`, `llama-hparams.cpp`, `src/models`). What it leaves out for a newer
architecture is counted in full. Knows nothing of weights and of computing.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from engine.gguf import Gguf

STEP: Final = 256
"""llama.cpp rounds the context up to a multiple of this, and the cache of a window."""
_WINDOW: Final = "attention.sliding_window"
_HALF: Final = 2
_FLOAT: Final = 4
# Bytes of a number in the cache: blocks of 32 with a scale where it is packed.
_KV: Final[Mapping[str, float]] = MappingProxyType({"q8_0": 34 / 32, "q4_0": 18 / 32})


class _Windows(NamedTuple):
    """Every `period`-th layer sees all: the last of each period, or the first."""

    period: int
    first: bool = False


# Where the file need not give a flag for each layer.
_WINDOWS: Final[Mapping[str, _Windows]] = MappingProxyType(
    {
        "afmoe": _Windows(4),
        "cohere2": _Windows(4),
        "cohere2moe": _Windows(4, first=True),
        "exaone-moe": _Windows(4),
        "exaone4": _Windows(4),
        "gemma2": _Windows(2),
        "gemma3": _Windows(6),
        "gemma3n": _Windows(5),
        "gpt-oss": _Windows(2),
        "laguna": _Windows(4, first=True),
        "llama4": _Windows(4),
        "mellum": _Windows(4),
        "muse-glimmer": _Windows(4),
        "olmo2": _Windows(4),
        "plamo3": _Windows(8),
        "smallthinker": _Windows(4, first=True),
    }
)
# Their files may say a window, which llama.cpp does not use, or not in this way.
_NO_WINDOWS: Final = frozenset({"phi3", "deepseek4", "dots3note"})
_EXAONE4_32B: Final = 64
"""Layers of the one model of its family that has windows."""
_OWN_KV_GEMMA3N: Final = 20
# All their layers keep keys and values beside a state.
_BOTH: Final = frozenset({"falcon-h1"})


@dataclass(frozen=True, slots=True)
class KvCache:
    """Bytes each layer keeps: for a token of those it sees, in `per_token`, and for good, in
    `states`. Layers in `windowed` see the last `window` tokens. `v_width`: numbers in the values of
    a token, of the layer with most."""

    per_token: tuple[int, ...]
    windowed: tuple[bool, ...]
    states: tuple[int, ...]
    window: int
    v_width: int

    def cells(self, n_ctx: int, n_batch: int) -> int:
        """Tokens a layer with a window has room for, `n_batch` of them being read at once."""
        return min(n_ctx, -(-(self.window + n_batch) // STEP) * STEP)

    def sizes(self, n_ctx: int, n_batch: int) -> tuple[int, ...]:
        """Bytes of each layer, in order."""
        short = self.cells(n_ctx, n_batch)
        return tuple(
            size * (short if windowed else n_ctx) + state
            for size, windowed, state in zip(
                self.per_token, self.windowed, self.states, strict=True
            )
        )

    def totals(self) -> tuple[int, int, int]:
        """Bytes for a token in layers that see all, in those with a window, and for good."""
        pairs = tuple(zip(self.per_token, self.windowed, strict=True))
        return (
            sum(size for size, windowed in pairs if not windowed),
            sum(size for size, windowed in pairs if windowed),
            sum(self.states),
        )


def kv_cache(gguf: Gguf, kv_type: str = "") -> KvCache:
    """What the layers of a model keep, with numbers of the type `kv_type` of `Tuning`."""
    heads = _kv_heads(gguf)
    window = sliding_window(gguf)
    windowed = _windowed(gguf) if window else (False,) * gguf.n_layers
    number = _KV.get(kv_type, _HALF)
    keys, values = _lengths(gguf)
    per_token, widths = [], []
    for n_heads, short in zip(heads, windowed, strict=True):
        widths.append(n_heads * values[short])
        per_token.append(n_heads * keys[short])
    v_width = max(widths, default=0)
    # Values that are kept by column, as plain attention wants them, are as wide in all layers.
    padded = [v_width if kv_type in ("", "f16") and width else width for width in widths]
    return KvCache(
        tuple(math.ceil((k + v) * number) for k, v in zip(per_token, padded, strict=True)),
        windowed,
        _states(gguf, heads),
        window if any(windowed) else 0,
        v_width,
    )


def sliding_window(gguf: Gguf) -> int:
    """Tokens that layers with a window see; 0 where there are none."""
    said = gguf.integer(gguf.of_model(_WINDOW), -1)
    match gguf.architecture:
        case "llama4":  # in chunks, whatever size the file says
            return 8192 if said else 0
        case "smallthinker":
            return 4096 if said > 0 else 0
        case "gemma2":
            return said if said >= 0 else 4096
        case "exaone4":
            return (said if said >= 0 else 4096) if gguf.n_layers == _EXAONE4_32B else 0
        case architecture:
            return 0 if architecture in _NO_WINDOWS else max(said, 0)


def _windowed(gguf: Gguf) -> tuple[bool, ...]:
    """Which layers have a window."""
    layers = range(gguf.n_layers)
    pattern = gguf.of_model(f"{_WINDOW}_pattern")
    if isinstance(gguf.metadata.get(pattern), array):
        flags = gguf.per_layer(pattern)
        return tuple(layer < len(flags) and bool(flags[layer]) for layer in layers)
    if not (known := _WINDOWS.get(gguf.architecture)):
        return tuple(False for _ in layers)
    period = gguf.integer(pattern, known.period)
    if period <= 0:
        return tuple(True for _ in layers)
    full = 0 if known.first else period - 1
    return tuple(layer % period != full for layer in layers)


def _kv_heads(gguf: Gguf) -> tuple[int, ...]:
    """Heads of keys and values of each layer; 0 where it keeps none."""
    n_layers = gguf.n_layers
    heads = (*gguf.kv_heads, *(0 for _ in range(n_layers)))[:n_layers]
    # In some hybrids only every n-th layer has keys and values; the others keep a fixed state.
    interval = max(gguf.integer(gguf.of_model("full_attention_interval")), 1)
    return tuple(
        count if layer % interval == 0 and layer <= _own_kv(gguf) else 0
        for layer, count in enumerate(heads, start=1)
    )


def _own_kv(gguf: Gguf) -> int:
    """How many of the first layers have keys and values of their own: the last ones may share
    those of others, or only be there to draft."""
    if gguf.architecture == "gemma3n":
        return _OWN_KV_GEMMA3N
    drafting = max(gguf.integer(gguf.of_model("nextn_predict_layers")), 0)
    shared = max(gguf.integer(gguf.of_model("attention.shared_kv_layers")), 0)
    return gguf.n_layers - max(drafting, shared)


def _lengths(gguf: Gguf) -> tuple[tuple[int, int], tuple[int, int]]:
    """Numbers in the key and in the value of a head: without a window, and with one."""
    default = gguf.n_embd // gguf.n_head if gguf.n_head > 0 else 0

    def of(name: str) -> tuple[int, int]:
        full = max(gguf.integer(gguf.of_model(f"attention.{name}"), default), 0)
        return full, max(gguf.integer(gguf.of_model(f"attention.{name}_swa"), full), 0)

    keys, values = of("key_length"), of("value_length")
    if gguf.integer(gguf.of_model("attention.key_length_mla")):
        return keys, (0, 0)  # values are made of the keys again
    return keys, values


def _states(gguf: Gguf, heads: tuple[int, ...]) -> tuple[int, ...]:
    """Bytes each layer keeps for good: a recurrent one does (Mamba and its kin, RWKV)."""
    size = _state(gguf)
    widths = (*gguf.per_layer(gguf.of_model("feed_forward_length")), *(0 for _ in heads))
    plain = gguf.architecture.startswith("nemotron_h")  # some of its layers are neither
    return tuple(
        size if (not count or gguf.architecture in _BOTH) and not (plain and width) else 0
        for count, width in zip(heads, widths, strict=False)
    )


def _state(gguf: Gguf) -> int:
    """Bytes of the state of a recurrent layer, in single precision."""

    def of(name: str) -> int:
        return max(gguf.integer(gguf.of_model(name)), 0)

    inner, state = of("ssm.inner_size"), of("ssm.state_size")
    before = max(of("ssm.conv_kernel") - 1, 0)
    if head := of("wkv.head_size"):
        return gguf.n_embd * (head + 2) * _FLOAT
    if head := of("kda.head_dim"):
        width = gguf.n_head * head
        return width * (3 * (before or 3) + head) * _FLOAT
    short = gguf.n_embd * max(of("shortconv.l_cache") - 1, 0)
    return (short + before * (inner + 2 * of("ssm.group_count") * state) + state * inner) * _FLOAT
