"""Whether an index of documents is whole: what was written together is there together."""

from __future__ import annotations

from pathlib import Path

import apsw


def assert_consistent(path: Path):
    """Nothing is half there, whatever happened to who wrote it."""
    assert faults(path) == []


def faults(path: Path) -> list[str]:
    """What is wrong with the index, in words."""
    raw = apsw.Connection(str(path))
    try:
        found = [str(row) for row in raw.execute("PRAGMA integrity_check") if row != ("ok",)]
        found += [f"foreign key: {row}" for row in raw.execute("PRAGMA foreign_key_check")]
        for what, sql in _QUESTIONS.items():
            found += [f"{what}: {row}" for row in raw.execute(sql)]
        raw.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
        return found
    finally:
        raw.close()


_QUESTIONS = {
    "chunks and words": (
        "SELECT id FROM chunk EXCEPT SELECT id FROM chunk_words_docsize"
        " UNION ALL SELECT * FROM (SELECT id FROM chunk_words_docsize EXCEPT SELECT id FROM chunk)"
    ),
    "chunks counted": (
        "SELECT id, chunks, state FROM file"
        " WHERE chunks <> (SELECT count(*) FROM chunk WHERE file = file.id)"
        " OR (state = 'failed' AND chunks)"
    ),
    "order of chunks": (
        "SELECT file FROM chunk GROUP BY file HAVING min(ord) <> 0 OR max(ord) <> count(*) - 1"
    ),
    "vectors counted": (
        "SELECT id, vectors FROM file WHERE state IN ('words', 'ready') AND vectors <>"
        " (SELECT count(*) FROM chunk k JOIN vector v ON v.chunk = k.id"
        " JOIN embedder e ON e.id = v.embedder AND e.current WHERE k.file = file.id)"
    ),
    "ready": "SELECT id FROM file WHERE state = 'ready' AND vectors <> chunks",
    "vectors of the right length": (
        "SELECT chunk FROM vector v JOIN embedder e ON e.id = v.embedder"
        " WHERE length(numbers) <> dimension"
    ),
    "one embedder is asked": "SELECT sum(current) FROM embedder HAVING sum(current) > 1",
    "texts and places": "SELECT id FROM chunk WHERE length(text) <> length",
}
