"""Asks for a few tokens from a model file in three ways, and tells how it ended.

`engine_uses` through an engine, `command_uses` through `puna chat`, `window_uses` through the real
window; the last two are context managers that give a function.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.engine import Engine
from engine.errors import ErrorInfo
from engine.messages import ChatMessage, ChatRequest, Failed, Finished, ModelSpec, Sampling

TOKENS = 8
# One thread: two that share a busy core wait for each other, and the clock would measure that.
QUESTION = "Hello, who are you?"
ROOT = Path(__file__).resolve().parents[2]
REFUSED = frozenset(("model_file", "model_not_found", "invalid_input", "not_enough_memory"))
"""The errors that come before native code sees a file."""
_GRACE = 40.0


@dataclass(frozen=True)
class Used:
    """`end` is `answered`, the kind of an error, `died` or `hung`."""

    end: str
    seconds: float
    words: str = ""
    hung: bool = False


Use = Callable[[Path, float], Used]


def engine_uses(engine: Engine, path: Path, limit: float) -> Used:
    """Ask an engine. It hung if it took longer than `limit` seconds."""
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    sampling = Sampling(temperature=0, seed=1)
    messages = (ChatMessage("user", QUESTION),)
    began = time.monotonic()
    request = ChatRequest(ModelSpec(str(path), n_threads=1), messages, sampling, max_tokens=TOKENS)
    job = engine.chat(request, heard.put)
    try:
        while True:
            event = heard.get(timeout=max(0.0, began + limit + _GRACE - time.monotonic()))
            if isinstance(event, Finished | Failed):
                break
    except queue.Empty:
        job.cancel()
        return Used("hung", time.monotonic() - began, hung=True)
    seconds = time.monotonic() - began
    if isinstance(event, Failed):
        return _failed(event.error, seconds, limit)
    return Used("answered", seconds, hung=seconds > limit)


def _failed(error: ErrorInfo, seconds: float, limit: float) -> Used:
    return Used(error.kind, seconds, f"{error.message} {error.values}", hung=seconds > limit)


@contextmanager
def command_uses(home: Path) -> Iterator[Use]:
    """`puna chat`, a process each."""

    def use(path: Path, limit: float) -> Used:
        command = [sys.executable, "-m", "app", "--home", str(home), "chat", "--json"]
        more = ["-m", str(path), "-p", QUESTION, "--max-tokens", str(TOKENS), "--threads", "1"]
        began = time.monotonic()
        try:
            done = subprocess.run(
                [*command, *more],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                timeout=limit + _GRACE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Used("hung", time.monotonic() - began, hung=True)
        seconds = time.monotonic() - began
        if done.returncode == 0:
            return Used("answered", seconds, hung=seconds > limit)
        said = (done.stdout.strip() or done.stderr.strip() or "{}").splitlines()[-1]
        if done.returncode != 3:
            return Used("died", seconds, f"exit code {done.returncode}: {said}")
        return Used(_kind(said), seconds, said, hung=seconds > limit)

    yield use


def _kind(line: str) -> str:
    """The kind of the error a command printed as JSON."""
    try:
        told = json.loads(line)
    except ValueError:
        return "bug"
    return str(told.get("kind") or told.get("error", {}).get("kind", "bug"))


@contextmanager
def window_uses(home: Path) -> Iterator[Use]:
    """One real window, used again and again: the file is chosen, then a message sent."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.application import Application, make_qt
    from engine.files import save_settings
    from engine.paths import Home
    from engine.settings import Settings

    save_settings(Home(home).settings, Settings(language="en", max_tokens=TOKENS, n_threads=1))
    application = Application(QApplication.instance() or make_qt(), Home(home))
    application.start()
    refusals: list[ErrorInfo] = []
    chosen: list[bool] = []
    application.models.refused.connect(refusals.append)
    application.models.chosen.connect(lambda: chosen.append(True))

    def wait(condition: Callable[[], object], until: float) -> bool:
        while not condition():
            if time.monotonic() > until:
                return False
            QTest.qWait(10)
        return True

    def use(path: Path, limit: float) -> Used:
        refusals.clear()
        chosen.clear()
        session = application.session
        began = time.monotonic()
        until = began + limit
        application.models.choose(str(path))
        if not wait(lambda: refusals or chosen, until):
            return Used("hung", limit, "choosing it", hung=True)
        if refusals:
            return _failed(refusals[-1], time.monotonic() - began, limit)
        session.new_chat()
        session.send(QUESTION)
        if not wait(lambda: session.state != "idle", until):
            return Used("hung", limit, "sending", hung=True)
        if not wait(lambda: session.state == "idle" and session.last_reply(), until):
            return Used("hung", limit, "answering", hung=True)
        reply = session.last_reply()
        seconds = time.monotonic() - began
        assert application.window.isVisible()
        if reply.error is not None:
            return _failed(reply.error, seconds, limit)
        return Used("answered", seconds)

    try:
        yield use
    finally:
        application.close()
