"""The devices llama.cpp can compute on, as plain data, and which of them hold layers of a model.

How they are asked is `engine.worker.devices`; how many layers go where is `engine.offload`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

DeviceKind = Literal["cpu", "gpu", "igpu", "accelerator", "other"]

_SHARING: Final = ("Metal", "MTL")


class Device(msgspec.Struct, frozen=True):
    """One device. `backend` is what drives it (CPU, CUDA, Vulkan, Metal...); memory in bytes, both
    0 where it does not say. `id` tells one card from another, also through two backends; it may be
    empty."""

    name: str
    description: str
    kind: DeviceKind
    backend: str
    memory_total: int = 0
    memory_free: int = 0
    id: str = ""

    @property
    def shares_memory(self) -> bool:
        """Whether its memory is that of the computer: on a chip with the processor, or not told."""
        return (
            self.kind == "igpu"
            or self.backend.startswith(_SHARING)
            or (self.memory_total == 0 and self.memory_free == 0)
        )


def graphics(devices: Sequence[Device]) -> tuple[Device, ...]:
    """The devices llama.cpp puts layers on: all cards, each once, or else the integrated ones of
    one backend."""
    cards: list[Device] = []
    for device in devices:
        again = device.id and any(card.id == device.id for card in cards)
        if device.kind == "gpu" and device.backend != "RPC" and not again:
            cards.append(device)
    if cards:
        return tuple(cards)
    integrated = [device for device in devices if device.kind == "igpu"]
    return tuple(one for one in integrated if one.backend == integrated[0].backend)
