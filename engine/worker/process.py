"""Becoming a good child process: quiet, without a core file, gone when its parent is gone.

Used by the engine process and the template renderer. Knows nothing of what they do.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_BACKGROUND = 10
"""The niceness of a process that stands back: about a tenth of a processor another program wants.
At 19 it would come to a stand on a busy computer (measured), and a question with it."""
_OOM_SCORE = "500"
"""Added to the kernel's score, so that this process is ended before the window is."""


def take_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Keep standard input and output for frames; whatever a library prints goes to stderr."""
    reader = os.fdopen(os.dup(0), "rb")
    writer = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return reader, writer


def harden(*, memory_limit: int | None = None, with_parent: bool = True) -> None:
    """No core dumps, no new privileges, Ctrl-C left to the parent, death with the parent.

    `memory_limit`: most bytes of address space, where the system can limit it. Without
    `with_parent` the end of its input has to tell it, so that it can still keep what it has.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_limit is not None and sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    if sys.platform == "linux":
        parent = os.getppid()
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if with_parent:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if with_parent and os.getppid() != parent:  # it went between start and the call above
            os._exit(0)


def stay_in_background() -> None:
    """Leave the processor to other programs that want it."""
    if sys.platform == "win32":
        import psutil  # type: ignore[import-untyped]  # it ships no types; loads slowly

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_BACKGROUND)


def prefer_to_be_killed() -> None:
    """Tell the Linux kernel to end this process first when memory runs out."""
    if sys.platform != "linux":
        return
    try:
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE)
    except OSError:  # a container may forbid it; then the kernel decides alone
        return
