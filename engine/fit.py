"""Whether a model fits into a computer, and how fast it would run there: from its header alone.

Pure arithmetic but for `machine`, so that it follows a slider. Needs no whole file: the header of a
remote one is enough. Knows nothing of who shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from engine.devices import Device
from engine.effort import PAGE_WORDS, WORDS_PER_TOKEN, Effort, effort
from engine.files import shown
from engine.gguf import Gguf
from engine.hardware import available_memory, llama_build, total_memory
from engine.memory import SPARE, Need, default_context, margin, stepped
from engine.offload import Placing
from engine.paths import Home
from engine.speed import History, Share, SpeedLog
from engine.throughput import Throughput
from engine.training.config import unsuitable

Verdict = Literal["fits", "tight", "too big"]

_UNKNOWN: Final = Share()


class Machine(msgspec.Struct, frozen=True):
    """What a computer offers. Memory in bytes: all it has and what is free now; `bandwidth` in
    bytes a second and `flops` in operations of matrix products a second, by all cores."""

    total: int
    available: int
    devices: tuple[Device, ...] = ()
    bandwidth: float = 0.0
    flops: float = 0.0


class Fit(msgspec.Struct, frozen=True):
    """How a model with a context of `n_ctx` tokens does on a computer.

    `fits`: 1.5 GiB stay free; `tight`: less does, or only once other programs give memory back;
    `too big`: more than there is. `largest`: tokens of context there is room for now, 0 if for
    none. `words_per_s`: of a reply behind half of the context; `page_s`: seconds to read a page of
    500 words; both 0 where nothing tells. `measured`: by replies of this very file.
    `layers` of the model, and the bytes `elsewhere`, would be on graphics cards.
    """

    verdict: Verdict
    need: Need
    n_ctx: int
    largest: int
    words_per_s: float
    page_s: float
    measured: bool
    layers: int = 0
    elsewhere: int = 0


class Fitting:
    """One model on one computer: read once, then any context takes microseconds."""

    def __init__(
        self, gguf: Gguf, machine: Machine, kv_type: str = "", history: History | None = None
    ) -> None:
        history = history or History()
        self._gguf, self._machine = gguf, machine
        self._placing = Placing.of(gguf, machine.devices, kv_type)
        self._effort = effort(gguf, kv_type)
        own = history.files.get(shown(gguf.path), _UNKNOWN)
        like = history.packings.get(self._effort.packing, _UNKNOWN)
        self._speed = _Speed(self._effort, machine, own, like)
        self._most = self._largest()

    def at(self, n_ctx: int = 0) -> Fit:
        """With a context of `n_ctx` tokens, 0 for as many as Puna would choose."""
        machine = self._machine
        n_ctx = stepped(n_ctx if n_ctx > 0 else default_context(self._gguf, machine.available))
        need = self._placing.footprint.need(n_ctx)
        layers, elsewhere = self._placing.most(n_ctx, machine.available)
        on_cards = elsewhere > 0
        return Fit(
            verdict=_verdict(need.total - elsewhere, machine),
            need=need,
            n_ctx=n_ctx,
            largest=self._most,
            words_per_s=self._speed.words_per_s(n_ctx / 2, on_cards=on_cards),
            page_s=self._speed.page_s(on_cards=on_cards),
            measured=self._speed.measured,
            layers=layers,
            elsewhere=elsewhere,
        )

    def _largest(self) -> int:
        """Most tokens of context the engine would open now."""
        machine, placing = self._machine, self._placing
        room = machine.available - margin(machine.total)

        def fits(n_ctx: int) -> bool:
            _, elsewhere = placing.most(n_ctx, machine.available)
            return placing.footprint.need(n_ctx).total - elsewhere <= room

        return placing.footprint.search(fits)


class _Speed:
    """How fast a model is: as its own replies were, as those of its like were, or as estimated."""

    def __init__(self, effort: Effort, machine: Machine, own: Share, like: Share) -> None:
        self._effort, self._own, self._like = effort, own, like
        known = machine.bandwidth > 0 and machine.flops > 0
        self._throughput = Throughput(machine.bandwidth, machine.flops) if known else None

    @property
    def measured(self) -> bool:
        return self._throughput is not None and self._own.decode > 0

    def words_per_s(self, depth: float, *, on_cards: bool) -> float:
        times = self._own.decode or (0.0 if on_cards else self._like.decode or 1.0)
        if self._throughput is None:
            return 0.0
        return times * WORDS_PER_TOKEN / self._effort.write_s(self._throughput, depth)

    def page_s(self, *, on_cards: bool) -> float:
        """A card with memory of its own is as fast as it is: nothing here tells before a reply."""
        times = self._own.prefill or (0.0 if on_cards else self._like.prefill or 1.0)
        if self._throughput is None or not times:
            return 0.0
        return self._effort.read_s(self._throughput, PAGE_WORDS / WORDS_PER_TOKEN) / times


def fit(
    gguf: Gguf, n_ctx: int, machine: Machine, kv_type: str = "", history: History | None = None
) -> Fit:
    """How a model with a context of `n_ctx` tokens does on a computer; 0 tokens for as many as Puna
    would choose. `kv_type` of `engine.messages.Tuning`; `history` of `SpeedLog.known`."""
    return Fitting(gguf, machine, kv_type, history).at(n_ctx)


def machine(home: Home, devices: Sequence[Device] | None = None) -> Machine:
    """This computer as it is now. Measures it once, and asks llama.cpp for its `devices` where they
    are not given: that takes a second or two."""
    if devices is None:
        build = llama_build()
        devices = build.devices if build else ()
    throughput = SpeedLog(home).throughput()
    return Machine(
        total_memory(),
        available_memory(),
        tuple(devices),
        throughput.bandwidth,
        throughput.flops,
    )


def teachable(gguf: Gguf) -> bool:
    """Whether Puna's trainer can teach this model: a dense decoder of a family it knows."""
    return not unsuitable(gguf)


def _verdict(need: int, machine: Machine) -> Verdict:
    if need <= machine.available - SPARE:
        return "fits"
    return "tight" if need <= machine.total - margin(machine.total) else "too big"
