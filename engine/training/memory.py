"""How much memory a run needs, and whether layers are computed again instead of being kept.

An estimate on the safe side, held against what runs took (`tests/bench/bench_train.py`). The base's
own numbers stay in the pages of its file, which count for nothing here. Knows no torch.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.errors import TrainingError
from engine.gguf import Gguf
from engine.memory import margin
from engine.training.records import LINEARS, Settings

_FLOAT: Final = 4
_PROCESS: Final = 200 << 20
"""Python and torch, and the loose ends that the system's allocator keeps."""
_STATES: Final = 7
"""Numbers for each of the adapter: itself, its gradient, two means, and a checkpoint's copies."""
_PIECE: Final = 3 << 24
"""Of the loss: a piece of the output matrix and its logits."""
_STATUS: Final = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes of private memory of a run: with all `kept`, and with layers computed `again`."""

    kept: int
    again: int


def need(gguf: Gguf, settings: Settings, longest: int, vocabulary: int) -> Need:
    """Of a run whose longest pass has `longest` tokens; `vocabulary` bytes are the tokenizer's."""
    width, inner = gguf.n_embd, gguf.n_ff
    heads = gguf.n_head * gguf.key_length
    keys = gguf.n_head_kv * gguf.key_length
    first = first_layer(gguf.n_layers, settings)
    # What a layer keeps of a token for its gradients: its inputs, normed and not, queries, keys and
    # values before and after they are turned, and the inside of the feed-forward layer. Measured.
    layer = _FLOAT * (9 * width + 4 * heads + 6 * keys + 6 * inner)
    scores = _FLOAT * gguf.n_head * longest
    within = longest * (layer + scores)
    edges = longest * width * _FLOAT
    fixed = (
        _PROCESS
        + vocabulary
        + _FLOAT * _STATES * adapter_numbers(gguf, settings)
        + _FLOAT * 2 * width * max(inner, heads + 2 * keys)
        + _PIECE
        + _FLOAT * 3 * longest * width
    )
    learning = gguf.n_layers - first
    return Need(
        kept=fixed + longest * layer * learning + 2 * longest * scores,
        again=fixed + edges * learning + 2 * within,
    )


def checkpointed(gguf: Gguf, settings: Settings, wanted: Need, available: int) -> bool:
    """Whether to compute layers again: as the settings say, or where memory is short. Raises
    TrainingError where not even that fits into `available` bytes."""
    room = available - margin()
    again = settings.checkpointing == "on" or (
        settings.checkpointing == "auto" and wanted.kept > room
    )
    least = wanted.again if again else wanted.kept
    if least > room:
        raise memory_error(least + margin(), available)
    return again


def memory_error(needed: int, available: int) -> TrainingError:
    """That memory does not suffice. `needed` in bytes, 0 where that is not known."""
    needs = f"it needs {needed / 2**30:.1f} GiB of memory" if needed else "memory ran out"
    error = TrainingError(
        "memory",
        f"{needs}; {available / 2**30:.1f} GiB are free",
        "Close other programs, train fewer of the upper layers or shorter examples, or choose a "
        "smaller model.",
    )
    error.values.update(needed=needed, available=available)
    return error


def first_layer(n_layers: int, settings: Settings) -> int:
    """The first layer that learns."""
    top = min(settings.top_layers or n_layers, n_layers)
    return n_layers - (min(top, (n_layers + 1) // 2) if settings.fast else top)


def adapter_numbers(gguf: Gguf, settings: Settings) -> int:
    """How many numbers an adapter has."""
    width, inner = gguf.n_embd, gguf.n_ff
    heads, keys = gguf.n_head * gguf.key_length, gguf.n_head_kv * gguf.key_length
    sides = {
        "attn_q": width + heads,
        "attn_k": width + keys,
        "attn_v": width + keys,
        "attn_output": heads + width,
        "ffn_gate": width + inner,
        "ffn_up": width + inner,
        "ffn_down": inner + width,
    }
    learning = gguf.n_layers - first_layer(gguf.n_layers, settings)
    wanted = sum(sides[name] for name in settings.targets if name in LINEARS)
    return learning * settings.rank * wanted


def private_memory() -> int:
    """Bytes of memory that this process alone has; without pages of files."""
    if sys.platform == "linux":
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) << 10
    info = psutil.Process().memory_info()
    return int(getattr(info, "private", info.rss))
