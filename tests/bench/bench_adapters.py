"""What it costs to set an adapter and to take it off again, and whether nothing of it stays.

`python tests/bench/bench_adapters.py [MODEL...]` writes a random adapter of rank 16 on all linears
for each model and prints a line. `set` and `unset` are the time of the change itself; `planning` is
what the first token read afterwards takes longer than the next one, since llama.cpp plans its
buffers anew then. Medians of 11; together they must be under 10 ms. `first` is the check and the
loading, once an adapter. The logits of a prompt read without it, before and after, must be the same
to the bit.
"""

from __future__ import annotations

import ctypes
import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

from helpers.adapter_writer import write_adapter

from engine.hub.library import Library
from engine.messages import AdapterUse, Tuning
from engine.paths import Home

ROUNDS = 11
BAR = 10.0
PROMPT = b"The quick brown fox jumps over the lazy dog. " * 8


def measure(model_path: str, adapter_path: str) -> None:
    """In a process of its own, with the classes of the worker and no frames between."""
    import llama_cpp

    from engine import gguf
    from engine.hardware import physical_cores
    from engine.worker.adapters import Adapters
    from engine.worker.context import Context
    from engine.worker.model import Job
    from engine.worker.native_log import NativeLog
    from engine.worker.vocabulary import Vocabulary

    llama_cpp.llama_backend_init()
    log = NativeLog()
    model = llama_cpp.llama_model_load_from_file(
        model_path.encode(), llama_cpp.llama_model_default_params()
    )
    context = Context(model, 1024, physical_cores(), Tuning(), lambda: None, log)
    adapters = Adapters(model, gguf.read(Path(model_path)), log)
    vocabulary = Vocabulary(model)
    tokens = vocabulary.encode(PROMPT.decode())

    def logits() -> str:
        context.clear()
        context.decode(tokens)
        pointer = llama_cpp.llama_get_logits_ith(context.pointer, -1)
        return hashlib.sha256(ctypes.string_at(pointer, 4 * vocabulary.size)).hexdigest()

    def timed(uses: list[AdapterUse]) -> tuple[float, float, float]:
        """Milliseconds of the change, of the first token afterwards, and of the next one."""
        began = time.perf_counter()
        adapters.apply(context, uses, Job(0))
        changed = time.perf_counter()
        context.guard = None  # the look at the logits is once for each new set
        context.decode(tokens[:1])
        first = time.perf_counter()
        context.decode(tokens[1:2])
        ended = time.perf_counter()
        return (changed - began) * 1e3, (first - changed) * 1e3, (ended - first) * 1e3

    on = [AdapterUse(adapter_path, 1.0)]
    before = logits()
    first, *_ = timed(on)
    other = logits()
    changes: dict[str, list[tuple[float, float, float]]] = {"set": [], "unset": []}
    same = True
    for _ in range(ROUNDS):
        changes["unset"].append(timed([]))
        same = same and logits() == before
        changes["set"].append(timed(on))
        same = same and logits() == other
    told, worst = "", 0.0
    for name, rows in changes.items():
        change, token, next_token = (statistics.median(c) for c in zip(*rows, strict=True))
        planning = max(0.0, token - next_token)
        worst = max(worst, change + planning)
        told += f"{name} {change:.2f} ms + planning {planning:.2f} ms, "
    passed = worst < BAR and same and other != before
    sys.stdout.write(
        f"{Path(model_path).name}: {told}first {first:.0f} ms, "
        f"logits {'bit-identical' if same else 'DIFFER'}: {'ok' if passed else 'MISSED'}\n"
    )
    adapters.close()
    context.close()
    llama_cpp.llama_model_free(model)
    log.close()


def main() -> None:
    names = sys.argv[1:] or ["starter", "gemma"]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = Library(Home.default()).resolve(name).path
            adapter = write_adapter(Path(folder) / f"{path.stem}.gguf", path, rank=16)
            command = [sys.executable, __file__, "--measure", str(path), str(adapter)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure(*sys.argv[-2:])
    else:
        main()
