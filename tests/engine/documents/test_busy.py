"""Everything at once: whatever is asked while files are read, the index is whole at the end."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from helpers.index_state import assert_consistent
from helpers.plain_reader import PlainReader, write_text
from helpers.tiny_embedder import write_tiny_bert

from engine.documents.documents import Documents

PATIENCE = 120
STEPS = 60


class Busy:
    """Somebody who does anything at any time."""

    def __init__(self, documents, folder, rng):
        self.documents = documents
        self.folder = folder
        self.rng = rng
        self.removed = []

    def step(self):
        does = (self.write, self.delete, self.rescan, self.remove, self.undo, self.erase)
        more = (self.reindex, self.search, self.hold)
        self.rng.choice((*does, *more))()

    @property
    def key(self):
        return self.rng.choice(self.documents.collections().result(PATIENCE)).key

    def write(self):
        number = self.rng.randrange(20)
        parts = [f"part {self.rng.randrange(40)} about llamas" for _ in range(8)]
        write_text(self.folder / str(number % 2), f"{number}.txt", *parts)

    def delete(self):
        path = self.rng.choice(sorted(self.folder.rglob("*.txt")))
        if len(list(path.parent.iterdir())) > 1:  # an empty folder is that of a drive
            path.unlink()

    def rescan(self):
        self.documents.rescan()

    def remove(self):
        files = self.documents.files(self.key).result(PATIENCE)
        if files:
            self.removed.append(self.documents.remove(files=[self.rng.choice(files).key]))

    def undo(self):
        if self.removed:
            self.documents.undo(self.removed.pop().result(PATIENCE))

    def erase(self):
        if self.removed:
            self.documents.erase(self.removed.pop().result(PATIENCE))

    def reindex(self):
        self.documents.reindex(collection=self.key)

    def search(self):
        assert isinstance(self.documents.search(["llamas"]).result(PATIENCE), list)

    def hold(self):
        self.documents.hold(self.rng.random() < 0.3)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_asked_the_index_is_whole(home, tmp_path, seed):
    rng, folder = random.Random(seed), tmp_path / "files"
    bert = write_tiny_bert(tmp_path / "bert.gguf")
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        busy = Busy(documents, folder, rng)
        for _ in range(15):
            busy.write()
        for name, path in (("All", folder), ("Some", folder / "1")):
            documents.add(documents.create(name).result(PATIENCE).key, [path])
        for _ in range(STEPS):
            busy.step()
        documents.hold(False)
        documents.rescan().result(PATIENCE)
        documents.settle()
        for collection in documents.collections().result(PATIENCE):
            files = documents.files(collection.key).result(PATIENCE)
            assert {file.state for file in files} <= {"ready"}
            assert all(Path(file.path).exists() for file in files)
    assert_consistent(home.documents / "index.db")
