"""Keeps the computer from falling asleep while it trains, by what each system has for that.

On Linux a child of logind holds the lock: `systemd-inhibit` around a `cat` that ends with our end
of its input, so that a crash of Puna holds nothing. Where there is no such program, nothing is
held, and `held` says so.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Final

WHY: Final = "A model is being trained"
_PATIENCE: Final = 2.0  # seconds for a child to end by itself
_CONTINUOUS, _SYSTEM = 0x80000000, 0x00000001  # ES_CONTINUOUS, ES_SYSTEM_REQUIRED of Windows

log = logging.getLogger(__name__)


class Awake:
    """`hold` and `release` may be called as often as one likes, from one and the same thread."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command` takes the place of the system's own."""
        self._command = inhibitor() if command is None else command
        self._child: subprocess.Popen[bytes] | None = None
        self._held = False

    @property
    def held(self) -> bool:
        """Whether sleep is being held off."""
        if self._child is not None:
            return self._child.poll() is None
        return self._held

    def hold(self) -> None:
        """Keep the computer awake from now on."""
        if self.held:
            return
        if self._child is not None:
            log.info("sleep is not held off: %s ended by itself", self._command[0])
            _end(self._child)
            self._child, self._command = None, ()  # it would be refused again
        if sys.platform == "win32":
            self._held = _tell_windows(_CONTINUOUS | _SYSTEM)
        elif self._command:
            try:
                self._child = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                log.info("sleep is not held off: %s", error)

    def release(self) -> None:
        """Let it sleep again."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)
        if self._held and sys.platform == "win32":
            _tell_windows(_CONTINUOUS)
        self._held = False


def inhibitor(find: Callable[[str], str | None] = shutil.which) -> Sequence[str]:
    """The command that holds sleep off for as long as it runs; empty where there is none."""
    if sys.platform == "darwin":
        return ("caffeinate", "-i", "-w", str(os.getpid())) if find("caffeinate") else ()
    if find("systemd-inhibit") and find("cat"):
        return ("systemd-inhibit", "--what=sleep:idle", "--who=Puna", f"--why={WHY}", "cat")
    return ()


def _end(child: subprocess.Popen[bytes]) -> None:
    """End of input ends `cat`, and with it the lock; others are told to end."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    with contextlib.suppress(OSError):
        child.terminate()
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _tell_windows(state: int) -> bool:
    """Until the thread ends, which is kept for that. False where Windows refuses."""
    if sys.platform != "win32":
        return False
    import ctypes  # only there

    return bool(ctypes.windll.kernel32.SetThreadExecutionState(state))
