"""How fast models ran on this computer: what estimates are corrected by, kept in the home.

A file that was replaced, another computer and another llama.cpp make it void. Knows nothing of how
a model is run and nothing of memory.
"""

from __future__ import annotations

import logging
import statistics
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from engine import gguf
from engine.effort import Effort, effort
from engine.errors import PunaError, StorageError
from engine.files import fingerprint, shown, write_atomic
from engine.messages import Stats
from engine.paths import Home
from engine.throughput import Throughput, measure
from engine.tuning import this_machine

_log = logging.getLogger(__name__)

_MODELS: Final = 200
_REPLIES: Final = 8
"""Kept of a model: the last ones."""
_WRITTEN: Final = 16
_READ: Final = 64
"""Tokens that tell how fast a model writes and reads; fewer are mostly noise."""
_LUCKY: Final = 0.25
"""Drafted tokens for each other one; with more, most of the time went into longer steps."""


class Reply(msgspec.Struct, frozen=True):
    """How fast one reply was, in tokens a second: written behind `depth` tokens, and read from
    `cached` up to `prompt`. 0 where there were too few to tell."""

    decode: float = 0.0
    depth: float = 0.0
    prefill: float = 0.0
    cached: int = 0
    prompt: int = 0


class Share(msgspec.Struct, frozen=True):
    """Measured speed as a multiple of the estimated one; 0 where none was measured."""

    decode: float = 0.0
    prefill: float = 0.0


class History(msgspec.Struct, frozen=True):
    """What is known by replies that ran here: by the path of a model file, and by the type that
    most of the weights of a model are packed in."""

    files: Mapping[str, Share] = MappingProxyType({})
    packings: Mapping[str, Share] = MappingProxyType({})


class _Model(msgspec.Struct, frozen=True):
    """One model file, of `size` bytes and changed at that nanosecond, and its last replies."""

    size: int
    changed: int
    effort: Effort
    replies: tuple[Reply, ...] = ()


class _Kept(msgspec.Struct, frozen=True):
    """All of one computer, by the path of the model, that used last at the end."""

    machine: str
    throughput: Throughput | None = None
    models: dict[str, _Model] = {}
    version: int = 1


class SpeedLog:
    """Reads and writes a small file at every call: not for the thread of the window. For several
    threads; of two processes that note a reply at once, one may be lost."""

    def __init__(self, home: Home, measured: Callable[[], Throughput] = measure) -> None:
        self._path = home.speed
        self._measure = measured
        self._lock = threading.Lock()

    def throughput(self) -> Throughput:
        """What this computer can do. Measured when it is first asked for, and again where other
        programs were in the way."""
        with self._lock:
            kept = self._read()
            known = kept.throughput
            if known is not None and known.certain:
                return known
            found = self._measure()
            if known is not None and not found.certain:
                found = Throughput(
                    max(known.bandwidth, found.bandwidth), max(known.flops, found.flops), False
                )
            self._write(msgspec.structs.replace(kept, throughput=found))
            return found

    def note(self, path: Path, stats: Stats) -> None:
        """Remember how fast a reply of the model at `path` was, where its figures tell."""
        reply = _reply(stats)
        seen = fingerprint(path)
        if reply is None or seen is None:
            return
        with self._lock:
            kept = self._read()
            models, key = dict(kept.models), shown(path)
            model = models.pop(key, None)
            if model is None or (model.size, model.changed) != seen[:2]:
                try:
                    model = _Model(*seen[:2], effort(gguf.read(path)))
                except PunaError as error:  # it was replaced meanwhile
                    _log.info("the speed of %s is not remembered: %s", path, error)
                    return
            replies = (*model.replies, reply)[-_REPLIES:]
            models[key] = msgspec.structs.replace(model, replies=replies)
            for oldest in list(models)[: max(0, len(models) - _MODELS)]:
                del models[oldest]
            self._write(msgspec.structs.replace(kept, models=models))

    def known(self) -> History:
        """What all replies tell, for `engine.fit`."""
        with self._lock:
            kept = self._read()
        if kept.throughput is None:
            return History()
        files: dict[str, Share] = {}
        packings: dict[str, list[Share]] = {}
        for path, model in kept.models.items():
            seen = fingerprint(Path(path))
            share = _share(model, kept.throughput)
            packings.setdefault(model.effort.packing, []).append(share)
            if seen is not None and seen[:2] == (model.size, model.changed):
                files[path] = share
        return History(files, {name: _middle(shares) for name, shares in packings.items()})

    def _read(self) -> _Kept:
        """What is kept of this computer; nothing where it cannot be understood: it is only lost
        time."""
        none = _Kept(this_machine())
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return none
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            _log.warning("%s cannot be used: %s", self._path, error)
            return none
        return kept if (kept.machine, kept.version) == (none.machine, none.version) else none

    def _write(self, kept: _Kept) -> None:
        try:
            write_atomic(self._path, msgspec.json.encode(kept))
        except StorageError as error:
            _log.warning("how fast models run cannot be remembered: %s", error)


def _reply(stats: Stats) -> Reply | None:
    """What the figures of a reply tell; None where they tell nothing. Tokens that were drafted and
    taken came with others in one step, by luck: only the others count."""
    decode, prefill = stats.decode_tokens_per_s, stats.prefill_tokens_per_s
    stepped = stats.completion_tokens - stats.accepted_tokens
    decode *= stepped / max(stats.completion_tokens, 1)
    if stepped < _WRITTEN or stats.accepted_tokens > _LUCKY * stepped:
        decode = 0.0
    if stats.prompt_tokens - stats.cached_tokens < _READ:
        prefill = 0.0
    if decode <= 0 and prefill <= 0:
        return None
    depth = stats.prompt_tokens + stats.completion_tokens / 2
    return Reply(decode, depth, prefill, stats.cached_tokens, stats.prompt_tokens)


def _share(model: _Model, throughput: Throughput) -> Share:
    """The middle of a model's last replies."""

    def of(reply: Reply) -> Share:
        one = model.effort
        read = one.read_s(throughput, reply.prompt) - one.read_s(throughput, reply.cached)
        return Share(
            reply.decode * one.write_s(throughput, reply.depth),
            reply.prefill * read / max(reply.prompt - reply.cached, 1),
        )

    return _middle(map(of, model.replies))


def _middle(shares: Iterable[Share]) -> Share:
    known = tuple(shares)
    decode = [share.decode for share in known if share.decode > 0]
    prefill = [share.prefill for share in known if share.prefill > 0]
    return Share(
        statistics.median(decode) if decode else 0.0,
        statistics.median(prefill) if prefill else 0.0,
    )
