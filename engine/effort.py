"""What a token costs a model, and so how fast it reads and writes on a computer.

Writing a token reads all weights and all that is kept of the tokens before, and unpacks them;
reading many at once is bound by multiplying. Pure arithmetic: measuring is `engine.throughput`,
what ran `engine.speed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from engine.gguf import Gguf
from engine.kv_cache import kv_cache
from engine.throughput import Throughput

WORDS_PER_TOKEN: Final = 0.75
"""Of English, as a rule."""
PAGE_WORDS: Final = 500
_READ_SHARE: Final = 0.75
"""Of the bandwidth of a plain loop, what a product with a vector reaches."""
_MULTIPLIED_SHARE: Final = 0.85
"""Of the speed that the costs below were measured at, what a whole model reaches."""
_LAYER: Final = 50e-6
"""Seconds a layer takes beside its weights: threads wait for each other."""
_LOOKED_UP: Final = frozenset({"token_embd.weight", "per_layer_token_embd.weight"})
"""Of these one row a token is read."""


class _Cost(NamedTuple):
    """Of one weight, in operations of `Throughput.flops`: to unpack it for one token, and to
    multiply with it when many are read at once."""

    unpacked: float
    multiplied: float


# Measured on one core of a Xeon with AVX-512 (llama.cpp 0c1e57098, models of 245 million random
# weights in each packing). Processors differ: replies that run correct it.
_COSTS: Final[Mapping[str, _Cost]] = MappingProxyType(
    {
        "F32": _Cost(4, 3),
        "F16": _Cost(4, 4),
        "BF16": _Cost(4, 4),
        "Q8_0": _Cost(8, 4.2),
        "Q6_K": _Cost(4, 2.5),
        "Q5_K": _Cost(14, 2.3),
        "Q5_0": _Cost(17, 4.5),
        "Q5_1": _Cost(17, 7.8),
        "Q4_K": _Cost(4, 2.9),
        "Q4_0": _Cost(8, 2.9),
        "Q4_1": _Cost(10, 7.8),
        "Q3_K": _Cost(9, 2.3),
        "Q2_K": _Cost(9, 3),
        "IQ4_XS": _Cost(12, 2.2),
    }
)
_OTHER: Final = _Cost(12, 3)
_SCORED: Final = 4.0
"""Operations of a multiplication of a query with a key, or of a score with a value."""


class Effort(msgspec.Struct, frozen=True):
    """What a token costs. Bytes read of `weights`, and kept of each token before, in `full`, or of
    each of the last `window`, in `windowed`. Operations to have `unpacked` all of them, and to have
    `multiplied` them when many tokens are read, and `scored` of each token before. `packing` is the
    type most weights have.
    """

    packing: str
    n_layers: int
    weights: float
    unpacked: float
    multiplied: float
    full: float
    windowed: float
    window: int
    scored: float

    def write_s(self, throughput: Throughput, depth: float) -> float:
        """Seconds to write a token behind `depth` others."""
        kept = self.full * depth + self.windowed * min(depth, self.window)
        read = (self.weights + kept) / (throughput.bandwidth * _READ_SHARE)
        return self.n_layers * _LAYER + read + self.unpacked / throughput.flops

    def read_s(self, throughput: Throughput, tokens: float) -> float:
        """Seconds to read so many tokens from the first one on."""
        operations = tokens * (self.multiplied + self.scored * tokens / 2)
        return operations / (throughput.flops * _MULTIPLIED_SHARE)


def effort(gguf: Gguf, kv_type: str = "") -> Effort:
    """What a token costs in a model whose keys and values are kept in the type `kv_type`."""
    used = _used_share(gguf)
    shared = all(tensor.name != "output.weight" for tensor in gguf.all_tensors)
    weights = unpacked = multiplied = 0.0
    sizes: dict[str, int] = {}
    for tensor in gguf.all_tensors:
        packing, name = tensor.type.name, tensor.name
        sizes[packing] = sizes.get(packing, 0) + tensor.size
        output = name == "output.weight" or (shared and name == "token_embd.weight")
        if name in _LOOKED_UP and not output:
            continue
        share = used if "_exps." in name else 1.0
        cost = _COSTS.get(packing, _OTHER)
        weights += tensor.size * share
        unpacked += tensor.count * share * cost.unpacked
        if not output:  # of what is read, only the last token has one
            multiplied += tensor.count * share * cost.multiplied
    kept = kv_cache(gguf, kv_type)
    full, windowed, _ = kept.totals()
    seeing = sum(1 for size in kept.per_token if size)
    return Effort(
        packing=max(sizes, key=sizes.__getitem__, default=""),
        n_layers=gguf.n_layers,
        weights=weights,
        unpacked=unpacked,
        multiplied=multiplied,
        full=full,
        windowed=windowed,
        window=kept.window,
        scored=_SCORED * seeing * gguf.n_head * (gguf.key_length + gguf.value_length),
    )


def _used_share(gguf: Gguf) -> float:
    """Share of a mixture's experts that a token passes through."""
    count = gguf.integer(gguf.of_model("expert_count"))
    used = max(gguf.per_layer(gguf.of_model("expert_used_count")), default=0)
    return min(used / count, 1.0) if count > 0 and used > 0 else 1.0
