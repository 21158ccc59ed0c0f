"""Folders looked at again: `python tests/bench/bench_rescan.py [FILES] [EDITS]`.

Met (exit code 0) when 10,000 unchanged files cost at most 2 s and nothing is read or embedded, and
when one changed paragraph embeds at most 3 chunks anew: each edit is of another paragraph of a
long text, which is read by the importer process.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.plain_reader import PlainReader, write_text  # noqa: E402
from helpers.tiny_embedder import write_tiny_bert  # noqa: E402

from engine.documents.documents import Documents  # noqa: E402
from engine.paths import Home  # noqa: E402

ROUNDS = 5
MOST_SECONDS, MOST_CHUNKS = 2.0, 3
WORDS = [line.strip() for line in (ROOT / "LICENSE").read_text(encoding="utf-8").split()]
PATIENCE = 600


def say(name, value, bar=""):
    sys.stdout.write(f"{name:58} {value:>12} {bar}\n")
    sys.stdout.flush()


def unchanged(work, count):
    """Whether the bar of unchanged files is met."""
    folder = work / "files"
    for number in range(count):
        write_text(folder, f"{number % 100}/{number}.txt", f"File {number} of many.")
    reader = PlainReader()
    with Documents(Home(work / "home"), embedder=work / "none.gguf", reader=reader) as documents:
        key = documents.create("Many").result(PATIENCE).key
        began = time.perf_counter()
        documents.add(key, [folder]).result(PATIENCE)
        say(f"{count:,} files found", f"{time.perf_counter() - began:.2f} s")
        documents.settle(lexical_only=True)
        say(f"{count:,} files of one line in words", f"{time.perf_counter() - began:.1f} s")
        read, times, processor = len(reader.read), [], []
        for _ in range(ROUNDS):
            began, cpu = time.perf_counter(), time.process_time()
            assert documents.rescan().result(PATIENCE) == 0
            times.append(time.perf_counter() - began)
            processor.append(time.process_time() - cpu)
        documents.settle(lexical_only=True)
        assert len(reader.read) == read == count
    took = statistics.median(times)
    say("looked at again, nothing changed (median)", f"{took:.2f} s", f"at most {MOST_SECONDS} s")
    say("of the processor", f"{statistics.median(processor):.2f} s")
    return took <= MOST_SECONDS


def paragraph(rng):
    start = rng.randrange(len(WORDS) - 90)
    return " ".join(WORDS[start : start + rng.randint(30, 90)])


def edited(work, edits):
    """Whether the bar of a changed paragraph is met."""
    rng, folder = random.Random(5), work / "long"
    parts = [f"## Part {n // 12}" if n % 12 == 0 else paragraph(rng) for n in range(240)]
    write_text(folder, "long.md", *parts)
    bert = write_tiny_bert(work / "bert.gguf")
    new = []
    with Documents(Home(work / "home2"), embedder=bert) as documents:
        key = documents.create("Long").result(PATIENCE).key
        documents.add(key, [folder]).result(PATIENCE)
        documents.settle()
        [file] = documents.files(key).result(PATIENCE)
        assert file.state == "ready", file
        say("chunks of a long text", f"{file.chunks}")
        before = texts(documents, file.key)
        for _ in range(edits):
            place = rng.choice([n for n, part in enumerate(parts) if n % 12])
            parts[place] = paragraph(rng)
            write_text(folder, "long.md", *parts)
            documents.rescan().result(PATIENCE)
            documents.settle()
            after = texts(documents, file.key)
            new.append(len(after - before))
            before = after
    new.sort()
    say("chunks embedded for a paragraph, median", f"{statistics.median(new):.0f}")
    share = sum(count <= MOST_CHUNKS for count in new) / len(new)
    say(f"edits that embed at most {MOST_CHUNKS}", f"{share:.0%}")
    say(f"the most of {edits} edits", f"{new[-1]}", f"at most {MOST_CHUNKS}")
    return new[-1] <= MOST_CHUNKS


def texts(documents, file):
    """What makes vectors: a chunk of the same heading and text keeps its own (see the tests)."""
    return {(hit.heading, hit.text) for hit in documents.chunks(file).result(PATIENCE)}


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        met = [unchanged(Path(name), count), edited(Path(name), edits)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
