"""Other programs that use a store at the same time as a test does: `store_user.py`, started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
USER = Path(__file__).with_name("store_user.py")


def start_program(task, path, *more, before=()):
    """A process that does `task` on the database `path`. With "--wait" it begins when told to.

    `before` is a command that runs it.
    """
    return subprocess.Popen(
        [*before, sys.executable, str(USER), task, str(path), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )


def go(processes):
    """Let processes that wait begin together."""
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def lines_of(process, seconds=60):
    """All that `process` still says until it ends."""
    out, _ = process.communicate(timeout=seconds)
    return out.splitlines()


def finish_all(processes):
    """The last line of each process."""
    return [lines_of(process)[-1] for process in processes]


def let_through(path):
    """Let programs of other users into `path`: pytest's folders above it are for their user."""
    for folder in (path, *path.parents):
        if folder == path or folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
