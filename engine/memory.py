"""How much memory a model needs with a given context, and whether that is free.

An estimate on the safe side, held against llama.cpp 0c1e57098 on the CPU: weights, key-value cache,
compute buffers of 256-token batches with few outputs, vocabulary, Python. Weights are mapped from
their file, so the system can drop and read them again; all else is memory of the process alone, and
so is what llama.cpp packs anew for the processor. Knows nothing of what else runs on the computer.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.attention import N_BATCH, longest, part_size, part_sizes, scores_size
from engine.errors import NotEnoughMemory
from engine.files import shown
from engine.gguf import Gguf
from engine.hardware import available_memory, total_memory
from engine.kv_cache import STEP, KvCache, kv_cache

__all__ = [
    "SPARE",
    "Footprint",
    "Need",
    "available_memory",
    "check_fits",
    "default_context",
    "largest_context",
    "margin",
    "needed",
    "stepped",
]

_GIB: Final = 1 << 30
_DEFAULT_CONTEXT: Final = 8192
_UNKNOWN_CONTEXT: Final = 4096
_OUTPUTS: Final = 8
SPARE: Final = 3 << 29
"""1.5 GiB, which a context that Puna chooses leaves free."""
_SMALL_CONTEXT: Final = 2048
_HALF: Final = 2
# What llama.cpp packs anew for matrix products, on some processors of the kind.
_PACKED_ANEW: Final = frozenset({"Q4_0", "Q4_K", "Q2_K", "IQ4_NL", "MXFP4"})
_PACKED_ANEW_ON_ARM: Final = _PACKED_ANEW | {"Q5_K", "Q6_K", "Q8_0"}
_FLOAT: Final = 4
_INDEX: Final = 8
_WORK: Final = 292 / 256
"""Bytes of a number as matrix products want it beside packed weights, at most (Q8_K)."""
_PER_TOKEN: Final = 200
"""Bytes of the vocabulary, for a token and for a rule that merges two. Measured: 168 and 182."""
_PER_CELL: Final = 200
"""Bytes of the books that llama.cpp and Puna keep of a token of context."""
_COPIES: Final = 2
"""Copies of windows and states that a conversation is rolled back with, as a rule."""
_MOST_COPIES: Final = 256 << 20
# Python, llama.cpp and their buffers, before any model.
_PROCESS: Final = 54 << 20


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


@dataclass(frozen=True, slots=True)
class Footprint:
    """All that the memory of a model depends on but for the context: read from its file once, so
    that every context takes microseconds.

    `plain`: attention is not fused. `words`: tokens of the vocabulary, and as many rules again
    where it has those that merge two. `width` is that of the numbers between layers, `attention`
    that of all queries of a token, `inner` the most numbers a layer makes of a token at once.
    """

    kept: KvCache
    totals: tuple[int, int, int]
    plain: bool
    weights: int
    copied: int
    trained: int
    n_head: int
    n_vocab: int
    words: int
    width: int
    attention: int
    inner: int

    @classmethod
    def of(cls, gguf: Gguf, kv_type: str = "") -> Footprint:
        """That of a model whose keys and values are kept in the type `kv_type` of `Tuning`."""
        kept = kv_cache(gguf, kv_type)
        copied, twice = _packed_anew(gguf)
        n_vocab = gguf.n_vocab or _rows_of_embedding(gguf)
        return cls(
            kept=kept,
            totals=kept.totals(),
            plain=kv_type in ("", "f16"),
            weights=gguf.weights_size + twice,
            copied=copied + twice,
            trained=gguf.context_length,
            n_head=gguf.n_head,
            n_vocab=n_vocab,
            words=2 * n_vocab if gguf.tokenizer_model == "gpt2" else n_vocab,
            width=gguf.n_embd,
            attention=gguf.n_head * max(gguf.key_length, gguf.value_length),
            inner=_inner(gguf),
        )

    @property
    def most(self) -> int:
        """Tokens of context the model was trained for."""
        return stepped(self.trained or _UNKNOWN_CONTEXT)

    def need(self, n_ctx: int) -> Need:
        """Bytes for a context of `n_ctx` tokens."""
        n_ctx = stepped(n_ctx)
        n_batch = part_size(self.n_head, n_ctx, N_BATCH) if self.plain else N_BATCH
        cells = self.kept.cells(n_ctx, n_batch) if self.kept.window else 0
        full, windowed, states = self.totals
        fixed = windowed * cells + states
        return Need(
            weights=self.weights,
            cache=full * n_ctx + fixed,
            compute=self._compute(n_ctx, cells, n_batch) + self.work(n_ctx),
            other=_PROCESS
            + self.words * _PER_TOKEN
            + (n_ctx + cells) * _PER_CELL
            + min(_COPIES * fixed, _MOST_COPIES),
            copied=self.copied,
        )

    def largest(self, room: int) -> int:
        """Most tokens of context, in steps of 256, for which `room` bytes are enough; 0 if none.
        Never more than the model was trained for."""
        return self.search(lambda n_ctx: self.need(n_ctx).total <= room)

    def search(self, fits: Callable[[int], bool]) -> int:
        """The largest context that `fits`, 0 if none does."""
        for least, most in self._spans():
            low, high = least - 1, most
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if fits(middle * STEP) else (low, middle - 1)
            if low >= least:
                return low * STEP
        return 0

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Steps of context, first and last, in which more of them need more memory; those of most
        context first. Where a batch is halved for its scores, a longer context needs less."""
        ends = [self.most // STEP]
        if self.plain:
            for n_batch in reversed(part_sizes(N_BATCH)[:-1]):
                ends.append(min(longest(self.n_head, n_batch) // STEP, ends[-1]))
        for last, before in zip(ends, (*ends[1:], 0), strict=True):
            yield before + 1, last

    def work(self, n_ctx: int) -> int:
        """Of the bytes to compute with, those in which the processor has numbers once more as a
        matrix product wants them; a graphics card has none."""
        if not self.plain:
            return int(N_BATCH * self.inner * _WORK) // 3
        n_batch = part_size(self.n_head, n_ctx, N_BATCH)
        scores = scores_size(self.n_head, n_ctx)
        return max(scores // 2, int(n_batch * self.inner * _WORK) // 3)

    def _compute(self, n_ctx: int, cells: int, n_batch: int) -> int:
        """Bytes of the numbers on the way through the layers, for a batch of `n_batch` tokens.

        Masks of what each token may see and where each value goes, all the time; then either
        attention with the scores, or the widest layer, or logits of the few tokens whose logits are
        wanted.
        """
        scores = scores_size(self.n_head, n_ctx) if self.plain else 0
        seen = (n_ctx + cells) * (_FLOAT if self.plain else _HALF)
        places = _INDEX * self.kept.v_width * (2 if cells else 1) if self.plain else 0
        attention = n_batch * _FLOAT * (3 * self.width + 2 * self.attention) + scores
        layer = n_batch * _FLOAT * (3 * self.width + self.inner)
        logits = _FLOAT * (_OUTPUTS * self.n_vocab + 2 * n_batch * self.width)
        return n_batch * (seen + places) + max(attention, layer, logits)


def needed(gguf: Gguf, n_ctx: int, kv_type: str = "") -> Need:
    """Bytes of memory for a model with a context of `n_ctx` tokens, whose keys and values are kept
    in the type `kv_type` of `engine.messages.Tuning`."""
    return Footprint.of(gguf, kv_type).need(n_ctx)


def margin(total: int | None = None) -> int:
    """Bytes to leave to the rest of the computer: 1 GiB, or a tenth of a small one's memory.
    `total` is all memory it has, None for this one's."""
    return min(_GIB, (total_memory() if total is None else total) // 10)


def largest_context(gguf: Gguf, available: int, spare: int | None = None, kv_type: str = "") -> int:
    """Most tokens of context, in steps of 256, that fit into `available` bytes less `spare`
    (default: `margin()`); 0 if none do. Never more than the model was trained for."""
    return Footprint.of(gguf, kv_type).largest(available - (margin() if spare is None else spare))


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
    return -(-max(n_ctx, 1) // STEP) * STEP


def _packed_anew(gguf: Gguf) -> tuple[int, int]:
    """Bytes of weights that llama.cpp may keep in another order, as this processor likes them, and
    of those that are in memory once more then: an embedding that is the output, too."""
    arm = platform.machine().lower() in ("arm64", "aarch64")
    kinds = _PACKED_ANEW_ON_ARM if arm else _PACKED_ANEW
    copied = twice = 0
    tied = True
    for tensor in gguf.all_tensors:
        tied = tied and tensor.name != "output.weight"
        if tensor.type.name in kinds:
            if tensor.name == "token_embd.weight":
                twice = tensor.size
            else:
                copied += tensor.size
    return copied, twice if tied else 0


def _rows_of_embedding(gguf: Gguf) -> int:
    """Tokens of a vocabulary that was not read with the header of a remote file."""
    for tensor in gguf.all_tensors:
        if tensor.name == "token_embd.weight" and len(tensor.shape) > 1:
            return tensor.shape[1]
    return 0


def _inner(gguf: Gguf) -> int:
    """Most numbers that a layer makes of a token at once: three times the width of a feed-forward
    layer, of all experts a token passes through, or of a recurrent layer's inside."""

    def of(name: str) -> int:
        return max(gguf.integer(gguf.of_model(name)), 0)

    used = _most(gguf.per_layer(gguf.of_model("expert_used_count")))
    width = _most(gguf.per_layer(gguf.of_model("expert_feed_forward_length"))) or gguf.n_ff
    experts = used * max(3 * width, width + gguf.n_embd)
    return max(3 * gguf.n_ff, experts, 6 * of("ssm.inner_size"))


def _most(numbers: Iterable[int]) -> int:
    return max(numbers, default=0)
