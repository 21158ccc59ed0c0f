"""How well a model would run on this computer: memory and speed, for any context at once.

The computer is measured once, on another thread; what follows is arithmetic. Knows no widgets.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.calls import Calls
from engine.errors import ErrorInfo
from engine.fit import Fit, Fitting, Machine, machine
from engine.gguf import TENSOR_TYPES, Gguf, Tensor, TensorType
from engine.hub.records import Variant
from engine.messages import Stats
from engine.paths import Home
from engine.speed import History, SpeedLog

READING_PACE: Final = 5.0  # words a second: slower than this, a reply is waited for
_BEST_FIRST: Final = ("nearly lossless", "very good", "good balance", "small", "very small")
_MOST_KNOWN: Final = 64
_BY_NAME: Final = {kind.name: kind for kind in TENSOR_TYPES.values()}


class Fits(QObject):
    """`machine` is None until it was measured. `changed`: figures are others now."""

    changed = Signal()

    def __init__(
        self, home: Home, calls: Calls, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._log = SpeedLog(home)
        self._calls = calls
        self._bridge = bridge
        self._asking = False
        self._turn = threading.Lock()  # a measurement writes what it read before it began
        self._history = History()
        self._known: dict[int, tuple[Gguf, Fitting]] = {}
        self.machine: Machine | None = None

    @Slot()
    def measure(self) -> None:
        """Find out what the computer has now. Slow only the first time."""
        if self._asking:
            return
        self._asking = True
        home, log, turn = self._home, self._log, self._turn
        devices = self.machine.devices if self.machine else None

        def look() -> tuple[Machine, History]:
            with turn:
                return machine(home, devices), log.known()

        def failed(error: ErrorInfo) -> None:
            self._asking = False
            self._bridge.failed.emit(error)

        self._calls.run(look, self._on_measured, failed)

    def note(self, path: Path, stats: Stats) -> None:
        """Remember how fast a reply was."""
        log, turn = self._log, self._turn

        def note() -> None:
            with turn:
                log.note(path, stats)

        self._calls.run(note, lambda _: None, self._bridge.failed.emit)

    def of(self, gguf: Gguf, n_ctx: int) -> Fit | None:
        """How a file would run with a context of so many tokens, 0 for as many as Puna would
        choose."""
        if self.machine is None:
            return None
        kept = self._known.get(id(gguf))
        if kept is None or kept[0] is not gguf:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            kept = gguf, Fitting(gguf, self.machine, history=self._history)
            self._known[id(gguf)] = kept
        return kept[1].at(n_ctx)

    def _on_measured(self, found: tuple[Machine, History]) -> None:
        self._asking = False
        if found != (self.machine, self._history):
            self.machine, self._history = found
            self._known.clear()
            self.changed.emit()


def as_variant(header: Gguf, measured: Variant, variant: Variant) -> Gguf:
    """The header another file of the same repository would have: its tensors in its own type, and
    together as large as that file is. The header of one file tells the shape of all."""
    if variant == measured or not header.tensors:
        return header
    kind = _BY_NAME.get(_main_type(variant.quantisation))
    share = variant.size / max(1, measured.size)

    def scaled(tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        return tuple(
            replace(tensor, size=round(tensor.size * share), type=_type_of(tensor, kind))
            for tensor in tensors
        )

    shards = tuple(replace(shard, tensors=scaled(shard.tensors)) for shard in header.shards)
    return replace(header, tensors=scaled(header.tensors), shards=shards)


def suggested(fits: Sequence[tuple[Variant, str, Fit]]) -> Variant | None:
    """The file to take: the best quality that fits and still writes as fast as people read; where
    none does, the fastest that fits, and then the smallest that is tight.

    `fits` are the files with their quality and how they would run. The original is never the one:
    nobody can tell it from a nearly lossless file of half its size.
    """
    ranked = [one for one in fits if one[1] in _BEST_FIRST] or list(fits)
    fitting = [one for one in ranked if one[2].verdict == "fits"]
    quick = [one for one in fitting if one[2].words_per_s >= READING_PACE]
    if quick:
        return min(quick, key=lambda one: (_rank(one[1]), one[0].size))[0]
    if fitting:
        good = [one for one in fitting if _rank(one[1]) <= _rank("good balance")] or fitting
        return max(good, key=lambda one: one[2].words_per_s)[0]
    tight = [one for one in ranked if one[2].verdict == "tight"]
    return min(tight, key=lambda one: one[0].size)[0] if tight else None


def _rank(quality: str) -> int:
    return _BEST_FIRST.index(quality) if quality in _BEST_FIRST else len(_BEST_FIRST)


def _main_type(quantisation: str) -> str:
    """Q4_K_M is mostly Q4_K; Q8_0 and F16 are what they are called."""
    for ending in ("_XXS", "_XS", "_XL", "_S", "_M", "_L"):
        if quantisation.endswith(ending) and quantisation.startswith("Q"):
            return quantisation.removesuffix(ending)
    return quantisation


def _type_of(tensor: Tensor, kind: TensorType | None) -> TensorType:
    return kind if kind is not None and len(tensor.shape) > 1 else tensor.type
