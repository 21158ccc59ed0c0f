"""What a token costs a model, and so how fast it reads and writes on a computer.

Writing a token reads all weights and all that is kept of the tokens before; reading many at once is
bound by multiplying. Pure arithmetic: measuring is `engine.throughput`, what ran `engine.speed`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from engine.gguf import Gguf
from engine.kv_cache import kv_cache
from engine.throughput import Throughput

WORDS_PER_TOKEN: Final = 0.75
"""Of English, as a rule."""
PAGE_WORDS: Final = 500
_READ_SHARE: Final = 0.8
_MULTIPLIED_SHARE: Final = 0.3
_SPENT: Final = 0.3e-3
_LOOKED_UP: Final = frozenset({"token_embd.weight", "per_layer_token_embd.weight"})
"""Of these one row a token is read."""


class Effort(msgspec.Struct, frozen=True):
    """What a token costs, by model. `weights` bytes read, `layers` multiplications of weights but
    for the output; `full` bytes kept of each token before, `windowed` of each of the last `window`;
    `scored` multiplications for each token before. `packing` is the type most weights have.
    """

    packing: str
    weights: float
    layers: float
    full: float
    windowed: float
    window: int
    scored: float

    def write_s(self, throughput: Throughput, depth: float) -> float:
        """Seconds to write a token behind `depth` others."""
        kept = self.full * depth + self.windowed * min(depth, self.window)
        return _SPENT + (self.weights + kept) / (throughput.bandwidth * _READ_SHARE)

    def read_s(self, throughput: Throughput, tokens: float) -> float:
        """Seconds to read so many tokens from the first one on."""
        multiplied = tokens * (self.layers + self.scored * tokens / 2)
        return 2 * multiplied / (throughput.flops * _MULTIPLIED_SHARE)


def effort(gguf: Gguf, kv_type: str = "") -> Effort:
    """What a token costs in a model whose keys and values are kept in the type `kv_type`."""
    used = _used_share(gguf)
    shared = all(tensor.name != "output.weight" for tensor in gguf.all_tensors)
    weights = layers = 0.0
    sizes: dict[str, int] = {}
    for tensor in gguf.all_tensors:
        sizes[tensor.type.name] = sizes.get(tensor.type.name, 0) + tensor.size
        name = tensor.name
        if name in _LOOKED_UP:
            weights += tensor.size if shared and name == "token_embd.weight" else 0
            continue
        share = used if "_exps." in name else 1.0
        weights += tensor.size * share
        if name != "output.weight":
            layers += tensor.count * share
    kept = kv_cache(gguf, kv_type)
    full, windowed, _ = kept.totals()
    seeing = sum(1 for size in kept.per_token if size)
    return Effort(
        packing=max(sizes, key=sizes.__getitem__, default=""),
        weights=weights,
        layers=layers,
        full=full,
        windowed=windowed,
        window=kept.window,
        scored=seeing * gguf.n_head * (gguf.key_length + gguf.value_length),
    )


def _used_share(gguf: Gguf) -> float:
    """Share of a mixture's experts that a token passes through."""
    count = gguf.integer(gguf.of_model("expert_count"))
    used = max(gguf.per_layer(gguf.of_model("expert_used_count")), default=0)
    return min(used / count, 1.0) if count > 0 and used > 0 else 1.0
