"""Prints what reading a model costs: seconds, and memory above an empty process.

    python tests/bench/bench_gguf.py [MODEL...]      default: starter and gemma

The bar: a vocabulary of 262,144 tokens in under 1 s and under 30 MB.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine import gguf  # noqa: E402  the line above makes it importable from anywhere
from engine.hub.library import Library  # noqa: E402
from engine.paths import Home  # noqa: E402

RUNS = 7


def measure(path: Path) -> dict[str, float]:
    """Seconds of reading and of validating (median of some runs), and peak memory in bytes."""
    read, check = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        file = gguf.read(path)
        middle = time.perf_counter()
        gguf.validate(file)
        read.append(middle - start)
        check.append(time.perf_counter() - middle)
        del file
    tracemalloc.start()
    file = gguf.open_model(path)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "tokens": len(file.tokens),
        "read_s": statistics.median(read),
        "validate_s": statistics.median(check),
        "kept_bytes": kept,
        "peak_bytes": peak,
    }


def resident(path: Path) -> int:
    """Bytes by which a fresh process grows when it reads the model and keeps it."""
    code = (
        "import psutil, sys; from pathlib import Path; from engine import gguf\n"
        "size = lambda: psutil.Process().memory_info().rss\n"
        "before = size(); kept = gguf.open_model(Path(sys.argv[1])); print(size() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    return int(done.stdout)


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Home(Path(folder)))
        for name in names or ["starter", "gemma"]:
            path = library.locate(name)
            figures = {"model": name, **measure(path), "resident_bytes": resident(path)}
            sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
