"""One llama.cpp context: what it has read, and reading more. Knows no text, no sampling, no chat.

The only module that changes the memory of a context, so that `tokens` is always what is in it.
"""

from __future__ import annotations

import ctypes
import mmap
import time
from collections.abc import Callable, Collection, Sequence

import llama_cpp

from engine.attention import N_BATCH, part_size
from engine.errors import Bug
from engine.messages import Tuning
from engine.worker.abort import abort_with
from engine.worker.batches import BatchLog
from engine.worker.model import Cancelled, Job
from engine.worker.native_log import NativeLog
from engine.worker.pool import ThreadPool
from engine.worker.reach import Mark, State
from engine.worker.threads import Governor, ThreadLog, UsableCores

N_OUTPUTS = 8
"""Most positions of a batch whose logits are wanted: keeps the compute buffer small."""
_KV_TYPES = {
    "f16": llama_cpp.GGML_TYPE_F16,
    "q8_0": llama_cpp.GGML_TYPE_Q8_0,
    "q4_0": llama_cpp.GGML_TYPE_Q4_0,
}
_FLASH = {
    False: llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED,
    True: llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED,
}
_NEW = 1.0
"""Seconds after which a batch is not begun anew: more would be lost than won."""
_ABORTED = 2
_NO_ROOM = 1
_SEQUENCE = 0


