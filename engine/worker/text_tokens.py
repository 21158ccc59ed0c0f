"""A text to the tokens an embedder reads: prepared, prefixed, cut to what it has room for.

Control tokens in the text stay text. Knows no context and no vectors.
"""

from __future__ import annotations

from collections.abc import Callable

import llama_cpp

from engine.embedding.prefixes import Prefixes
from engine.errors import Bug, InvalidInput
from engine.messages import TextKind
from engine.worker.model import Cancelled, Job

_PER_TOKEN = 8
"""Characters of a text tried at first for each token there is room for."""


class TextTokens:
    """Makes tokens with the vocabulary of an open model, at most `n_ctx` of a text."""

    def __init__(
        self, model: int, n_ctx: int, prefixes: Prefixes, prepare: Callable[[str], str]
    ) -> None:
        """Raises InvalidInput where the prefixes alone fill `n_ctx`."""
        self._vocab = llama_cpp.llama_model_get_vocab(model)
        if not self._vocab:
            raise Bug("llama_model_get_vocab returned NULL")
        self._ends = {
            int(end)
            for end in (
                llama_cpp.llama_vocab_eos(self._vocab),
                llama_cpp.llama_vocab_sep(self._vocab),
            )
            if end >= 0
        }
        self._n_ctx, self._prefixes, self._prepare = n_ctx, prefixes, prepare
        longest = max(len(self._encode(prefix)) for prefix in prefixes)
        if longest >= n_ctx:
            raise InvalidInput(
                "context size",
                f"{n_ctx:,} tokens are not more than the {longest:,} in front of each text",
                "Set it higher, or to 0 to let Puna choose.",
            )

    def of(self, text: str, kind: TextKind, job: Job) -> tuple[list[int], bool]:
        """The tokens of a text, special ones included, and whether the text has more than those.

        None for a text with nothing but white space. Raises Cancelled.
        """
        prefix = self._prefixes.query if kind == "query" else self._prefixes.passage
        length = self._n_ctx * _PER_TOKEN
        while True:
            if job.cancelled:
                raise Cancelled
            part = self._prepare(text[:length]).strip()
            if not part and length >= len(text):
                return [], False
            tokens = self._encode(prefix + part) if part else []
            if len(tokens) > self._n_ctx:
                return self._cut(tokens), True
            if length >= len(text):
                return tokens, False
            length *= 2

    def _cut(self, tokens: list[int]) -> list[int]:
        """The first tokens, and those that end a text."""
        ends = 0
        while ends < len(tokens) and tokens[-1 - ends] in self._ends:
            ends += 1
        return tokens[: self._n_ctx - ends] + tokens[len(tokens) - ends :]

    def _encode(self, text: str) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 16  # a token is at least a byte, plus a space and special tokens
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, room, True, False)
        if count < 0:
            raise Bug(f"llama_tokenize wants {-count} tokens for {len(data)} bytes")
        return tokens[:count]
