"""Picking the next token: a chain of llama.cpp samplers made from `Sampling`.

Every pointer is checked before use: a NULL in a chain is a crash at the first token. Steps with a
neutral value are left out, since some cost more than a token on a large vocabulary. So does asking
a grammar about all tokens: the token that was picked freely is tested, and only where it is refused
is another picked, from the likeliest first.
"""

from __future__ import annotations

import ctypes
import math
import secrets
from collections.abc import Sequence
from typing import Self

import llama_cpp

from engine.errors import Bug, GrammarError, InvalidInput
from engine.messages import Sampling
from engine.worker.candidates import Candidates
from engine.worker.constraint import Constraint
from engine.worker.vocabulary import Vocabulary

_DRY_BREAKERS = (b"\n", b":", b'"', b"*")
"""Text that ends a repeated run for DRY, as in llama.cpp."""


_LIKELIEST = (1024, 16_384)
"""Tokens a grammar is asked about where it refused one; then all. It takes 0.2 microseconds each,
which is 60 ms for a vocabulary of 262,144."""
_NEGLIGIBLE = 1e-2
"""Share of the probability of the likeliest allowed token that those not asked about may have."""


class Sampler:
    """One chain for one reply, following `constraint` where there is one. Closes both."""

    def __init__(
        self,
        sampling: Sampling,
        vocabulary: Vocabulary,
        n_ctx_train: int,
        constraint: Constraint | None = None,
    ) -> None:
        self.seed = secrets.randbits(31) if sampling.seed is None else sampling.seed
        self._sampling = sampling
        self._vocabulary = vocabulary
        self._constraint = constraint
        self._candidates = Candidates(vocabulary.size) if constraint else None
        self._memory = max(_penalty_window(sampling, n_ctx_train), _dry_window(sampling))
        self._chain: int | None = _chain()
        try:
            self._shaping = self._add(self._chain, _chain(), "shaping")
            self._shape(sampling, n_ctx_train)
            self._choosing = self._add(self._chain, _chain(), "choosing")
            self._choose(sampling)
        except BaseException:
            self.close()
            raise

    def remember(self, tokens: Sequence[int]) -> None:
        """Let the penalties see the end of the prompt, as llama.cpp's own server does."""
        if self._memory:
            for token in tokens[-self._memory :] if self._memory > 0 else tokens:
                llama_cpp.llama_sampler_accept(self._chain, token)

    def sample(self, context: int, at: int = -1) -> int:
        """The next token by the logits at a position of the last batch; it is taken as the next
        afterwards. Raises GrammarError where the grammar leaves none."""
        constraint, candidates = self._constraint, self._candidates
        if constraint is None or candidates is None:
            return int(llama_cpp.llama_sampler_sample(self._chain, context, at))
        candidates.fill(context, at)
        candidates.apply(self._opened())
        token = candidates.selected
        if not constraint.allows(token):
            token = self._sample_allowed(constraint, candidates, context, at)
        llama_cpp.llama_sampler_accept(self._chain, token)
        constraint.accept(token)
        return token

    def close(self) -> None:
        if self._constraint is not None:
            self._constraint.close()
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _sample_allowed(
        self, constraint: Constraint, candidates: Candidates, context: int, at: int
    ) -> int:
        size = self._vocabulary.size
        for count in (*_LIKELIEST, size):
            candidates.fill(context, at)
            candidates.apply(self._shaping)
            rest = candidates.keep_likeliest(count) if count < size else -math.inf
            constraint.narrow(candidates)
            allowed = candidates.drop_refused()
            if len(allowed) and self._negligible(math.exp(rest - allowed.max()), len(allowed)):
                candidates.apply(self._choosing)
                return candidates.selected
        raise GrammarError("grammar", "no token of this model goes on as it wants")

    def _negligible(self, odds: float, allowed: int) -> bool:
        """Whether more tokens than these `allowed` ones would hardly ever be picked: the others are
        at most so likely beside the likeliest of these."""
        s = self._sampling
        if s.temperature <= 0 or 0 < s.top_k <= allowed or odds < s.min_p:
            return True
        return odds * (s.top_k or self._vocabulary.size) <= _NEGLIGIBLE

    def _opened(self) -> int:
        if self._chain is None:
            raise Bug("the sampler is closed")
        return self._chain

    def _add(self, chain: int, step: int | None, name: str) -> int:
        if not step:
            raise Bug(f"the sampler {name} could not be made")
        llama_cpp.llama_sampler_chain_add(chain, step)
        return step

    def _shape(self, s: Sampling, n_ctx_train: int) -> None:
        """Steps that change logits, in llama.cpp's order."""
        lib, vocabulary, chain = llama_cpp, self._vocabulary, self._shaping
        if s.logit_bias:
            biases = _biases(s, vocabulary)
            step = lib.llama_sampler_init_logit_bias(vocabulary.size, len(biases), biases)
            self._add(chain, step, "logit bias")
        if s.repeat_penalty != 1 or s.frequency_penalty or s.presence_penalty:
            window = _penalty_window(s, n_ctx_train)
            penalties = (s.repeat_penalty, s.frequency_penalty, s.presence_penalty)
            step = lib.llama_sampler_init_penalties(vocabulary.size, window, *penalties)
            self._add(chain, step, "penalties")
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
            self._add(chain, step, "dry")

    def _choose(self, s: Sampling) -> None:
        """Steps that leave tokens out and select one, in llama.cpp's order."""
        lib, chain = llama_cpp, self._choosing
        if s.temperature <= 0:
            self._add(chain, lib.llama_sampler_init_greedy(), "greedy")
            return
        if s.top_k > 0:
            self._add(chain, lib.llama_sampler_init_top_k(s.top_k), "top-k")
        if s.top_p < 1:
            self._add(chain, lib.llama_sampler_init_top_p(s.top_p, 1), "top-p")
        if s.min_p > 0:
            self._add(chain, lib.llama_sampler_init_min_p(s.min_p, 1), "min-p")
        if s.xtc_probability > 0:
            step = lib.llama_sampler_init_xtc(s.xtc_probability, s.xtc_threshold, 1, self.seed)
            self._add(chain, step, "xtc")
        self._add(chain, lib.llama_sampler_init_temp(s.temperature), "temperature")
        self._add(chain, lib.llama_sampler_init_dist(self.seed), "distribution")


