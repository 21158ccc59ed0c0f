"""How long it takes to start: `import engine`, and the window until it is shown.

`python tests/bench/bench_start.py` prints the median and the maximum of 7 processes, and beside it
a bare `python -c pass`. Targets: import under 0.5 s, the window shown within 1.5 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7
WINDOW = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QTimer
from app.application import Application, make_qt
from engine.paths import Home
qt = make_qt()
application = Application(qt, Home(Path(sys.argv[1])))
application.start()
QTimer.singleShot(0, qt.quit)  # behind the first paint
qt.exec()
print("shown", flush=True)
application.close()
"""


def seconds(code: str, *arguments: str, until: str = "") -> float:
    """Seconds until the process wrote `until`, or ended."""
    began = time.perf_counter()
    env = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        if until and until.encode() not in process.stdout.readline():
            raise SystemExit("the window was not shown")
        took = time.perf_counter() - began if until else 0.0
        process.communicate(timeout=60)
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode}")
    return took or time.perf_counter() - began


def main() -> None:
    rows = [("python -c pass", "pass", ""), ("import engine", "import engine", "")]
    rows.append(("window shown", WINDOW, "shown"))
    for name, code, until in rows:
        times = []
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as home:
                times.append(seconds(code, home, until=until))
        sys.stdout.write(
            f"{name}: median {statistics.median(times):.2f} s, max {max(times):.2f} s of {ROUNDS}\n"
        )


if __name__ == "__main__":
    main()
