"""Asks the renderer process to render a chat template, and ends it when it takes too long.

The renderer stays warm between replies. Knows no Jinja and no llama.cpp.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import IO

from engine.child import start
from engine.errors import TemplateError
from engine.messages import ChatMessage, Thinking
from engine.prompt import (
    Contents,
    Piece,
    continued,
    fold_system,
    template_variables,
    thinking_variables,
)
from engine.worker.frames import FrameError, FrameReader, FrameWriter
from engine.worker.model import Cancelled, Job
from engine.worker.renderer import Rendered, RenderRequest

TIME_LIMIT = 2.0
"""Seconds a template may take."""
_START_LIMIT = 20.0
"""Seconds the renderer may take to start on a busy machine."""
_POLL = 0.02


class TemplateRenderer:
    """Renders `template`, which may be set anew, for one model. Not for several threads.

    With `remember` a template is asked once for all conversations of the same roles: it sees
    nothing else of them. That is for many at one time, as a template may write the time.
    """

    def __init__(self, template: str, bos: str, eos: str, *, remember: bool = False) -> None:
        self.template = template
        self._remembered: dict[object, tuple[str, str]] | None = {} if remember else None
        self._variables = template_variables(bos, eos)
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._answers: queue.SimpleQueue[Rendered | None] = queue.SimpleQueue()

    def render(
        self,
        messages: Sequence[ChatMessage],
        job: Job,
        *,
        continue_reply: bool,
        thinking: Thinking = "auto",
    ) -> list[Piece]:
        """The prompt in pieces; a template without a system message gets it folded.

        With `continue_reply` the last message is put behind the opening of the assistant's turn.
        """
        asked = messages[:-1] if continue_reply else messages
        try:
            pieces = self._fill(asked, job, thinking)
        except TemplateError:
            folded = fold_system(asked)
            if folded == list(asked):
                raise
            gone = len(asked) - len(folded)  # the system messages, which come first
            pieces = [
                replace(p, message=p.message + gone) if p.message >= 0 else p
                for p in self._fill(folded, job, thinking)
            ]
        if not continue_reply:
            return pieces
        last = messages[-1]
        return continued(pieces, last.content, len(messages) - 1, last.tokens)

    def offers_thinking(self, job: Job) -> bool:
        """Whether the template makes another prompt with thinking on than with thinking off."""
        if not thinking_variables(self.template, "on"):
            return False  # most templates: no renderer has to be started for them
        asked = [ChatMessage("user", "Hello")]
        try:
            return self._fill(asked, job, "on") != self._fill(asked, job, "off")
        except TemplateError:
            return False

    def close(self) -> None:
        """End the renderer process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            self._forwarder.join()
            with contextlib.suppress(OSError):
                _pipe(process.stdin).close()

    def _fill(self, messages: Sequence[ChatMessage], job: Job, thinking: Thinking) -> list[Piece]:
        if self._remembered is None:
            contents = Contents(messages)
            return contents.fill(self._rendered(contents, job, thinking))
        shape = self.template, thinking, tuple((m.role, bool(m.content)) for m in messages)
        nonce, text = self._remembered.get(shape, ("", ""))
        contents = Contents(messages, nonce)
        if not nonce:
            text = self._rendered(contents, job, thinking)
            self._remembered[shape] = contents.nonce, text
        return contents.fill(text)

    def _rendered(self, contents: Contents, job: Job, thinking: Thinking) -> str:
        variables = self._variables | thinking_variables(self.template, thinking)
        request = RenderRequest(self.template, contents.as_messages(), variables)
        rendered = self._ask(request, job)
        if rendered.error:
            raise TemplateError(rendered.error)
        return rendered.text

    def _ask(self, request: RenderRequest, job: Job) -> Rendered:
        if self._process is not None and self._process.poll() is not None:
            self.close()  # ended while idle, as by a system that is short of memory
        process = self._process or self._start()
        if not self._ready:
            self._answer(job, _START_LIMIT)
            self._ready = True
        try:
            FrameWriter(_pipe(process.stdin)).write(request)
        except (OSError, FrameError) as error:
            self.close()
            raise TemplateError(f"it could not be sent to the renderer ({error})") from error
        return self._answer(job, TIME_LIMIT)

    def _answer(self, job: Job, limit: float) -> Rendered:
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if job.cancelled:
                self.close()
                raise Cancelled
            try:
                answer = self._answers.get(timeout=_POLL)
            except queue.Empty:
                continue
            if answer is None:
                self.close()
                raise TemplateError("the renderer ended; it needs more memory than it may have")
            return answer
        self.close()
        raise TemplateError(f"it did not end within {limit:g} seconds")

    def begin(self) -> None:
        """Start the renderer process, and wait for it only when it is needed."""
        if self._process is None:
            with contextlib.suppress(OSError):  # told when it is needed
                self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._ready = False
        self._answers = queue.SimpleQueue()
        self._process = process = start("engine.worker.renderer", stderr=None)
        self._forwarder = threading.Thread(
            target=_forward, args=(process, self._answers), name="renderer", daemon=True
        )
        self._forwarder.start()
        return process


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream


def _forward(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[Rendered | None]) -> None:
    """Pass answers on until the renderer ends, then None."""
    with _pipe(process.stdout) as stream, contextlib.suppress(FrameError, OSError):
        reader = FrameReader(stream, Rendered)
        while (answer := reader.read()) is not None:
            answers.put(answer)
    answers.put(None)