class Context:
    """A context of `n_ctx` tokens on an open model. Used by one thread; closed by `close`.

    `working` gives the job that can be cancelled meanwhile. `usable_cores` says how many cores
    others leave, and fewer threads are used then; without it, always all. `tokens` is what the
    context has read, in which `batches` and with how many `threads`; `restored`: not all of it by
    itself. `guard` is called once, behind the next batch that is read, to look at its logits; it
    may raise. `n_outputs`: most positions of a batch whose logits are wanted.
    """

    def __init__(
        self,
        model: int,
        n_ctx: int,
        n_threads: int,
        tuning: Tuning,
        working: Callable[[], Job | None],
        log: NativeLog,
        usable_cores: UsableCores | None = None,
        n_outputs: int = N_OUTPUTS,
    ) -> None:
        self.n_ctx, self.n_threads, self.tuning = n_ctx, n_threads, tuning
        self.n_outputs = n_outputs
        self.n_batch = tuning.n_batch or N_BATCH
        self.tokens: list[int] = []
        self._model = model
        self.threads = ThreadLog()
        self._repeated = ThreadLog()
        self._n_threads = n_threads
        self._working = working
        self._cancellable: Job | None = None
        self.batches = BatchLog()
        self.guard: Callable[[], None] | None = None
        self._log = log
        self.window: int = llama_cpp.llama_model_n_swa(model)
        self.recurrent = is_recurrent(model)
        self.restored = False
        self._governor = Governor(n_threads, usable_cores) if usable_cores else None
        self._began: float | None = None
        self._pool: ThreadPool | None = None
        self._batch: llama_cpp.llama_batch | None = None
        self._pointer: int | None = None
        self._make(n_ctx)

    @property
    def opened(self) -> bool:
        """False where llama.cpp refused to make it; its log says why."""
        return bool(self._pointer)

    @property
    def rolls_back(self) -> bool:
        """Whether the last tokens can be forgotten again, as drafting needs it."""
        return not self.recurrent

    @property
    def pointer(self) -> int:
        if not self._pointer:
            raise Bug("the context is closed")
        return int(self._pointer)

    def clear(self, *, wipe: bool = True) -> None:
        """Forget everything read. Without `wipe` the numbers stay where they are, unused: that is
        faster, and wrong only where one of them may be NaN, which no mask hides."""
        llama_cpp.llama_memory_clear(self._memory, wipe)
        self.tokens.clear()
        self.batches = BatchLog()
        self.threads.cut(0)
        self.restored = False

    @property
    def mark(self) -> Mark:
        """How far this context can go back by itself."""
        return Mark(len(self.tokens), self._oldest())

    def truncate(self, length: int) -> bool:
        """Forget all but the first `length` tokens; False, with nothing changed, where it cannot.

        A recurrent state has no way back. A sliding window rolls back as far as all that its first
        new token may see is still kept, which llama.cpp does not check itself.
        """
        if length >= len(self.tokens):
            return length == len(self.tokens)
        if length == 0:
            self.clear(wipe=False)
            return True
        if not self.mark.reaches(length, self.window, recurrent=self.recurrent):
            return False
        return self._remove(length)

    def state(self, *, partial: bool = False) -> State | None:
        """A copy of the memory, None where llama.cpp does not give it. `partial`: only what cannot
        be rolled back, which is windows and recurrent states."""
        flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
        size = self.state_size(partial=partial)
        if not size:
            return None
        try:
            room = mmap.mmap(-1, size)
        except OSError:
            return None  # there is no memory for it
        data = (ctypes.c_uint8 * size).from_buffer(room)
        if (
            llama_cpp.llama_state_seq_get_data_ext(self.pointer, data, size, _SEQUENCE, flags)
            == size
        ):
            return State(self.mark.copied(self.window), room)
        return None

    def state_size(self, *, partial: bool = False) -> int:
        """Bytes of such a copy now."""
        flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
        return int(llama_cpp.llama_state_seq_get_size_ext(self.pointer, _SEQUENCE, flags))

    def restore(
        self,
        state: State,
        tokens: Sequence[int],
        batches: Sequence[tuple[int, int]],
        threads: Sequence[tuple[int, int]],
    ) -> bool:
        """Become what `state` is a copy of, which read `tokens`. False where llama.cpp refuses it;
        then nothing is left."""
        self.clear(wipe=False)
        if not self._put(state, 0) or self._newest() != len(tokens) - 1:
            self.clear()
            return False
        self.tokens[:] = tokens
        self.batches, self.threads = BatchLog(batches), ThreadLog(threads)
        self.restored = self.window > 0  # its cells are in another order now
        return True

    def go_back(self, state: State, length: int) -> bool:
        """Forget all but the first `length` tokens with the help of a partial copy made earlier in
        the same text. False where that fails; then nothing is left."""
        partial = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY
        if (
            self._put(state, partial)
            and Mark(state.mark.length, self._oldest()).reaches(
                length, self.window, recurrent=self.recurrent
            )
            and self._remove(length)
        ):
            self.restored = True
            return True
        self.clear()
        return False

    def decode(self, tokens: Sequence[int], *, logits: bool | Collection[int] = False) -> bool:
        """Read at most `n_batch` tokens behind those read before; False when there is no room left.

        The logits of the last one can be sampled afterwards at index -1; with `logits`, those of
        each, or of these, at its index, at most `n_outputs`. Raises Cancelled when the job was
        cancelled meanwhile.
        """
        batch = self._batch
        assert batch is not None
        start, last = len(self.tokens), len(tokens) - 1
        wanted = range(len(tokens)) if logits is True else logits or ()
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i] = token
            # its type in llama_cpp is one pointer too deep
            batch.pos[i] = start + i  # type: ignore[call-overload]
            batch.logits[i] = i in wanted or i == last
        result = self._compute(batch, start)
        if result not in (0, _NO_ROOM):
            self.clear()  # parts of the batch may be in its memory
            raise Bug(f"llama_decode returned {result}: {self._log.last_error}")
        if result == 0:
            self.tokens += tokens
            self.batches.read(len(tokens))
            self.threads.read(start, self._n_threads)
            guard, self.guard = self.guard, None
            if guard is not None:
                guard()
        return bool(result == 0)

    def repeat_threads(self, log: Sequence[tuple[int, int]]) -> None:
        """Use the threads of a `ThreadLog` at its positions; an empty one ends that."""
        self._repeated = ThreadLog(log)

    def grow(self, n_ctx: int) -> bool:
        """Make room for `n_ctx` tokens. What was read stays, the logits and adapters do not.

        False where there is no memory for that; then all is as before, or, where not even that can
        be had again, nothing is opened.
        """
        state = self.state() if self.tokens else None
        if self.tokens and state is None:
            return False
        old = self.n_ctx
        for size in (n_ctx, old):
            self._unmake()
            self._make(size)
            if self.opened and (state is None or self._put(state, 0)):
                self.restored |= state is not None and self.window > 0
                return size == n_ctx
        self._unmake()
        self.tokens.clear()  # nobody shall look for them
        return False

    def close(self) -> None:
        self._unmake()

    def _make(self, n_ctx: int) -> None:
        self.n_ctx = n_ctx
        params = context_params(self._model, n_ctx, self.n_threads, self.tuning)
        params.n_outputs_max = self.n_outputs
        self._in_parts = params.n_ubatch < params.n_batch
        self._pointer = llama_cpp.llama_init_from_model(self._model, params)
        self._cancellable, self._n_threads = None, self.n_threads
        if self._pointer:
            self._pool = ThreadPool(self._pointer, self.n_threads)
            self._batch = _batch(self.n_batch)

    def _unmake(self) -> None:
        if self._pool is not None:
            self._pool.close()
        if self._batch is not None:
            llama_cpp.llama_batch_free(self._batch)
        if self._pointer:
            llama_cpp.llama_free(self._pointer)
        self._pointer = self._pool = self._batch = None

    def reconsider(self) -> None:
        """Begin a large batch anew with fewer threads, where other programs have begun to need the
        cores: it would take several times as long as with one. Called on another thread."""
        job, began = self._cancellable, self._began
        if job is None or began is None or self._governor is None or self.recurrent:
            return
        if self.recurrent or (self.window and self._in_parts):
            return  # a part of it cannot be taken back
        if time.monotonic() - began < _NEW and self._governor.crowded(began):
            job.interrupt()

    def _compute(self, batch: llama_cpp.llama_batch, start: int) -> int:
        """What llama_decode returns for a batch. Raises Cancelled."""
        while True:
            self._prepare(start)
            self._began = time.monotonic() if batch.n_tokens > 1 else None
            result = int(llama_cpp.llama_decode(self.pointer, batch))
            self._began = None
            if result != _ABORTED:
                return result
            self._drop_from(start)
            job = self._cancellable
            if job is None or job.cancelled:
                raise Cancelled
            if len(self.tokens) != start:
                raise Bug("a batch that was begun anew had left its context")
            job.resume()

    def _prepare(self, position: int) -> None:
        """Let the job under way be cancelled, and choose the threads for what comes next."""
        job = self._working() or None
        if job is not self._cancellable:
            abort_with(self.pointer, job)
            self._cancellable = job
        n_threads = self._repeated.at(position) or self.n_threads
        if self._governor is not None and not self._repeated.log():
            n_threads = self._governor.threads()
        n_threads = min(n_threads, self.n_threads)
        if n_threads != self._n_threads:
            llama_cpp.llama_set_n_threads(self.pointer, n_threads, n_threads)
            self._n_threads = n_threads

    @property
    def _memory(self) -> int:
        return int(llama_cpp.llama_get_memory(self.pointer))

    def _oldest(self) -> int:
        return int(llama_cpp.llama_memory_seq_pos_min(self._memory, _SEQUENCE))

    def _newest(self) -> int:
        return int(llama_cpp.llama_memory_seq_pos_max(self._memory, _SEQUENCE))

    def _put(self, state: State, flags: int) -> bool:
        data = (ctypes.c_uint8 * state.size).from_buffer(state.data)
        read = llama_cpp.llama_state_seq_set_data_ext(
            self.pointer, data, state.size, _SEQUENCE, flags
        )
        return bool(read == state.size)

    def _remove(self, length: int) -> bool:
        """Forget all from `length` on, where that is known to be possible."""
        if not llama_cpp.llama_memory_seq_rm(self._memory, _SEQUENCE, length, -1):
            return False
        self.batches.drop(len(self.tokens) - length)
        self.threads.cut(length)
        del self.tokens[length:]
        return True

    def _drop_from(self, position: int) -> None:
        """What an aborted batch may have left behind; all, where that cannot be told apart or has
        taken the place of what a window still needs."""
        removed = not self.recurrent and llama_cpp.llama_memory_seq_rm(
            self._memory, _SEQUENCE, position, -1
        )
        seen = max(0, position - self.window)
        if not removed or (self.window and not 0 <= self._oldest() <= seen):
            self.clear()


