"""Reads plain texts as documents: a page, and a chunk a paragraph. Stands where a test is about the
index and not about formats, and tells what it was asked."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from engine.documents.importer.protocol import PageHead
from engine.documents.records import Chunk, FileInfo
from engine.errors import DocumentError
from engine.files import Stopped
from engine.store.words import words


class PlainReader:
    """`read` are the names of the files, in order. While `gate` is closed, it waits in a file."""

    def __init__(self):
        self.read = []
        self.gate = threading.Event()
        self.gate.set()
        self.waits = threading.Event()

    def parse(self, path, take, progress=None, cancelled=None):
        self.read.append(path.name)
        while not self.gate.wait(0.01):
            self.waits.set()
            if cancelled and cancelled():
                raise Stopped
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DocumentError(str(path), "missing", str(error)) from error
        if b"\0" in data:
            raise DocumentError(str(path), "kind", "it is no text")
        text = data.decode()
        chunks = list(chunks_of(text))
        take(chunks[:1], [PageHead(1)])
        take(chunks[1:], [])
        digest = hashlib.sha256(data).hexdigest()
        return FileInfo("text", "", 1, 0, len(text) // 4, digest, "en")


def chunks_of(text):
    heading, start = (), 0
    for part in text.split("\n\n"):
        if part.startswith("# "):
            heading = (part[2:],)
        elif part:
            of_index = " ".join(words(part))
            yield Chunk(1, start, len(part), part, heading, len(part) // 4, False, of_index)
        start += len(part) + 2


def write_text(folder: Path, name: str, *paragraphs: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path
