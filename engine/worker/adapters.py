"""LoRA adapters of one open model: loaded once each, then set and taken off in no time.

An adapter is checked in Python before llama.cpp sees it, and the first logits computed with a new
set of them must be numbers. What the context read before belongs to the adapters it was read with:
whoever keeps such states keys them by `adapters_signature`. Knows no template language and no chat.
"""

from __future__ import annotations

import ctypes
import math
import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import llama_cpp

from engine.errors import Bug, StorageError
from engine.files import Stopped, fingerprint, sha256_of
from engine.gguf import Gguf
from engine.gguf.adapter import Adapter, check_adapter, check_numbers, read_adapter, refuse
from engine.hardware import available_memory
from engine.memory import margin
from engine.messages import AdapterUse
from engine.worker.context import Context
from engine.worker.model import Cancelled, Job
from engine.worker.native_log import NativeLog

_MOST_LOADED = 16
"""Adapters kept ready. More than one request may use, so that none in use is ever dropped."""
_REMEMBERED = 64

_Fingerprint = tuple[int, int, int]


def adapters_signature(uses: Sequence[AdapterUse]) -> str:
    """What these adapters do to a model, as a text; empty where they do nothing.

    Made of contents and scales: the same for another order or another place of the files. Costs a
    look at each file; its content is read again only where it changed. Raises AdapterError.
    """
    return _signature(_by_content(uses))


def carried_template(uses: Sequence[AdapterUse]) -> str | None:
    """The chat template that adapters bring along: that of the first one that is on, above 0, and
    carries one; None where none does, and the model's own counts. Raises AdapterError."""
    for use in uses:
        if use.scale > 0 and (template := _read(use.path, _fingerprint(use.path)).template):
            return template
    return None


@dataclass(slots=True)
class _Loaded:
    handle: Any  # a pointer of ctypes
    digest: str


class Adapters:
    """The adapters of one model; used by one thread. Close it before the model is freed."""

    def __init__(self, model: int, base: Gguf, log: NativeLog) -> None:
        self._model = model
        self._base = base
        self._log = log
        self._loaded: dict[str, _Loaded] = {}
        self._proven: set[str] = {""}
        self._wanted: list[tuple[str, float]] = []
        self._base_sha256 = ""

    def apply(self, context: Context, uses: Sequence[AdapterUse], job: Job) -> str:
        """Have `context` compute with exactly these adapters; returns their signature.

        One of scale 0 is off; scales of the same adapter add up. What the context has read stays
        as it is. Raises AdapterError and Cancelled, and then those set before still are.
        """
        for use in uses:
            if use.scale:
                self._load(use.path, job)
        wanted = _by_content(uses)
        if not {digest for digest, _ in wanted} <= self._loaded.keys():
            refuse(Path(uses[0].path), "file", "it changed while it was opened")
        signature = _signature(wanted)
        self._set(context, wanted)
        self._wanted = wanted
        self._drop_unused({digest for digest, _ in wanted})
        proven = signature in self._proven
        context.guard = None if proven else lambda: self._prove(context, uses, signature)
        return signature

    def apply_again(self, context: Context) -> None:
        """Have a context that was made anew compute with what was applied last, whatever became of
        the files since."""
        self._set(context, self._wanted)

    def _set(self, context: Context, wanted: Sequence[tuple[str, float]]) -> None:
        count = len(wanted)
        handles = (llama_cpp.llama_adapter_lora_p_ctypes * count)(
            *(self._loaded[digest].handle for digest, _ in wanted)
        )
        scales = (ctypes.c_float * count)(*(scale for _, scale in wanted))
        arguments = (handles, count, scales) if count else (None, 0, None)
        if llama_cpp.llama_set_adapters_lora(context.pointer, *arguments) != 0:
            raise Bug("llama_set_adapters_lora failed")

    def close(self) -> None:
        """Free all. No context of the model may compute with them any more."""
        for loaded in self._loaded.values():
            llama_cpp.llama_adapter_lora_free(loaded.handle)
        self._loaded.clear()

    def _load(self, path: str, job: Job) -> None:
        """Check an adapter and load it, unless that was done before."""
        seen = _fingerprint(path)
        digest = _digest(path, seen)
        if digest in self._loaded:
            return
        adapter = _read(path, seen)
        check_adapter(adapter, self._base, lambda: self._digest_of_base(job))
        check_numbers(adapter)
        room = available_memory() - margin()
        if adapter.size > room:
            refuse(adapter.path, "memory", f"it takes {adapter.size / 2**20:.0f} MiB of memory")
        handle = llama_cpp.llama_adapter_lora_init(self._model, os.fsencode(path))
        if not handle:
            reason = self._log.last_error.rpartition(": ")[2] or "no reason was given"
            refuse(adapter.path, "refused", f"llama.cpp refused it: {reason}")
        if fingerprint(adapter.path) != seen:
            llama_cpp.llama_adapter_lora_free(handle)
            refuse(adapter.path, "file", "it changed while it was opened")
        self._loaded[digest] = _Loaded(handle, digest)

    def _drop_unused(self, used: set[str]) -> None:
        """Free the oldest of those that are off, where there are too many."""
        off = [digest for digest in self._loaded if digest not in used]
        for digest in off[: max(0, len(self._loaded) - _MOST_LOADED)]:
            llama_cpp.llama_adapter_lora_free(self._loaded.pop(digest).handle)

    def _digest_of_base(self, job: Job) -> str:
        if not self._base_sha256:
            try:
                self._base_sha256 = sha256_of(self._base.path, cancelled=lambda: job.cancelled)
            except Stopped as error:
                raise Cancelled from error
        return self._base_sha256

    def _prove(self, context: Context, uses: Sequence[AdapterUse], signature: str) -> None:
        """Look at the first logits that were computed with these adapters."""
        size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self._model))
        logits = llama_cpp.llama_get_logits_ith(context.pointer, -1)
        if not logits:
            raise Bug("llama_get_logits_ith returned NULL")
        if any(map(math.isnan, array("f", ctypes.string_at(logits, 4 * size)))):
            context.clear()  # what it read is no number either
            path = Path(next(use.path for use in uses if use.scale))
            refuse(path, "garbage", "with it, the model computes values that are no numbers")
        self._proven.add(signature)


def _signature(wanted: Sequence[tuple[str, float]]) -> str:
    return "+".join(f"{digest}*{scale!r}" for digest, scale in wanted)


def _by_content(uses: Sequence[AdapterUse]) -> list[tuple[str, float]]:
    """Digest and scale of each adapter that is on, in an order of their own."""
    scales: dict[str, float] = {}
    for use in uses:
        if use.scale:
            digest = _digest(use.path, _fingerprint(use.path))
            scales[digest] = scales.get(digest, 0.0) + use.scale
    return sorted((digest, scale) for digest, scale in scales.items() if scale)


def _fingerprint(path: str) -> _Fingerprint:
    found = fingerprint(Path(path))
    if found is None:
        refuse(Path(path), "missing", "there is no such file")
    return found


@lru_cache(_REMEMBERED)
def _read(path: str, _seen: _Fingerprint) -> Adapter:
    """The adapter in a file as it was when it was seen."""
    return read_adapter(Path(path))


@lru_cache(_REMEMBERED)
def _digest(path: str, seen: _Fingerprint) -> str:
    """SHA-256 of an adapter as it was when it was seen. A file that is none is not read whole."""
    adapter = _read(path, seen)
    try:
        return sha256_of(adapter.path)
    except StorageError as error:
        refuse(adapter.path, "file", str(error.values["reason"]), error)
