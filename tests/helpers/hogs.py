"""Other programs that take all of the processor they get, for a while."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 900
"""Seconds after which they end by themselves."""
_BUSY = f"import time\nend = time.monotonic() + {LONGEST}\nwhile time.monotonic() < end:\n    pass"


@contextmanager
def hogs(count: int) -> Iterator[None]:
    """Keep `count` processes busy meanwhile."""
    busy = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()
