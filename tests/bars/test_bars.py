"""Small samples of the bars, so that what they measure with is itself under test."""

import os
import random

import pytest
from bars import full_disk, kill_migration, kill_window, two_writers

from engine.paths import Home

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills as POSIX has them")


def test_killed_windows(tmp_path):
    """Whole after a kill; and what was never written would be seen as lost."""
    runs = kill_window.run(60, 2, tmp_path)
    assert len(runs) == 2
    for one in runs:
        assert not one.problems
        assert one.texts
    lines = ["text 1 90.0 99999", "finished 9 95.0 200", "text 7 99.8 4"]
    seen = kill_window.account(Home(tmp_path / "0" / "home"), lines, 100.0, 0)
    assert (seen.texts, seen.ends) == (2, 1)
    assert (seen.lost_text, seen.lost_end) == (10.0, 5.0)
    assert kill_window.faults([seen], 1) == [
        "text older than 0.15 s kept in 0 of 1 runs",
        "text older than 0.5 s was lost",
        "a finished reply was lost",
    ]


def test_killed_upgrades(tmp_path):
    bar = kill_migration.Bar(tmp_path, 500)
    rng = random.Random(31)
    ends = [bar.kill(str(n), rng.uniform(0, 1.1 * bar.seconds)) for n in range(3)]
    ends.append(bar.kill("late", 1.5 * bar.seconds + 0.5))
    assert [fault for _, faults in ends for fault in faults] == []
    assert ends[-1][0] == "new"


def test_a_half_upgraded_database_is_seen(tmp_path):
    bar = kill_migration.Bar(tmp_path, 50)
    path = bar.copy("half")
    raw = kill_migration.apsw.Connection(str(path))
    raw.execute("ALTER TABLE chat ADD COLUMN key TEXT NOT NULL DEFAULT ''")
    raw.close()
    assert list(bar.check(path)) == ["of version 1, with other tables than that version has"]


def test_two_writers(tmp_path):
    assert two_writers.run(tmp_path / "puna.db", 40) == (80, [])


@pytest.mark.slow
def test_a_disk_that_is_full_while_sending(tmp_path):
    if not full_disk.possible(tmp_path):
        pytest.skip("this system lets nobody mount a small disk")
    said, faults = full_disk.run("sending", tmp_path / "disk", tmp_path / "pictures")
    assert faults == []
    assert "the disk is full" in said
