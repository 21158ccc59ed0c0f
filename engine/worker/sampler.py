"""Picking the next token: a chain of llama.cpp samplers made from `Sampling`.

Every pointer is checked before use: a NULL in a chain is a crash at the first token. Steps with a
neutral value are left out, since some cost more than a token on a large vocabulary.
"""

from __future__ import annotations

import ctypes
import secrets
from collections.abc import Sequence

import llama_cpp

from engine.errors import Bug
from engine.messages import Sampling
from engine.worker.vocabulary import Vocabulary

_DRY_BREAKERS = (b"\n", b":", b'"', b"*")
"""Text that ends a repeated run for DRY, as in llama.cpp."""


class Sampler:
    """One chain for one reply. Close it."""

    def __init__(self, sampling: Sampling, vocabulary: Vocabulary, n_ctx_train: int) -> None:
        params = llama_cpp.llama_sampler_chain_default_params()
        self._chain = llama_cpp.llama_sampler_chain_init(params)
        if not self._chain:
            raise Bug("llama_sampler_chain_init returned NULL")
        self.seed = secrets.randbits(31) if sampling.seed is None else sampling.seed
        self._memory = max(_penalty_window(sampling, n_ctx_train), _dry_window(sampling))
        try:
            self._fill(sampling, vocabulary, n_ctx_train)
        except BaseException:
            self.close()
            raise

    def remember(self, tokens: Sequence[int]) -> None:
        """Let the penalties see the end of the prompt, as llama.cpp's own server does."""
        if self._memory:
            for token in tokens[-self._memory :] if self._memory > 0 else tokens:
                llama_cpp.llama_sampler_accept(self._chain, token)

    def sample(self, context: int, index: int = -1) -> int:
        """The next token after that at `index` of the last batch; the chain has seen it then."""
        return int(llama_cpp.llama_sampler_sample(self._chain, context, index))

    def close(self) -> None:
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None

    def _add(self, step: int | None, name: str) -> None:
        if not step:
            raise Bug(f"the sampler {name} could not be made")
        llama_cpp.llama_sampler_chain_add(self._chain, step)

    def _fill(self, s: Sampling, vocabulary: Vocabulary, n_ctx_train: int) -> None:
        """Steps in llama.cpp's order."""
        lib = llama_cpp
        if s.repeat_penalty != 1 or s.frequency_penalty or s.presence_penalty:
            window = _penalty_window(s, n_ctx_train)
            penalties = (s.repeat_penalty, s.frequency_penalty, s.presence_penalty)
            step = lib.llama_sampler_init_penalties(vocabulary.size, window, *penalties)
            self._add(step, "penalties")
        if s.dry_multiplier:
            breakers = (ctypes.c_char_p * len(_DRY_BREAKERS))(*_DRY_BREAKERS)
            step = lib.llama_sampler_init_dry(
                vocabulary.pointer,
                s.dry_multiplier,
                s.dry_base,
                s.dry_allowed_length,
                n_ctx_train if s.dry_last_n < 0 else s.dry_last_n,
                breakers,
                len(breakers),
            )
            self._add(step, "dry")
        if s.temperature <= 0:
            self._add(lib.llama_sampler_init_greedy(), "greedy")
            return
        if s.top_k > 0:
            self._add(lib.llama_sampler_init_top_k(s.top_k), "top-k")
        if s.top_p < 1:
            self._add(lib.llama_sampler_init_top_p(s.top_p, 1), "top-p")
        if s.min_p > 0:
            self._add(lib.llama_sampler_init_min_p(s.min_p, 1), "min-p")
        if s.xtc_probability > 0:
            step = lib.llama_sampler_init_xtc(s.xtc_probability, s.xtc_threshold, 1, self.seed)
            self._add(step, "xtc")
        self._add(lib.llama_sampler_init_temp(s.temperature), "temperature")
        self._add(lib.llama_sampler_init_dist(self.seed), "distribution")


def _penalty_window(s: Sampling, n_ctx_train: int) -> int:
    """Tokens the penalties look back at; 0 when there are none."""
    if s.repeat_penalty == 1 and not s.frequency_penalty and not s.presence_penalty:
        return 0
    return n_ctx_train if s.repeat_last_n < 0 else s.repeat_last_n


def _dry_window(s: Sampling) -> int:
    if not s.dry_multiplier:
        return 0
    return (1 << 30) if s.dry_last_n < 0 else s.dry_last_n
