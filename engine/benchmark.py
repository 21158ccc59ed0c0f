"""How fast a model runs here, with which settings, and whether Puna costs any of it.

Settings are compared in the raw loop, where nothing else is measured; then replies through all of
Puna are held against it. Rounds alternate, so that all meet the same noise. Knows no command line.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from engine import gguf
from engine.engine import Engine
from engine.errors import ModelRejected
from engine.files import Cancelled, Progress, Stopped
from engine.hardware import busy_seconds, physical_cores, processor_seconds
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Failed,
    Finished,
    ModelSpec,
    Sampling,
    Tuning,
)
from engine.raw_loop import RawLoop
from engine.trial import Speed, Trial

What = Literal["threads", "batch", "flash", "kv", "raw", "puna", "draft"]

ROUNDS = 3
_SENTENCE = "The quick brown fox jumps over the lazy dog. "
"""What models go on repeating, so that a reply is as long as is wanted."""
_PILOT = 6
_BATCHES = (128, 256, 512, 1024)
_BETTER = 1.03
"""So much faster another setting must be: less may be noise."""
_TURN = 512, 128
"""Tokens read and written in the turn whose time is compared."""
_DEEP = 3000
_REST = 1.0
"""Seconds before a reply: to it, what the raw loop used just before is another program's load."""
_BUSY = 0.25
"""Cores that other programs may use meanwhile; a window takes some."""
_SPARE = 64
_MOST_CHOICES = 8


class Row(msgspec.Struct, frozen=True):
    """Tokens per second with one setting, behind `prompt` tokens; medians of the rounds.

    `accepted` is the share of drafted tokens that were right. `error` is why it was not measured.
    """

    what: What
    tuning: Tuning
    prompt: int = 0
    prefill: float = 0.0
    decode: float = 0.0
    accepted: float = 0.0
    error: str = ""

    @property
    def turn(self) -> float:
        """Seconds of a usual turn at this speed."""
        if self.error:
            return float("inf")
        return _TURN[0] / self.prefill + _TURN[1] / self.decode


class Report(msgspec.Struct, frozen=True):
    """All that was measured; `best` is the tuning with the shortest turn.

    `speed` is that of Puna with it, and `share` which share of the raw loop that is, for reading
    and for writing. `others` is how many cores other programs used meanwhile: where that is much,
    the best was not found out.
    """

    rows: tuple[Row, ...]
    best: Tuning
    speed: tuple[float, float]
    share: tuple[float, float]
    others: float

    @property
    def certain(self) -> bool:
        """Whether the machine was idle enough to tell."""
        return self.others <= _BUSY


class _Sizes(msgspec.Struct, frozen=True):
    """Tokens of prompt and reply so that one trial takes some seconds on this computer. `prompt`
    is that of a first message, `deep` of a long conversation."""

    per_sentence: float
    prompt: int
    reply: int
    deep: int

    def trial(self, path: str, tokens: int, round_: int, tuning: Tuning) -> Trial:
        """Text of about so many tokens, for each round another: nothing of it was read before."""
        text = f"{round_}. " + _SENTENCE * max(1, round(tokens / self.per_sentence))
        return Trial(path, text, self.reply, _room(tokens + self.reply), tuning)


