"""Indexing that is killed at any moment, and what must hold then.

As a program it indexes a folder and says which files it reads:
`python killed_indexing.py HOME FOLDER EMBEDDER [--importer]`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.index_state import faults  # noqa: E402  the lines above make it importable
from helpers.plain_reader import PlainReader  # noqa: E402

from engine.documents.documents import Documents  # noqa: E402
from engine.documents.importer.client import Importer  # noqa: E402
from engine.paths import Home  # noqa: E402

PATIENCE = 120


class SayingReader:
    """Says which file it reads, before it does."""

    def __init__(self, reader):
        self._reader = reader

    def parse(self, path, take, progress=None, cancelled=None):
        say("reads", digest_of(path), path.name)
        return self._reader.parse(path, take, progress, cancelled)


def say(*words):
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def digest_of(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return "gone"


def index(home, folder, embedder, *more):
    reader = Importer(home / "pictures") if "--importer" in more else PlainReader()
    with Documents(Home(home), embedder=embedder, reader=SayingReader(reader)) as documents:
        if not documents.collections().result(PATIENCE):
            key = documents.create("Files").result(PATIENCE).key
            documents.add(key, [folder]).result(PATIENCE)
        say("begun")
        documents.settle()
        say("done")
    if isinstance(reader, Importer):
        reader.close()


class Trial:
    """One index, by one program after the other, most of which are killed.

    `repeated` counts files that were read again as they were: `once`, the file that was being read
    at a kill, and `more`, any other.
    """

    def __init__(self, home, folder, embedder, *more):
        self.database = Home(home).documents / "index.db"
        self._command = [sys.executable, __file__, home, folder, embedder, *more]
        self._folder = folder
        self._read = set()
        self._lost = set()
        self.repeated = Counter()
        self.killed_at = Counter()

    def run(self, seconds=None):
        """Index, for so long where `seconds` are given; whether it came to its end."""
        program = subprocess.Popen(
            list(map(str, self._command)),
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            lines, _ = program.communicate(timeout=PATIENCE if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            program.kill()
            lines, _ = program.communicate()
        said = [line.split() for line in lines.splitlines()]
        self._account([tuple(words[1:]) for words in said if words and words[0] == "reads"])
        self.killed_at[said[-1][0] if said else "before"] += 1
        return ["done"] in said

    def faults(self):
        """What is wrong now, in words. The children of a program that was killed end by
        themselves."""
        return faults(self.database) if self.database.exists() else []

    def _account(self, read):
        for file in read:
            if file in self._read:
                self.repeated["once" if file in self._lost else "more"] += 1
                self._lost.discard(file)
            self._read.add(file)
        self._lost.update(read[-1:])


def content(database):
    """What an index holds, whichever way it came about."""
    import apsw

    raw = apsw.Connection(str(database))
    try:
        sql = (
            "SELECT f.path, f.sha256, f.state, k.ord, k.page, k.start, k.text, f.vectors"
            " FROM file f LEFT JOIN chunk k ON k.file = f.id ORDER BY f.path, k.ord"
        )
        return raw.execute(sql).fetchall()
    finally:
        raw.close()


def measured(trial):
    """Seconds of a whole run."""
    began = time.monotonic()
    assert trial.run()
    return time.monotonic() - began


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        index(*map(Path, sys.argv[1:4]), *sys.argv[4:])
