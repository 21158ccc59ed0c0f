"""A llama.cpp context that makes one vector of the tokens of a text. Knows no text and no file."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import llama_cpp
import numpy as np
import numpy.typing as npt

from engine.errors import Bug
from engine.messages import Tuning
from engine.worker.model import Cancelled
from engine.worker.native_log import NativeLog
from engine.worker.pages import give_back

Floats: TypeAlias = npt.NDArray[np.float32]

_ABORTED = 2
_PACKED_TOKENS = 2048
_PACKED_TEXTS = 64
_FLASH = {
    None: llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO,
    True: llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED,
    False: llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED,
}


class EmbeddingContext:
    """A context on an open model, for texts of at most `n_ctx` tokens. Used by one thread.

    `packed`: several texts are read at once, which is faster on a graphics card. On a processor it
    is slower (measured: 0.64x), since every token is weighed against those of all texts.
    `pooling` is one of llama.cpp's. `aborted` is asked while it computes.
    """

    def __init__(
        self,
        model: int,
        n_ctx: int,
        n_threads: int,
        tuning: Tuning,
        pooling: int,
        packed: bool,
        aborted: Callable[[], bool],
        log: NativeLog,
    ) -> None:
        self.n_ctx, self.packed = n_ctx, packed
        self.dimension: int = llama_cpp.llama_model_n_embd_out(model)
        self._room = max(n_ctx, _PACKED_TOKENS) if packed else n_ctx
        self._log = log
        self._abort = llama_cpp.ggml_abort_callback(lambda _data: aborted())
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = self._room
        params.n_seq_max = _PACKED_TEXTS if packed else 1
        params.kv_unified = True
        params.n_threads = params.n_threads_batch = n_threads
        params.flash_attn_type = _FLASH[tuning.flash]
        params.embeddings = True
        params.pooling_type = pooling
        params.no_perf = True
        params.abort_callback = self._abort
        self._n_vocab: int = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
        self._most_tokens = 0
        self._batch: llama_cpp.llama_batch | None = None
        self._pointer = llama_cpp.llama_init_from_model(model, params)
        if self._pointer:
            self._batch = llama_cpp.llama_batch_init(self._room, 0, 1)

    @property
    def opened(self) -> bool:
        """False where llama.cpp refused to make it; its log says why."""
        return bool(self._pointer)

    def encode(self, texts: Sequence[Sequence[int]]) -> Iterator[Floats]:
        """The vector of each text, of shape (dimension,), as llama.cpp pools it. No text may be
        empty. Raises Cancelled."""
        group: list[Sequence[int]] = []
        for tokens in texts:
            full = sum(map(len, group)) + len(tokens) > self._room or len(group) == _PACKED_TEXTS
            if group and (full or not self.packed):
                yield from self._compute(group)
                group = []
            group.append(tokens)
        if group:
            yield from self._compute(group)

    def close(self) -> None:
        if self._batch is not None:
            llama_cpp.llama_batch_free(self._batch)
        if self._pointer:
            llama_cpp.llama_free(self._pointer)
        self._pointer = self._batch = None

    def _compute(self, group: Sequence[Sequence[int]]) -> Sequence[Floats]:
        if self._batch is None:
            raise Bug("the encoder is closed")
        self._fill(self._batch, group)
        memory = llama_cpp.llama_get_memory(self._pointer)
        if memory:
            llama_cpp.llama_memory_clear(memory, True)
            result = llama_cpp.llama_decode(self._pointer, self._batch)
        else:
            result = llama_cpp.llama_encode(self._pointer, self._batch)
            if result == 0:
                self._release_logits(self._batch.n_tokens)
        if result == _ABORTED:
            raise Cancelled
        if result != 0:
            raise Bug(f"llama_encode returned {result}: {self._log.last_error}")
        return [self._vector(number) for number in range(len(group))]

    def _release_logits(self, n_tokens: int) -> None:
        """llama.cpp writes zeros where the logits of all tokens would be, which no encoder has:
        288 MB for 512 tokens of a vocabulary of 140,000. It does so anew for a longer text."""
        if n_tokens > self._most_tokens:
            self._most_tokens = n_tokens
            logits = ctypes.cast(llama_cpp.llama_get_logits(self._pointer), ctypes.c_void_p)
            if logits.value:
                size = n_tokens * self._n_vocab * ctypes.sizeof(ctypes.c_float)
                give_back(logits.value, size)

    def _fill(self, batch: llama_cpp.llama_batch, group: Sequence[Sequence[int]]) -> None:
        at = 0
        for number, tokens in enumerate(group):
            for position, token in enumerate(tokens):
                batch.token[at] = token
                # its type in llama_cpp is one pointer too deep
                batch.pos[at] = position  # type: ignore[call-overload]
                batch.n_seq_id[at] = 1
                batch.seq_id[at][0] = number
                batch.logits[at] = True
                at += 1
        batch.n_tokens = at

    def _vector(self, number: int) -> Floats:
        pointer = llama_cpp.llama_get_embeddings_seq(self._pointer, number)
        if not pointer:
            raise Bug(f"llama.cpp made no vector: {self._log.last_error}")
        numbers = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float))
        return np.ctypeslib.as_array(numbers, (self.dimension,)).copy()
