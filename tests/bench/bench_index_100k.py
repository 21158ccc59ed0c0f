"""Bar 4: search in an index of 100,000 chunks: `python tests/bench/bench_index_100k.py`.

The chunks are sentences of Debian's documentation (`docs_sets`) in a new order, English and
Chinese, so that words are as frequent as they are; the vectors are made up. The questions are real,
and so is the embedder that reads them. Times are of processors, of this process and of the
embedder's, which a busy machine changes little. The bars: p50 60 ms, p99 160 ms, 120 MB.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import psutil  # type: ignore[import-untyped]  # it ships no types
from docs_sets import evaluation
from helpers.small_index import SmallIndex

from engine.documents.records import Source
from engine.documents.search.searcher import Searcher
from engine.documents.words import index_words
from engine.embedding import e5
from engine.embedding.embedder import Embedder
from engine.embedding.stream import Floats
from engine.messages import TextKind
from engine.paths import Home

CHUNKS = 100_000
FILES = 1_000
DIMENSION = 384
COLLECTIONS = 10
TOKENS = 256
WARM = 10
P50, P99 = 0.060, 0.160
MEMORY = 120e6
CACHE = Path.home() / ".cache/puna/bench/search"


def texts(rng: random.Random) -> Iterator[str]:
    """Chunks of sentences that stand in no order, two of three English."""
    by_language = {}
    for language, mark in (("en", ". "), ("zh", "。")):
        pieces = evaluation(language).pieces
        parts = [part for piece in pieces for part in piece.text.split(mark) if part.strip()]
        by_language[language] = (parts, mark, 900 if language == "en" else 300)
    while True:
        parts, mark, length = by_language[rng.choice(["en", "en", "zh"])]
        chosen: list[str] = []
        while sum(map(len, chosen)) < length:
            chosen.append(rng.choice(parts))
        yield mark.join(chosen)


def fill(index: SmallIndex, rng: random.Random) -> None:
    made = texts(rng)
    generator = np.random.default_rng(7)
    connection = index.connection
    for number in range(COLLECTIONS):
        index.collection(f"c{number}")
    each = CHUNKS // FILES
    for file in range(1, FILES + 1):
        vectors = generator.standard_normal((each, DIMENSION)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        with connection.transaction(durable=False):
            connection.rows(
                "INSERT INTO file (key, collection, path, size, mtime_ns, sha256, state)"
                " VALUES (?, ?, ?, 1, 1, 'x', 'ready')",
                *(f"f{file}", file % COLLECTIONS + 1, f"/documents/{file}.pdf"),
            )
            for number, text in enumerate(itertools.islice(made, each)):
                connection.rows(
                    "INSERT INTO chunk (file, ord, page, start, length, heading, tokens, weak,"
                    " text, sha) VALUES (?, ?, ?, 0, ?, '[]', ?, 0, ?, x'00')",
                    *(file, number, number // 4 + 1, len(text), TOKENS, text),
                )
                [(chunk,)] = connection.rows("SELECT last_insert_rowid()")
                connection.rows(
                    "INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", chunk, index_words(text)
                )
                scale = float(np.abs(vectors[number]).max()) / 127
                numbers = np.rint(vectors[number] / scale).astype(np.int8).tobytes()
                connection.rows("INSERT INTO vector VALUES (?, 1, ?, ?)", chunk, scale, numbers)


class Clock:
    """Processor time of this process and another, in seconds. Where the system tells it in
    nanoseconds (Linux), so it is taken."""

    def __init__(self, process_id: int) -> None:
        self._tasks = Path(f"/proc/{process_id}/task")
        self._process = psutil.Process(process_id)

    def __call__(self) -> float:
        return time.process_time() + self._other()

    def _other(self) -> float:
        if not self._tasks.is_dir():
            times = self._process.cpu_times()
            return float(times.user + times.system)
        files = self._tasks.glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in files) / 1e9


def say(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    sys.stdout.write(
        f"{name}: p50 {1000 * statistics.median(ordered):.1f} ms, "
        f"p99 {1000 * ordered[len(ordered) * 99 // 100]:.1f} ms, "
        f"longest {1000 * ordered[-1]:.1f} ms, of {len(ordered)}\n"
    )
    sys.stdout.flush()


def measure(path: Path, questions: Sequence[str], embedder: Embedder) -> None:
    embedding: list[float] = []
    embedder.info()
    clock = Clock(embedder.process_id or 0)

    def embed(asked: Sequence[str], kind: TextKind) -> Floats:
        began = clock()
        vectors = embedder.embed(asked, kind).numbers
        embedding.append(clock() - began)
        return vectors

    before = psutil.Process().memory_info().rss
    searcher = Searcher(path, embed)
    began = time.process_time()
    searcher.refresh()
    sys.stdout.write(
        f"vectors read in {time.process_time() - began:.2f} s; they take {searcher.size / 1e6:.0f}"
        f" MB, the process has grown by {(psutil.Process().memory_info().rss - before) / 1e6:.0f}"
        " MB\n"
    )

    def times(scope: Sequence[Source], **options: bool) -> list[float]:
        took = []
        for question in questions:
            began = clock()
            searcher.search([question], scope, **options)
            took.append(clock() - began)
        return took[WARM:]

    hybrid = times(())
    say("hybrid, embedding included", hybrid)
    p50, p99 = statistics.median(hybrid), sorted(hybrid)[len(hybrid) * 99 // 100]
    met = p50 <= P50 and p99 <= P99 and searcher.size <= MEMORY
    sys.stdout.write(f"bar: {'met' if met else 'MISSED'}\n")
    say("of that, embedding", embedding[WARM:])
    say("by words alone", times((), by_meaning=False))
    say("hybrid, one collection of ten", times((Source("c3"),)))
    say("hybrid, one file of a thousand", times((Source("c3", "f102"),)))
    follow = []
    for first, second in itertools.pairwise(questions[:200]):
        began = clock()
        searcher.search([second, f"{first}\n{second}"])
        follow.append(clock() - began)
    say("hybrid, two questions fused", follow)
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    sys.stdout.write(f"after {len(questions)} questions the process has grown by {grown:.0f} MB\n")
    searcher.close()


def main() -> None:
    rng = random.Random(7)
    questions = [
        question.text for language in ("en", "zh") for question in evaluation(language).questions
    ]
    rng.shuffle(questions)
    path = CACHE / "index-100k.db"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            index = SmallIndex(Path(folder) / path.name, dimension=DIMENSION)
            began = time.process_time()
            fill(index, rng)
            sys.stdout.write(f"{CHUNKS:,} chunks written in {time.process_time() - began:.0f} s\n")
            index.connection.empty_wal()
            index.close()
            index.path.replace(path)
    with Embedder(e5.ensure(Home(CACHE / "home")), in_background=False) as embedder:
        measure(path, questions[:500], embedder)


if __name__ == "__main__":
    main()
