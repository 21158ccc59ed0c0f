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

from engine.devices import Device, graphics
from engine.gguf import Gguf
from engine.memory import SPARE, cache_per_token, needed
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
    layers = _layers(file, n_ctx, tuning.kv_type)
    most = tuning.gpu_layers if tuning.gpu_layers > 0 else _fitting(layers, cards, available)
    most = min(most, len(layers.sizes))
    found = [
        _plan(layers, cards, tuning, count)
        for count in dict.fromkeys((most, most * 3 // 4, most // 2))
        if count > 0
    ]
    if found and tuning.kv_type in ("", "f16"):
        smaller = msgspec.structs.replace(tuning, kv_type=_SMALLER, flash=True)
        found.append(_plan(_layers(file, n_ctx, _SMALLER), cards, smaller, found[-1].layers))
    return (*found, alone)


def layers_that_fit(
    file: Gguf, n_ctx: int, devices: Sequence[Device], available: int, kv_type: str = ""
) -> int:
    """Layers, the output layer counted, that the graphics cards have room for with a context of
    `n_ctx` tokens; all of them is one more than the model has."""
    cards = graphics(devices)
    return _fitting(_layers(file, n_ctx, kv_type), cards, available) if cards else 0


def _plan(layers: _Layers, cards: Sequence[Device], tuning: Tuning, count: int) -> Plan:
    loads = layers.placed(count, cards)
    own = sum(load for load, card in zip(loads, cards, strict=True) if not card.shares_memory)
    return Plan(msgspec.structs.replace(tuning, gpu_layers=count), own)


def _fitting(layers: _Layers, cards: Sequence[Device], available: int) -> int:
    rooms = [_room(card, available) - layers.compute for card in cards]
    for count in range(len(layers.sizes), 0, -1):
        loads = layers.placed(count, cards)
        if all(load <= room for load, room in zip(loads, rooms, strict=True) if load):
            return count
    return 0


def _room(card: Device, available: int) -> int:
    """Bytes of a device that a model may take."""
    if card.shares_memory:
        free = available - SPARE
        return min(card.memory_free, free) if card.memory_total else free
    return card.memory_free - max(_RESERVE, card.memory_total // 20)


def _layers(file: Gguf, n_ctx: int, kv_type: str) -> _Layers:
    weights = [0] * (file.n_layers + 1)
    tensors = {tensor.name: tensor for tensor in file.all_tensors}
    for name, tensor in tensors.items():
        block, _, rest = name.partition(".")
        number = rest.partition(".")[0]
        if block == "blk" and number.isdecimal() and int(number) < file.n_layers:
            weights[int(number)] += tensor.size
        elif name.startswith("output"):
            weights[-1] += tensor.size
    if "output.weight" not in tensors and (shared := tensors.get("token_embd.weight")):
        weights[-1] += shared.size  # kept once more, beside that of the input
    cache = cache_per_token(file, kv_type)
    sizes = [weight + kept * n_ctx for weight, kept in zip(weights, (*cache, 0), strict=True)]
    return _Layers(tuple(sizes), needed(file, n_ctx).compute)
