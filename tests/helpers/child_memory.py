"""What memory the engine process really uses once a model has read as much as its context holds.

Linux only. Its own memory is what it has written to. Of the model's file, the pages used since it
was loaded: loading maps all of them, also those that are packed anew and never looked at again.
"""

from __future__ import annotations

import queue
from dataclasses import dataclass
from pathlib import Path

from engine.engine import Engine
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Event,
    Failed,
    Finished,
    Measured,
    ModelSpec,
    Sampling,
    Stats,
)

_SENTENCE = "The quick brown fox jumps over the lazy dog. "
_PILOT = 20
_WRITTEN = 16
_SPARE = 24
_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Used:
    """Bytes: `private` to the process, used of the `model` file, and in memory of `libraries`."""

    private: int
    model: int
    libraries: int

    @property
    def total(self) -> int:
        return self.private + self.model + self.libraries


def used_when_full(engine: Engine, path: Path, n_ctx: int) -> tuple[Used, Stats]:
    """Open a model with `n_ctx` tokens of context, and have it read and write nearly as many."""
    model = ModelSpec(str(path), n_ctx)
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    engine.load(model, heard.put)
    _end(heard)
    sentences = _PILOT * (n_ctx - _WRITTEN - _SPARE) // _tokens(engine, model, _PILOT)
    while _tokens(engine, model, sentences) > n_ctx - _WRITTEN - _SPARE // 4:
        sentences -= 1
    pid = engine.process_id
    assert pid is not None
    Path(f"/proc/{pid}/clear_refs").write_text("1")
    engine.chat(_request(model, sentences), heard.put)
    stats = _end(heard).stats
    return _used(pid, path), stats


def _request(model: ModelSpec, sentences: int) -> ChatRequest:
    message = ChatMessage("user", _SENTENCE * sentences)
    return ChatRequest(model, (message,), Sampling(temperature=0), max_tokens=_WRITTEN, raw=True)


def _tokens(engine: Engine, model: ModelSpec, sentences: int) -> int:
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    engine.measure(_request(model, sentences), heard.put)
    while not isinstance(event := heard.get(timeout=_WAIT), Measured):
        assert not isinstance(event, Failed), event
    return event.tokens


def _end(heard: queue.SimpleQueue[Event]) -> Finished:
    while not isinstance(event := heard.get(timeout=_WAIT), Finished):
        assert not isinstance(event, Failed), event
    return event


def _used(pid: int, model: Path) -> Used:
    private = of_model = others = 0
    name = ""
    found: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if words[0] == "VmFlags:":  # the last line of a mapping
            private += found["Anonymous:"]
            if name.startswith("/") and Path(name) == model.resolve():
                of_model += found["Referenced:"]
            elif name.startswith("/"):
                others += found["Rss:"] - found["Anonymous:"]
        elif words[0].endswith(":"):
            found[words[0]] = int(words[1]) << 10
        else:
            name = line.split(maxsplit=5)[5] if len(words) > 5 else ""
    return Used(private, of_model, others)
