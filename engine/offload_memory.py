"""What was tried with graphics cards on this computer, so that a failure is not repeated.

A small JSON file, one entry a model. An attempt is written down before it is made: where the
process dies of it, the next one finds the entry and uses the processor. Another file of the model,
other devices or another llama.cpp are tried anew.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine.devices import Device, graphics
from engine.errors import StorageError
from engine.files import fingerprint, write_atomic
from engine.offload import Plan

_MOST: Final = 200
_log = logging.getLogger(__name__)


class _Entry(msgspec.Struct, frozen=True):
    """The plan that was begun, or worked after others had failed."""

    file: tuple[int, int]
    machine: str
    n_ctx: int
    layers: int
    kv_type: str
    state: Literal["begun", "worked"]


class OffloadMemory:
    """Used by one thread of one process. `path` None remembers nothing."""

    def __init__(self, path: Path | None, llama: str) -> None:
        self._path = path
        self._llama = llama

    def after_failures(
        self, model: Path, n_ctx: int, devices: Sequence[Device], plans: Sequence[Plan]
    ) -> tuple[Plan, ...]:
        """The plans without those that failed before: from the one that worked on, or the last one
        alone where the process died."""
        entry = self._entries().get(str(model))
        if entry is None or not self._holds(entry, model, n_ctx, devices) or len(plans) == 1:
            return tuple(plans)
        if entry.state == "begun":
            return tuple(plans[-1:])
        found = next(
            (
                number
                for number, plan in enumerate(plans)
                if plan.layers <= entry.layers
                and (plan.tuning.kv_type == entry.kv_type or plan.layers == 0)
            ),
            len(plans) - 1,
        )
        return tuple(plans[found:])

    def begun(self, model: Path, n_ctx: int, devices: Sequence[Device], plan: Plan) -> None:
        """This is tried now."""
        self._note(model, n_ctx, devices, plan, "begun")

    def worked(
        self, model: Path, n_ctx: int, devices: Sequence[Device], plan: Plan, *, first: bool
    ) -> None:
        """It worked; `first`: and nothing before it failed, so there is nothing to remember."""
        if first:
            entries = self._entries()
            if entries.pop(str(model), None) is not None:
                self._write(entries)
        else:
            self._note(model, n_ctx, devices, plan, "worked")

    def _note(
        self,
        model: Path,
        n_ctx: int,
        devices: Sequence[Device],
        plan: Plan,
        state: Literal["begun", "worked"],
    ) -> None:
        entries = self._entries()
        entries.pop(str(model), None)
        entries[str(model)] = _Entry(
            _seen(model), self._machine(devices), n_ctx, plan.layers, plan.tuning.kv_type, state
        )
        for oldest in list(entries)[: max(0, len(entries) - _MOST)]:
            del entries[oldest]
        self._write(entries)

    def _holds(self, entry: _Entry, model: Path, n_ctx: int, devices: Sequence[Device]) -> bool:
        """Whether it was tried with what there is now; a smaller context may work where a larger
        one failed."""
        same = entry.file == _seen(model) and entry.machine == self._machine(devices)
        return same and (entry.state == "begun" or n_ctx >= entry.n_ctx)

    def _machine(self, devices: Sequence[Device]) -> str:
        cards = (f"{d.backend} {d.description} {d.memory_total}" for d in graphics(devices))
        return "; ".join((self._llama, *cards))

    def _entries(self) -> dict[str, _Entry]:
        if self._path is None:
            return {}
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Entry])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}  # nothing is lost but a second try

    def _write(self, entries: dict[str, _Entry]) -> None:
        if self._path is None:
            return
        try:
            write_atomic(self._path, msgspec.json.encode(entries))
        except StorageError as error:
            _log.warning("what works on the graphics card cannot be remembered: %s", error)


def _seen(model: Path) -> tuple[int, int]:
    found = fingerprint(model)
    return (found[0], found[1]) if found else (0, 0)