class Benchmark:
    """Measures one model. `heard` gets each row as soon as it is there."""

    def __init__(
        self,
        path: Path,
        heard: Callable[[Row], None],
        progress: Progress,
        cancelled: Cancelled,
        *,
        quick: bool = False,
    ) -> None:
        self._path = str(path)
        self._heard = heard
        self._progress = progress
        self._cancelled = cancelled
        self._rounds = 1 if quick else ROUNDS
        self._seconds = 1.0 if quick else 4.0
        self._rows: list[Row] = []
        self._done, self._total = 0, 0

    def run(self) -> Report:
        """Raises `Stopped` when it was cancelled, ModelRejected and what a reply may fail with."""
        with RawLoop(self._cancelled) as raw, Engine() as engine:
            began, used = time.monotonic(), self._others(raw, engine)
            best, rows = self._run(raw, engine)
            others = (self._others(raw, engine) - used) / (time.monotonic() - began)
        bare, whole = rows
        if bare.error or whole.error:
            raise ModelRejected(self._path, bare.error or whole.error)
        share = (whole.prefill / bare.prefill, whole.decode / bare.decode)
        speed = (whole.prefill, whole.decode)
        return Report(tuple(self._rows), best, speed, share, max(0.0, others))

    def _others(self, raw: RawLoop, engine: Engine) -> float:
        """Processor seconds that all others have used."""
        ours = [raw.pid, os.getpid(), *([engine.process_id] if engine.process_id else [])]
        return busy_seconds() - sum(map(processor_seconds, ours))

    def _run(self, raw: RawLoop, engine: Engine) -> tuple[Tuning, tuple[Row, Row]]:
        cores = physical_cores()
        counts = _thread_counts(cores)
        self._total = self._rounds * (len(counts) + len(_BATCHES) + 4 + 2) + 3
        sizes = self._sizes(raw, cores)
        best = Tuning(n_threads=cores)
        best = self._compare(
            raw, "threads", [_with(best, n_threads=n) for n in counts], best, sizes, sizes.prompt
        )
        batches = [n for n in _BATCHES if n <= max(sizes.deep, min(_BATCHES))]
        best = self._compare(
            raw, "batch", [_with(best, n_batch=n) for n in batches], best, sizes, sizes.deep
        )
        fused = _with(best, flash=True)
        best = self._compare(raw, "flash", [best, fused], best, sizes, sizes.deep)
        kept = [_with(fused, kv_type="q8_0"), _with(fused, kv_type="q4_0")]
        # Shown and not chosen: they cost accuracy, which is for the user to decide.
        self._compare(raw, "kv", kept, best, sizes, sizes.deep)
        return best, self._whole(raw, engine, best, sizes)

    def _whole(self, raw: RawLoop, engine: Engine, best: Tuning, sizes: _Sizes) -> tuple[Row, Row]:
        """Puna against the raw loop, then with drafting."""
        theirs: list[Speed] = []
        ours: list[Speed] = []
        for round_ in range(self._rounds):
            trial = sizes.trial(self._path, sizes.prompt, round_, best)
            theirs.append(self._measure(raw, trial))
            ours.append(self._ask(engine, trial)[0])
        bare, whole = _row("raw", best, theirs), _row("puna", best, ours)
        self._tell(bare)
        self._tell(whole)
        trial = sizes.trial(self._path, sizes.prompt, self._rounds, best)
        speed, accepted = self._ask(engine, trial, draft=True)
        if accepted is not None:  # a model that cannot draft has not
            self._tell(msgspec.structs.replace(_row("draft", best, [speed]), accepted=accepted))
        return bare, whole

    def _sizes(self, raw: RawLoop, cores: int) -> _Sizes:
        """Found out by a short trial, the second of two: the first reads the file from the disk."""
        trained = gguf.open_model(Path(self._path)).context_length or _DEEP
        short = Trial(self._path, _SENTENCE * _PILOT, 8, _room(128), Tuning(n_threads=cores))
        self._measure(raw, short)
        pilot = self._measure(raw, short)
        if pilot.error:
            raise ModelRejected(self._path, pilot.error)
        half = self._seconds / 2
        reply = int(min(max(pilot.decode * half, 8), 96))
        most = max(64, trained - reply - _SPARE)
        return _Sizes(
            per_sentence=pilot.prompt / _PILOT,
            prompt=int(min(max(pilot.prefill * half, 64), 512, most)),
            reply=reply,
            deep=int(min(max(pilot.prefill * 2 * self._seconds, 64), _DEEP, most)),
        )

    def _compare(
        self,
        raw: RawLoop,
        what: What,
        choices: Sequence[Tuning],
        best: Tuning,
        sizes: _Sizes,
        tokens: int,
    ) -> Tuning:
        """Measure all choices; the best of them and `best`."""
        speeds: dict[Tuning, list[Speed]] = {choice: [] for choice in choices}
        for round_ in range(self._rounds):
            for choice in choices:
                trial = sizes.trial(self._path, tokens, round_, choice)
                speeds[choice].append(self._measure(raw, trial))
        rows = [_row(what, choice, speeds[choice]) for choice in choices]
        for row in rows:
            self._tell(row)
        fastest = min(rows, key=lambda row: row.turn)
        held = next((row for row in rows if row.tuning == best), None)
        if held is not None and held.turn <= fastest.turn * _BETTER:
            return best
        return fastest.tuning if what != "kv" and not fastest.error else best

    def _measure(self, raw: RawLoop, trial: Trial) -> Speed:
        self._step()
        return raw.measure(trial)

    def _ask(
        self, engine: Engine, trial: Trial, *, draft: bool = False
    ) -> tuple[Speed, float | None]:
        """A reply of Puna, as its figures say, and the accepted share where it drafted."""
        self._step()
        time.sleep(_REST)
        request = ChatRequest(
            ModelSpec(trial.path, trial.n_ctx, tuning=trial.tuning),
            (ChatMessage("user", trial.text),),
            Sampling(temperature=0),
            max_tokens=trial.reply,
            raw=True,
            draft=draft,
        )
        for event in engine.stream(request):
            if self._cancelled():
                raise Stopped
            if isinstance(event, Failed):
                return Speed(error=event.error.message), None
            if isinstance(event, Finished):
                stats = event.stats
                speed = Speed(
                    stats.prompt_tokens, stats.prefill_tokens_per_s, stats.decode_tokens_per_s
                )
                drafted = stats.drafted_tokens
                return speed, stats.accepted_tokens / drafted if drafted else None
        raise AssertionError("a reply has an end")

    def _step(self) -> None:
        if self._cancelled():
            raise Stopped
        self._progress(self._done, self._total)
        self._done = min(self._done + 1, self._total)

    def _tell(self, row: Row) -> None:
        self._rows.append(row)
        self._heard(row)


def _room(tokens: int) -> int:
    """Tokens of context for so many, in steps of llama.cpp."""
    return -(-(tokens + _SPARE) // 256) * 256


def _with(tuning: Tuning, **change: object) -> Tuning:
    return msgspec.structs.replace(tuning, **change)


def _row(what: What, tuning: Tuning, speeds: Sequence[Speed]) -> Row:
    """The medians of some rounds, or the first error among them."""
    error = next((speed.error for speed in speeds if speed.error), "")
    if error:
        return Row(what, tuning, error=error)
    prefill = statistics.median(speed.prefill for speed in speeds)
    decode = statistics.median(speed.decode for speed in speeds)
    return Row(what, tuning, speeds[-1].prompt, prefill, decode)


def _thread_counts(cores: int) -> list[int]:
    """One thread up to one a core; of many cores only some."""
    if cores <= _MOST_CHOICES:
        return list(range(1, cores + 1))
    return sorted({1, 2, 4, 8, cores // 2, 3 * cores // 4, cores})
