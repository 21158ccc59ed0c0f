"""How many layers of a model go to a graphics card, and what to try when that fails.

Decides only, from a model file and the devices there are: loads nothing and asks nothing. Layers
are counted as llama.cpp 0c1e57098 does: the output layer first, then the model's from the last one
on, dealt out to several cards in proportion to their free memory.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from engine.attention import N_BATCH
from engine.devices import Device, graphics
from engine.gguf import Gguf
from engine.memory import SPARE, Footprint, stepped
from engine.messages import Tuning

_RESERVE: Final = 512 << 20
"""Bytes of a card left to the screen and to other programs, or a twentieth of its memory."""
_SMALLER: Final = "q8_0"


class Plan(msgspec.Struct, frozen=True):
    """One way to open a model: with so many layers on graphics cards.

    `tuning` is the one that was asked for, with the number of layers and the type of the cache.
    `elsewhere` are the bytes of weights and cache that are in memory of the cards' own, not in that
    of the computer.
    """

    tuning: Tuning
    elsewhere: int = 0

    @property
    def layers(self) -> int:
        return self.tuning.gpu_layers


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the layers of a model go on the cards there are, with any context. `weights`: bytes of
    each layer, the output layer last."""

    cards: tuple[Device, ...]
    weights: tuple[int, ...]
    footprint: Footprint

    @classmethod
    def of(cls, file: Gguf, devices: Sequence[Device], kv_type: str = "") -> Placing:
        return cls(graphics(devices), _weights(file), Footprint.of(file, kv_type))

    def most(self, n_ctx: int, available: int) -> tuple[int, int]:
        """As many layers as fit with a context of `n_ctx` tokens, and the bytes that are in memory
        of the cards' own then."""
        if not self.cards:
            return 0, 0
        layers = self.layers(n_ctx)
        count = _fitting(layers, self.cards, available)
        return count, _own(layers, self.cards, count)

    def layers(self, n_ctx: int) -> _Layers:
        kept = (*self.footprint.kept.sizes(n_ctx, N_BATCH), 0)
        sizes = [weight + cache for weight, cache in zip(self.weights, kept, strict=True)]
        compute = self.footprint.need(n_ctx).compute - self.footprint.work(stepped(n_ctx))
        return _Layers(tuple(sizes), compute)


@dataclass(frozen=True, slots=True)
class _Layers:
    """Bytes of each layer with its keys and values, the output layer last; `compute` for each
    device that computes."""

    sizes: tuple[int, ...]
    compute: int

    def placed(self, count: int, devices: Sequence[Device]) -> list[int]:
        """Bytes on each device when the last `count` layers are dealt out."""
        loads = [0] * len(devices)
        free = [max(device.memory_free, 1) for device in devices]
        ends = [total / sum(free) for total in itertools.accumulate(free)]
        for place, size in enumerate(self.sizes[len(self.sizes) - count :]):
            device = min(bisect_right(ends, place / count), len(devices) - 1)
            loads[device] += size
        return loads


def plans(
    file: Gguf, n_ctx: int, devices: Sequence[Device], tuning: Tuning, available: int
) -> tuple[Plan, ...]:
    """What to try, in this order: as many layers as fit, fewer, fewer with a smaller cache, and
    the processor alone, which is always last.

    `tuning.gpu_layers` of 0 or above is where it starts. `available`: free bytes of the computer's
    own memory.
    """
    cards = graphics(devices)
    if not cards or tuning.gpu_layers == 0:
        return (Plan(tuning),)
    alone = Plan(msgspec.structs.replace(tuning, gpu_layers=0))
    layers = Placing.of(file, devices, tuning.kv_type).layers(n_ctx)
    most = tuning.gpu_layers if tuning.gpu_layers > 0 else _fitting(layers, cards, available)
    most = min(most, len(layers.sizes))
    found = [
        _plan(layers, cards, tuning, count)
        for count in dict.fromkeys((most, most * 3 // 4, most // 2))
        if count > 0
    ]
    if found and tuning.kv_type in ("", "f16"):
        smaller = msgspec.structs.replace(tuning, kv_type=_SMALLER, flash=True)
        packed = Placing.of(file, devices, _SMALLER).layers(n_ctx)
        found.append(_plan(packed, cards, smaller, found[-1].layers))
    return (*found, alone)


def layers_that_fit(
    file: Gguf, n_ctx: int, devices: Sequence[Device], available: int, kv_type: str = ""
) -> int:
    """Layers, the output layer counted, that the graphics cards have room for with a context of
    `n_ctx` tokens; all of them is one more than the model has."""
    return Placing.of(file, devices, kv_type).most(n_ctx, available)[0]


def _plan(layers: _Layers, cards: Sequence[Device], tuning: Tuning, count: int) -> Plan:
    own = _own(layers, cards, count)
    return Plan(msgspec.structs.replace(tuning, gpu_layers=count), own)


def _own(layers: _Layers, cards: Sequence[Device], count: int) -> int:
    """Bytes of so many layers that are in memory of the cards' own."""
    loads = layers.placed(count, cards) if count else []
    return sum(load for load, card in zip(loads, cards, strict=False) if not card.shares_memory)


def _fitting(layers: _Layers, cards: Sequence[Device], available: int) -> int:
    rooms = [_room(card, available) - layers.compute for card in cards]

    def fits(count: int) -> bool:
        loads = layers.placed(count, cards)
        return all(load <= room for load, room in zip(loads, rooms, strict=True) if load)

    if fits(len(layers.sizes)):
        return len(layers.sizes)
    low, high = 0, len(layers.sizes) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _room(card: Device, available: int) -> int:
    """Bytes of a device that a model may take."""
    if card.shares_memory:
        free = available - SPARE
        return min(card.memory_free, free) if card.memory_total else free
    return card.memory_free - max(_RESERVE, card.memory_total // 20)


def _weights(file: Gguf) -> tuple[int, ...]:
    """Bytes of weights of each layer, the output layer last."""
    weights = [0] * (file.n_layers + 1)
    shared, tied = 0, True
    for tensor in file.all_tensors:
        block, _, rest = tensor.name.partition(".")
        number = rest.partition(".")[0]
        if block == "blk" and number.isdecimal() and int(number) < file.n_layers:
            weights[int(number)] += tensor.size
        elif tensor.name.startswith("output"):
            weights[-1] += tensor.size
            tied = tied and tensor.name != "output.weight"
        elif tensor.name == "token_embd.weight":
            shared = tensor.size
    if tied:
        weights[-1] += shared  # kept once more, beside that of the input
    return tuple(weights)
