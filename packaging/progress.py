"""Run a long command and show on one line that it is alive.

Knows nothing of what is run: the caller reads the output and words the line.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

LISTEN_SECONDS = 0.25
# How long a command that is told to stop may take before it is ended by force.
ASKED_SECONDS = 5.0


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

    `heard` gets each line of output, `tick` is called a few times a second. When this process is
    interrupted, the command and everything it started are ended before the exception goes on.
    """
    # Through a file: a compiler daemon that outlives the command would keep a pipe open.
    with (
        log.open("wb") as output,
        log.open(encoding="utf-8", errors="replace") as lines,
        subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            # A group of its own: Ctrl-C reaches only us, and the whole group can be ended at once.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        ) as child,
    ):
        try:
            _listen(child, lines, heard, tick)
        except BaseException:
            _end(child)
            raise
        return child.returncode


def _listen(
    child: subprocess.Popen[bytes],
    lines: TextIO,
    heard: Callable[[str], None],
    tick: Callable[[], None],
) -> None:
    begun = ""
    ended = False
    while not ended:
        with suppress(subprocess.TimeoutExpired):
            child.wait(LISTEN_SECONDS)
        ended = child.poll() is not None  # asked before reading, so that nothing is missed
        *whole, begun = (begun + lines.read()).split("\n")
        for line in whole:
            heard(line)
        tick()


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the command and what it started: asked first, then by force."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(child.pid)]
        subprocess.run(tree, capture_output=True, check=False)
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(ASKED_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