def _chain() -> int:
    params = llama_cpp.llama_sampler_chain_default_params()
    chain: int | None = llama_cpp.llama_sampler_chain_init(params)
    if not chain:
        raise Bug("llama_sampler_chain_init returned NULL")
    return chain


def _biases(s: Sampling, vocabulary: Vocabulary) -> ctypes.Array[llama_cpp.llama_logit_bias]:
    """The biases by token. Raises InvalidInput for what is not one token of this vocabulary."""
    found = (llama_cpp.llama_logit_bias * len(s.logit_bias))()
    for entry, (name, bias) in zip(found, s.logit_bias, strict=True):
        tokens = vocabulary.encode(name, control=True) if isinstance(name, str) else [name]
        if len(tokens) != 1 or not 0 <= tokens[0] < vocabulary.size:
            reason = (
                f"“{name}” is {len(tokens)} tokens of this model, not one"
                if isinstance(name, str)
                else f"this model has no token {name}"
            )
            raise InvalidInput("logit bias", reason, "Name another token, or leave it out.")
        entry.token, entry.bias = tokens[0], bias
    return found


def _penalty_window(s: Sampling, n_ctx_train: int) -> int:
    """Tokens the penalties look back at; 0 when there are none."""
    if s.repeat_penalty == 1 and not s.frequency_penalty and not s.presence_penalty:
        return 0
    return n_ctx_train if s.repeat_last_n < 0 else s.repeat_last_n


def _dry_window(s: Sampling) -> int:
    if not s.dry_multiplier:
        return 0
    return (1 << 30) if s.dry_last_n < 0 else s.dry_last_n
