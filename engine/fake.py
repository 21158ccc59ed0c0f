"""A scripted model: answers from a script, with the delays and deaths the script asks for.

It stands where llama.cpp stands, in the engine process, so a test or `--demo` goes through every
layer but the weights. A script is JSON: `{"replies": [Reply, ...]}` (see the structs below); the
first reply whose `match` is part of the last message answers. `scripted:` alone plays
`resources/demo.json`, `scripted:FILE` another script. Its prompts are as many tokens as words, and
one for a Chinese character; its replies come in runs of four characters, a token each.
"""

from __future__ import annotations

import os
import re
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from engine.errors import Bug, InvalidInput, ModelNotFound
from engine.messages import (
    ChatRequest,
    Cut,
    Finished,
    Measured,
    ModelInfo,
    ModelSpec,
    Prefill,
    Reason,
    Receipt,
    ReplayResult,
    Segment,
    Stats,
    Summarising,
    Text,
)
from engine.overflow import Counted, Fitting
from engine.paths import resources
from engine.prompt import Piece, as_history, plain_transcript, with_summary
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.receipt import difference, receipt

_TICK = 0.005
_PIECE = 4
_WORD = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scripted answer. Delays in seconds; `signal` ends the process behind the text."""

    text: str
    match: str = ""
    piece_delay: float = 0.0
    prefill_tokens: int = 0
    prefill_delay: float = 0.0
    error: str = ""
    signal: str = ""
    repeat: int = 1
    deaf: bool = False
    """Ignores Cancel, to test that such a process is ended."""


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    replies: tuple[Reply, ...]
    name: str = "Scripted model"
    n_ctx: int = 4096
    n_ctx_max: int = 0
    """What it could be opened with at most; 0 for `n_ctx`."""
    summary: str = "The older turns in a few words."
    """What it writes when it is to summarise; empty to test that this fails."""
    summary_delay: float = 0.0
    load_delay: float = 0.0
    load_hangs: bool = False
    """Opening it never ends and burns the processor, to test that such a process is ended."""


class ScriptedModel:
    """Plays one script."""

    def __init__(self, spec: ModelSpec, script: Script) -> None:
        self._script = script
        self._spec = spec
        self._read: list[str] = []

    @classmethod
    def open(cls, spec: ModelSpec, job: Job, progress: Callable[[float], None]) -> ScriptedModel:
        """With the delays of the script. Raises Cancelled, PunaError."""
        made = cls.read(spec)
        script = made._script
        while script.load_hangs:
            pass
        for step in range(1, 11):
            _wait(script.load_delay / 10, job)
            progress(step / 10)
        return made

    @classmethod
    def read(cls, spec: ModelSpec) -> ScriptedModel:
        """At once. Raises PunaError."""
        name = spec.path.removeprefix("scripted:")
        path = Path(name) if name else resources() / "demo.json"
        try:
            script = msgspec.json.decode(path.read_bytes(), type=Script)
        except OSError as error:
            raise ModelNotFound(spec.path, str(error)) from error
        except msgspec.MsgspecError as error:
            raise InvalidInput("script", str(error), "Correct the script.") from error
        return cls(spec, script)

    @property
    def info(self) -> ModelInfo:
        n_ctx = self._spec.n_ctx or self._script.n_ctx
        return ModelInfo(
            self._spec.path, self._script.name, "scripted", n_ctx, n_ctx, 1, 0, 0, True
        )

    def changed(self) -> bool:
        return False

    def rest(self, *, parting: bool) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is held."""

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        segments = _segments(request, text=text)
        words = _words("".join(piece.text for piece in _prompt(request)))
        pairs = enumerate(zip(words, self._read, strict=False))
        read = next((i for i, (a, b) in pairs if a != b), min(len(words), len(self._read)))
        tokens = sum(segment.tokens for segment in segments)
        return Measured(job.id, tokens, *self._sizes, segments, min(read, tokens))

    @property
    def _sizes(self) -> tuple[int, int]:
        n_ctx = self.info.n_ctx
        return n_ctx, max(n_ctx, self._script.n_ctx_max)

    def _fit(self, request: ChatRequest, reply: Reply, job: Job, emit: Emit) -> ChatRequest:
        """The request as the engine of a real model would make it fit."""

        def count(asked: ChatRequest, _: int) -> Counted:
            segments = _segments(asked)
            tokens = sum(segment.tokens for segment in segments)
            return Counted(reply.prefill_tokens or tokens, lambda: segments)

        def write(_: ChatRequest) -> tuple[str, bool]:
            for step in range(5):
                emit(Summarising(job.id, step, 5))
                _wait(self._script.summary_delay / 5, job)
            return self._script.summary, True

        fitted, left_out = Fitting(*self._sizes, count, write).fit(request)
        if left_out:
            emit(Cut(job.id, left_out, fitted.summary))
        return fitted

    def generate(self, request: ChatRequest, job: Job, emit: Emit) -> Finished:
        began = time.perf_counter()
        reply = self._reply_to(request)
        n_ctx = self.info.n_ctx
        try:
            request = self._fit(request, reply, job, emit)
        except Cancelled:
            return Finished(job.id, "cancelled", Stats())
        self._read = _words("".join(piece.text for piece in _prompt(request)))
        prompt = reply.prefill_tokens or sum(s.tokens for s in _segments(request))
        count, first, prefilled, said = 0, 0.0, began, ""
        reason: Reason = "stop"
        try:
            for done in range(0, prompt, 512):
                emit(Prefill(job.id, done, prompt))
                _wait(reply.prefill_delay, job, deaf=reply.deaf)
            emit(Prefill(job.id, prompt, prompt))
            prefilled = time.perf_counter()
            for piece in _pieces(reply, request):
                _wait(reply.piece_delay, job, deaf=reply.deaf)
                emit(Text(job.id, piece))
                first = first or time.perf_counter()
                count += 1
                said += piece
                if request.max_tokens and count >= request.max_tokens:
                    reason = "length"
                    break
                if prompt + count >= n_ctx:
                    reason = "context"
                    break
        except Cancelled:
            reason = "cancelled"
        self._fail(reply)
        decode_s = time.perf_counter() - prefilled
        made = receipt(request, self.info, seed=_seed(request), template=None, engine="scripted")
        # Its receipt has characters for tokens, so that a reply can be made again, too.
        made = msgspec.structs.replace(made, tokens=tuple(map(ord, said)), ended=reason == "stop")
        then = request.replay if reason != "cancelled" else None
        return Finished(
            job.id,
            reason,
            Stats(
                prompt_tokens=prompt,
                completion_tokens=count,
                prefill_s=prefilled - began,
                decode_s=decode_s,
                ttft_s=(first or time.perf_counter()) - began,
                prefill_tokens_per_s=prompt / max(prefilled - began, 1e-9),
                decode_tokens_per_s=count / max(decode_s, 1e-9),
            ),
            made,
            _compared(then, made) if then else None,
        )

    def _reply_to(self, request: ChatRequest) -> Reply:
        asked = next((m.content for m in reversed(request.messages) if m.role == "user"), "")
        for reply in self._script.replies:
            if reply.match in asked:
                return reply
        raise InvalidInput("script", "it has no reply to this", "Add one without `match`.")

    def _fail(self, reply: Reply) -> None:
        if reply.signal:
            os.kill(os.getpid(), signal.Signals[reply.signal])
            time.sleep(1)
        if reply.error:
            raise Bug(reply.error)


