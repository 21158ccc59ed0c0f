"""Prints how long a list of many models takes: files of LM Studio with 262,144 tokens each.

    python tests/bench/bench_library.py [FILES]      default: 300, which take 2 GB for a while

The bar: 2 s, also where nothing was read before and all of it comes from the disk.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine import gguf  # noqa: E402  the line above makes it importable from anywhere
from engine.hub.library import Library, Model  # noqa: E402
from engine.hub.programs import Store  # noqa: E402
from engine.paths import Home  # noqa: E402


def write_files(folder: Path, count: int, model: Path) -> list[Path]:
    """As many files with the header of a model and, for its weights, a hole of their size."""
    size = model.stat().st_size
    with model.open("rb") as file:
        header = file.read(min(tensor.offset for tensor in gguf.read(model).tensors))
    paths = []
    for number in range(count):
        path = folder / f"publisher/model-{number}/model-{number}.Q4_K_M.gguf"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            file.write(header)
            file.truncate(size + number)  # not all the same size: those would be read whole
            os.fsync(file.fileno())
        paths.append(path)
    return paths


def forget(paths: Sequence[Path]) -> None:
    """Have the system drop what it holds of files in memory, where it can."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def timed(what: str, call: Callable[[], Sequence[Model] | None]) -> None:
    start = time.perf_counter()
    found = call()
    seconds = time.perf_counter() - start
    models = f"{len(found):,} models, {sum(m.unread for m in found)} unread" if found else ""
    sys.stdout.write(f"{what:<44} {seconds:8.3f} s  {models}\n")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory(prefix="puna-library-") as name:
        folder = Path(name)
        model = Library(Home(folder / "packages")).locate("gemma")
        store = Store("lmstudio", folder / "models")
        paths = write_files(store.folder, count, model)

        def library(home: str) -> Library:
            return Library(Home(folder / home), {}, [store])

        forget(paths)
        timed("nothing known, from the disk", library("first").everything)
        timed("nothing known, from memory", library("second").everything)
        timed("the next start", library("second").everything)
        known = library("second")
        timed("identify: the rest of all headers", lambda: known.identify(lambda: False))
        timed("once more", known.everything)
        timed("the next start, all known", library("second").everything)


if __name__ == "__main__":
    main()
