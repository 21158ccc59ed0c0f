"""A program that is killed while it indexes leaves a whole index, and one file to be read again."""

from __future__ import annotations

import os
import random

import pytest
from helpers.killed_indexing import Trial, content, measured
from helpers.plain_reader import write_text
from helpers.tiny_embedder import write_tiny_bert

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="kills as POSIX has them"),
    pytest.mark.slow,
]

FILES, PARTS, KILLS = 30, 10, 4


def write(folder, number, version):
    parts = (f"part {part} of file {number}, version {version}" for part in range(PARTS))
    write_text(folder, f"{number}.txt", f"# File {number}", *parts)


def change(folder, rng, version):
    """Edit some files, take one away and add one."""
    there = sorted(folder.iterdir())
    for path in rng.sample(there, 15):
        write(folder, path.stem, version)
    rng.choice(there).unlink()
    write(folder, f"{FILES + version}", version)


def test_killed_at_random_moments(tmp_path):
    rng, folder = random.Random(7), tmp_path / "files"
    bert = write_tiny_bert(tmp_path / "bert.gguf")
    for number in range(FILES):
        write(folder, number, 0)
    trial = Trial(tmp_path / "home", folder, bert)
    whole = measured(trial)
    for version in range(1, KILLS + 1):
        change(folder, rng, version)
        trial.run(rng.uniform(0.2, 0.8) * whole)
        assert trial.faults() == []
    assert trial.run()
    assert trial.faults() == []
    assert trial.repeated["more"] == 0
    afresh = Trial(tmp_path / "other", folder, bert)
    assert afresh.run()
    assert content(trial.database) == content(afresh.database)
