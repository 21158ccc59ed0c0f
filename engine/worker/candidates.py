"""All tokens with their logits, as llama.cpp's samplers take and change them.

The sampling of llama.cpp makes such an array itself for each token; this one is for sampling in
steps, with a look at what a step left. Knows no grammar.
"""

from __future__ import annotations

import ctypes

import llama_cpp
import numpy as np

from engine.errors import Bug

Tokens = np.ndarray[tuple[int], np.dtype[np.void]]
_TOKEN_DATA = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""llama_token_data of llama.h."""


class Candidates:
    """Room for a vocabulary of `size` tokens, filled anew for each token."""

    def __init__(self, size: int) -> None:
        self._ids = np.arange(size, dtype=np.int32)
        self._room = np.zeros(size, _TOKEN_DATA)
        self._array = llama_cpp.llama_token_data_array()
        self._set(size)

    def fill(self, context: int, at: int) -> None:
        """All tokens, with the logits of a position of the last batch."""
        logits = llama_cpp.llama_get_logits_ith(context, at)
        if not logits:
            raise Bug(f"there are no logits at {at}")
        size = len(self._ids)
        self._room["id"] = self._ids
        self._room["logit"] = np.ctypeslib.as_array(logits, (size,))
        self._set(size)

    def apply(self, sampler: int) -> None:
        """Let a sampler remove, change or select."""
        llama_cpp.llama_sampler_apply(sampler, ctypes.byref(self._array))

    def keep_likeliest(self, count: int) -> float:
        """Keep only so many tokens. Returns a logit that none of those that go is above."""
        tokens = self._tokens()
        # Side by side: a search among records takes three times as long (measured).
        logits = np.ascontiguousarray(tokens["logit"])
        likeliest = np.argpartition(logits, len(logits) - count)[-count:]
        self._replace(tokens[likeliest])
        return float(logits[likeliest].min())

    def drop_refused(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Drop what a grammar refused. Returns the logits of what is left."""
        tokens = self._tokens()
        left = tokens[np.isfinite(tokens["logit"])]
        self._replace(left)
        logits: np.ndarray[tuple[int], np.dtype[np.float32]] = left["logit"]
        return logits

    @property
    def selected(self) -> int:
        """The id of the token that a sampler selected."""
        if not 0 <= self._array.selected < self._array.size:
            raise Bug("no token was selected")
        return int(self._array.data[self._array.selected].id)

    def _tokens(self) -> Tokens:
        """What is in the array now, where a sampler may have put it elsewhere."""
        pointer = ctypes.cast(self._array.data, ctypes.c_void_p).value
        size = int(self._array.size)
        raw = (ctypes.c_char * (size * _TOKEN_DATA.itemsize)).from_address(pointer or 0)
        tokens: Tokens = np.ndarray((size,), _TOKEN_DATA, memoryview(raw))
        return tokens

    def _replace(self, tokens: Tokens) -> None:
        self._room[: len(tokens)] = tokens
        self._set(len(tokens))

    def _set(self, size: int) -> None:
        data = self._room.ctypes.data_as(llama_cpp.llama_token_data_p)
        self._array.data = data  # type: ignore[assignment] # a pointer, which llama_cpp types as array
        self._array.size = size
        self._array.selected = -1
        self._array.sorted = False
