"""Vectors of the embedder that comes with Puna, kept on disk, as a passage takes 0.3 seconds."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from engine.embedding import e5
from engine.embedding.embedder import Embedder
from engine.embedding.stream import Floats
from engine.files import Progress
from engine.messages import TextKind
from engine.paths import Home


class KeptVectors:
    """Embeds texts that were never seen. Its file may be used by several programs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embedder = Embedder(e5.ensure(Home(folder / "home")))
        self._kept = sqlite3.connect(folder / "vectors.db", timeout=60, isolation_level=None)
        self._kept.execute(
            "CREATE TABLE IF NOT EXISTS vector (text BLOB PRIMARY KEY, numbers BLOB) WITHOUT ROWID"
        )

    @property
    def dimension(self) -> int:
        return self.embed([""]).shape[1]

    def embed(
        self, texts: Sequence[str], kind: TextKind = "passage", progress: Progress | None = None
    ) -> Floats:
        """Vectors of shape (texts, dimension)."""
        keys = [hashlib.sha256(f"{e5.SHA256} {kind} {text}".encode()).digest() for text in texts]
        missing = [number for number, key in enumerate(keys) if self._numbers(key) is None]
        made = self._embedder.each((texts[number] for number in missing), kind)
        for done, (number, vector) in enumerate(zip(missing, made, strict=True), 1):
            self._kept.execute(
                "INSERT OR IGNORE INTO vector VALUES (?, ?)",
                (keys[number], vector.numbers.astype("<f4").tobytes()),
            )
            if progress:
                progress(done, len(missing))
        found = [self._numbers(key) for key in keys]
        return np.frombuffer(b"".join(one or b"" for one in found), "<f4").reshape(len(texts), -1)

    def _numbers(self, key: bytes) -> bytes | None:
        row = self._kept.execute("SELECT numbers FROM vector WHERE text = ?", (key,)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        self._embedder.close()
        self._kept.close()

    def __enter__(self) -> KeptVectors:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