def _prompt(request: ChatRequest) -> list[Piece]:
    """Every content on lines of its own; the names of who speaks cost nothing here."""
    messages = with_summary(as_history(request.messages), request.summary)
    pieces = plain_transcript(messages, continue_reply=request.continue_reply)
    return [p if p.kind != "template" else Piece("\n", trusted=False) for p in pieces]


def _segments(request: ChatRequest, *, text: bool = False) -> tuple[Segment, ...]:
    shift = int(bool(request.summary) and request.messages[0].role != "system")
    return tuple(
        Segment(
            piece.kind,
            max(-1, piece.message - shift),
            len(_words(piece.text)),
            piece.text if text else "",
        )
        for piece in _prompt(request)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _compared(then: Receipt, now: Receipt) -> ReplayResult:
    """What came of a reply that was made again."""
    old, new = then.tokens, now.tokens[: len(then.tokens)] if not then.ended else now.tokens
    if old == new:
        return ReplayResult(True, len(old))
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))
    then_text, now_text = ("".join(map(chr, tokens[same : same + 1])) for tokens in (old, new))
    reason = difference(then, now) or "unknown"
    return ReplayResult(False, same, then_text, now_text, reason)


def _seed(request: ChatRequest) -> int:
    """Drawn where none was given, as a model does; the script does not depend on it."""
    given = request.sampling.seed
    return secrets.randbits(31) if given is None else given


def _pieces(reply: Reply, request: ChatRequest) -> Iterator[str]:
    text = reply.text * reply.repeat
    if request.continue_reply:
        written = request.messages[-1].content
        text = text.removeprefix(written) if text.startswith(written) else text
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def _wait(seconds: float, job: Job, *, deaf: bool = False) -> None:
    """Sleep in small steps, so that a cancelled job ends at once."""
    until = time.monotonic() + seconds
    while True:
        if job.cancelled and not deaf:
            raise Cancelled
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, _TICK))
