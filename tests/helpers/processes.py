"""Other programs that use a store at the same time as a test does: `store_user.py`, started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
USER = Path(__file__).with_name("store_user.py")


def start(task, path, *more):
    """A process that does `task` on the database `path`. With "--wait" it begins when told to."""
    return subprocess.Popen(
        [sys.executable, str(USER), task, str(path), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )


def finish_all(processes, seconds=60):
    """The last line each one wrote, after telling all of them to go at once."""
    for process in processes:
        if "--wait" in process.args:
            assert process.stdout.readline() == "ready\n"
    for process in processes:
        if "--wait" in process.args:
            process.stdin.write("go\n")
            process.stdin.flush()
    lines = []
    for process in processes:
        out, _ = process.communicate(timeout=seconds)
        lines.append(out.strip().rsplit("\n", 1)[-1])
    return lines
