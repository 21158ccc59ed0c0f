"""Run a long command and show on one line that it is alive.

Knows nothing of what is run: the caller reads the output and words the line.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

# Other processes may hold the pipe open after the command ended (compiler daemons do).
DRAIN_SECONDS = 3.0


class SetupError(Exception):
    """Setting up failed: what happened, why, and what to do."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what}\n{advice}" if advice else what)


class Line:
    """One line, rewritten in place in a terminal; elsewhere a new line every `every` seconds."""

    def __init__(self, stream: TextIO, every: float = 15.0) -> None:
        self._stream = stream
        self._every = every
        self._in_place = stream.isatty()
        self._width = 0
        self._shown = 0.0

    def show(self, text: str, now: float) -> None:
        """Say how far it is. `now` in seconds, of a clock that only goes forward."""
        if self._in_place:
            text = text[: shutil.get_terminal_size().columns - 1]
            self._write("\r" + text.ljust(self._width))
            self._width = len(text)
        elif now - self._shown >= self._every:
            self._shown = now
            self._write(text + "\n")

    def keep(self, text: str) -> None:
        """Say something that stays."""
        self._write(("\r" if self._width else "") + text.ljust(self._width).rstrip() + "\n")
        self._width = 0

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def duration(seconds: float) -> str:
    """Seconds in words: 45 s, 1 min 20 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def watch(
    command: Sequence[str | Path],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    heard: Callable[[str], None] = lambda line: None,
    tick: Callable[[], None] = lambda: None,
) -> int:
    """Run `command` without input, its output to `log`, and give its exit code.

    `heard` gets each line of output, `tick` is called about once a second. When this process is
    interrupted, the command and everything it started are ended before the exception goes on.
    """
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=env,
            # A group of its own: Ctrl-C reaches only us, and the whole group can be ended at once.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        ) as child,
    ):
        assert child.stdout is not None  # asked for above
        lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=_read, args=(child.stdout, lines), daemon=True).start()
        try:
            _listen(child, lines, file, heard, tick)
            return child.wait()
        except BaseException:
            _end(child)
            raise


def _read(stdout: TextIO, lines: queue.SimpleQueue[str | None]) -> None:
    try:
        for line in stdout:
            lines.put(line)
    except ValueError:
        pass  # the pipe was closed under us because the command was ended
    lines.put(None)


def _listen(
    child: subprocess.Popen[str],
    lines: queue.SimpleQueue[str | None],
    log: TextIO,
    heard: Callable[[str], None],
    tick: Callable[[], None],
) -> None:
    ended = None
    while True:
        tick()
        next_tick = time.monotonic() + 1
        while (left := next_tick - time.monotonic()) > 0:
            try:
                line = lines.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                return
            log.write(line)
            heard(line)
        if child.poll() is not None:
            ended = ended or time.monotonic()
            if time.monotonic() - ended > DRAIN_SECONDS:
                return


def _end(child: subprocess.Popen[str]) -> None:
    """End the command and what it started: asked first, then by force."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(child.pid)]
        subprocess.run(tree, capture_output=True, check=False)
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
