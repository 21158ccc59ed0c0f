"""A LoRA adapter that learns: pairs of narrow matrices beside those of a model.

Knows the names of a model's matrices and none of what is computed with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import TrainingError
from engine.training.adapter_file import read_pairs
from engine.training.linear import Pair
from engine.training.records import LINEARS, Settings
from engine.training.weights import Base


class LoraPair(nn.Module):
    """A and B of one matrix: a (rank, in), b (out, rank), f32."""

    def __init__(self, a: Tensor, b: Tensor) -> None:
        super().__init__()
        self.a, self.b = nn.Parameter(a), nn.Parameter(b)


class Lora(nn.Module):
    """All pairs of an adapter. Layers below `first_layer` do not learn. `scale` multiplies what is
    added. In `eval` mode nothing is dropped."""

    def __init__(self, base: Base, settings: Settings) -> None:
        """A new adapter, which changes nothing yet. Raises TrainingError."""
        super().__init__()
        _check(settings)
        self.rank, self.dropout = settings.rank, settings.dropout
        root = math.sqrt(settings.rank) if settings.rslora else settings.rank
        self.scale = settings.alpha / root
        self.first_layer = base.config.n_layers - _learning(base, settings)
        random = torch.Generator().manual_seed(settings.seed)
        self.layers = nn.ModuleList()
        for layer in range(base.config.n_layers):
            names = targets(base, layer, settings.targets) if layer >= self.first_layer else []
            self.layers.append(
                nn.ModuleDict({name: self._new(base, layer, name, random) for name in names})
            )

    @classmethod
    def read(cls, base: Base, path: Path, settings: Settings) -> Lora:
        """The adapter of a file, to go on training: it keeps its own rank, scale and matrices; of
        `settings`, what is said of layers and of dropout counts. Raises AdapterError, and
        TrainingError where none of its layers would learn."""
        stored = read_pairs(path, base)
        lora = cls(base, settings)
        lora.scale = stored.scale
        lora.rank = max(a.shape[0] for a, _ in stored.pairs.values())
        lowest = min(layer for layer, _ in stored.pairs)
        lora.first_layer = max(lowest, lora.first_layer)
        if all(layer < lora.first_layer for layer, _ in stored.pairs):
            raise TrainingError(
                "settings",
                "the adapter to go on from changes none of the layers that are to learn",
                "Let more layers learn, or begin a new adapter.",
            )
        for layer in range(base.config.n_layers):
            own = {name: pair for (at, name), pair in stored.pairs.items() if at == layer}
            lora.layers[layer] = nn.ModuleDict(
                {
                    name: LoraPair(a.to(base.device), b.to(base.device))
                    for name, (a, b) in own.items()
                }
            ).requires_grad_(layer >= lora.first_layer)
        return lora

    def pairs(self) -> list[tuple[str, Pair]]:
        """All pairs, by the name of the matrix in the file."""
        found = []
        for layer, pairs in enumerate(self.layers):
            for name in pairs:  # type: ignore[attr-defined]  # a ModuleDict
                if pair := self.pair(layer, name):
                    found.append((f"blk.{layer}.{name}.weight", pair))
        return found

    def pair(self, layer: int, name: str) -> Pair | None:
        """What is added to a matrix, such as `attn_q`; None where nothing is."""
        pairs = self.layers[layer]
        if name not in pairs:  # type: ignore[operator]  # a ModuleDict
            return None
        found: LoraPair = pairs[name]  # type: ignore[index]  # likewise
        return Pair(found.a, found.b, self.scale)

    def _new(self, base: Base, layer: int, name: str, random: torch.Generator) -> LoraPair:
        matrix = base.matrix(f"blk.{layer}.{name}.weight")
        bound = 1 / math.sqrt(matrix.columns)
        a = torch.empty(self.rank, matrix.columns).uniform_(-bound, bound, generator=random)
        b = torch.zeros(matrix.rows, self.rank)
        return LoraPair(a.to(base.device), b.to(base.device))


def targets(base: Base, layer: int, wanted: Sequence[str]) -> list[str]:
    """The matrices of a layer that are meant by some of `LINEARS`: where a model has several in
    one, that one."""
    found: dict[str, None] = {}
    for name in wanted:
        together = "attn_qkv" if name in ("attn_q", "attn_k", "attn_v") else "ffn_up"
        for one in (name, together):
            if f"blk.{layer}.{one}.weight" in base:
                found[one] = None
                break
    return list(found)


def _learning(base: Base, settings: Settings) -> int:
    """How many layers learn, counted from the top."""
    layers = base.config.n_layers
    wanted = settings.top_layers or layers
    return min(wanted, (layers + 1) // 2) if settings.fast else min(wanted, layers)


def _check(settings: Settings) -> None:
    def refuse(reason: str, advice: str) -> None:
        raise TrainingError("settings", reason, advice)

    if settings.rank < 1 or not math.isfinite(settings.alpha) or settings.alpha <= 0:
        refuse(
            f"a rank of {settings.rank} with an alpha of {settings.alpha:g} adds nothing",
            "Choose a rank of 1 or more, such as 16, and an alpha above 0.",
        )
    if not 0 <= settings.dropout < 1:
        refuse(f"a dropout of {settings.dropout:g} leaves nothing", "Choose one from 0 to 0.5.")
    if unknown := sorted(set(settings.targets) - set(LINEARS)):
        refuse(f"there are no matrices {unknown[0]}", f"Choose from {', '.join(LINEARS)}.")
    if not settings.targets:
        refuse("no matrices are chosen to learn", f"Choose from {', '.join(LINEARS)}.")
