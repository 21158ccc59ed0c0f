"""All that a run needs before its first step: tokens, model, adapter, passes.

Whether there is memory for it is known before the model is touched. Knows no step.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import psutil  # type: ignore[import-untyped]  # it ships no types

from engine import gguf
from engine.files import Stopped, fingerprint
from engine.gguf import Gguf
from engine.hardware import available_memory, physical_cores
from engine.training.control import Control
from engine.training.corpus import Corpus, read_corpus
from engine.training.limits import check_settings
from engine.training.memory import checkpointed, need
from engine.training.packing import Pass, pack
from engine.training.records import Event, Preparing, Settings, Train

_PER_TOKEN: Final = 400
"""Bytes the tokenizer keeps for a token of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run before torch: `checkpointing` is decided, `cache_room` bytes of memory are for what the
    lower layers make."""

    request: Train
    gguf: Gguf
    corpus: Corpus
    passes: list[Pass]
    held_out: list[Pass]
    checkpointing: bool
    cache_room: int

    @property
    def identity(self) -> str:
        """What must be the same for a checkpoint to be one of this run."""
        told = msgspec.structs.replace(self.request.settings, threads=0, checkpointing="auto")
        seen = fingerprint(self.gguf.path) or (0, 0, 0)
        # Not what the adapter it began with is now: its numbers are in the checkpoint, and its name
        # may be another one meanwhile.
        words = (told, seen[:2], self.request.start, self.corpus.sha256, self.request.template)
        return hashlib.sha256(msgspec.json.encode(words)).hexdigest()


def plan(request: Train, control: Control, tell: Callable[[Event], None]) -> Plan:
    """Read the examples and decide how to go about it. Raises PunaError, and Stopped."""
    check_settings(request.settings)
    header = gguf.open_model(Path(request.model))

    def progress(done: int, total: int) -> None:
        if control.wish not in ("go on", "pause"):
            raise Stopped
        tell(Preparing("tokens", done, total))

    corpus = read_corpus(request, progress)
    settings = request.settings
    passes = pack(corpus.learnt, settings.batch_tokens, settings.seed)
    held_out = pack(corpus.held_out, settings.batch_tokens, settings.seed, first=len(passes))
    longest = max(packed.length for packed in [*passes, *held_out])
    wanted = need(header, settings, longest, header.n_vocab * _PER_TOKEN)
    available = available_memory()
    again = checkpointed(header, settings, wanted, available)
    left = available - (wanted.again if again else wanted.kept)
    return Plan(request, header, corpus, passes, held_out, again, max(left // 4, 0))


def threads(settings: Settings) -> int:
    """How many a run computes with: one core is left to the chat."""
    return settings.threads or max(physical_cores() - 1, 1)


def since_start() -> float:
    """Seconds since this process began."""
    return float(max(time.time() - psutil.Process().create_time(), 0.0))