def context_params(
    model: int, n_ctx: int, n_threads: int, tuning: Tuning
) -> llama_cpp.llama_context_params:
    """How a context on a model is made."""
    params: llama_cpp.llama_context_params = llama_cpp.llama_context_default_params()
    params.n_ctx = n_ctx
    params.n_batch = params.n_ubatch = tuning.n_batch or N_BATCH
    flash = tuning.flash
    if flash is None and (tuning.gpu_layers == 0 or not llama_cpp.llama_supports_gpu_offload()):
        flash = False
    if flash is not None:
        params.flash_attn_type = _FLASH[flash]
    if flash is False:
        heads = llama_cpp.llama_model_n_head(model)
        params.n_ubatch = part_size(heads, n_ctx, params.n_batch)
    params.n_outputs_max = N_OUTPUTS
    params.n_threads = params.n_threads_batch = n_threads
    params.swa_full = False
    params.no_perf = True
    if tuning.kv_type:
        params.type_k = params.type_v = _KV_TYPES[tuning.kv_type]
    return params


def is_recurrent(model: int) -> bool:
    """Whether all or some layers keep one state, which every token changes for good."""
    return bool(llama_cpp.llama_model_is_recurrent(model) or llama_cpp.llama_model_is_hybrid(model))


def _batch(size: int) -> llama_cpp.llama_batch:
    """Room for `size` tokens of the one sequence there is."""
    batch: llama_cpp.llama_batch = llama_cpp.llama_batch_init(size, 0, 1)
    for i in range(size):
        batch.n_seq_id[i] = 1
        batch.seq_id[i][0] = _SEQUENCE
    return batch
