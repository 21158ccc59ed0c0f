"""From adding 1,000 pages to the first hit: `python tests/bench/bench_first_hit.py [--embed]`.

Manuals of Debian, fetched once (`debian_docs.py`). Met (exit code 0) when the first passage is
found by a word at most 10 s after they were added. Prints also when all of them are in words, and
with --embed how long vectors take, beside what was said to be left.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

from debian_docs import pdfs  # noqa: E402

from engine.documents.documents import Documents  # noqa: E402
from engine.documents.records import Progress  # noqa: E402
from engine.paths import Home  # noqa: E402

NAMES = ("reference.en", "reference.zh", "policy.en", "debmake.en", "developers.en", "faq.en")
PAGES, MOST_SECONDS, PATIENCE = 1000, 10.0, 3600


def say(name, value, bar=""):
    sys.stdout.write(f"{name:58} {value:>12} {bar}\n")
    sys.stdout.flush()


def main():
    files = list(pdfs(NAMES).values())
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        home, told = Home(Path(name) / "home"), []
        embedder = None if "--embed" in sys.argv else Path(name) / "none.gguf"
        with Documents(home, told.append, embedder=embedder) as documents:
            key = documents.create("Manuals").result(PATIENCE).key
            began = time.perf_counter()
            documents.add(key, files).result(PATIENCE)
            while not documents.search(["package"], by_meaning=False).result(PATIENCE):
                time.sleep(0.02)
            first = time.perf_counter() - began
            say("first hit", f"{first:.2f} s", f"at most {MOST_SECONDS:.0f} s")
            documents.settle(lexical_only=True)
            words = time.perf_counter() - began
            read = documents.files(key).result(PATIENCE)
            pages = sum(file.info.pages for file in read if file.info)
            say(f"all {len(read)} files, {pages:,} pages, in words", f"{words:.1f} s")
            say("chunks", f"{sum(file.chunks for file in read):,}")
            if embedder is None:
                embed(documents, told, began)
    return 0 if first <= MOST_SECONDS and pages >= PAGES else 1


def embed(documents, told, began):
    documents.settle()
    took = time.perf_counter()
    say("all embedded", f"{took - began:.0f} s")
    for news in told:
        if isinstance(news, Progress) and news.left is not None and news.chunks:
            say("left, as it was said first", f"{news.left:.0f} s")
            break


if __name__ == "__main__":
    sys.exit(main())
