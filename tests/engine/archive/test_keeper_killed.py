"""What is left of backups and archives when Puna is killed, or the disk is full."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time

import pytest
from helpers import keeper
from helpers.archives import using
from helpers.keeper import CHATS, MESSAGES, MODEL, keep, prepare, text_of
from helpers.processes import ROOT

from engine.archive import read_archive, write_archive
from engine.paths import Home
from engine.store.check import check

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills and limits as POSIX has them")

KILLS = int(os.environ.get("PUNA_TEST_KILLS", "3"))


@pytest.fixture
def run():
    """Starts the program, and ends what a failed test leaves behind."""
    programs = []

    def run(*words, before=()):
        programs.append(
            subprocess.Popen(
                [*before, sys.executable, keeper.__file__, *map(str, words)],
                stdout=subprocess.PIPE,
                text=True,
                env={
                    **os.environ,
                    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
            )
        )
        return programs[-1]

    yield run
    for program in programs:
        program.kill()
        program.wait()
        program.stdout.close()


@pytest.fixture
def killed(run):
    """Run a task, and kill it at a random moment `within` seconds of its begin."""
    rng = random.Random(49)

    def killed(*words, within):
        program = run(*words)
        assert program.stdout.readline() == "begun\n"
        time.sleep(rng.uniform(0, within))
        program.kill()
        program.wait()
        return program.stdout.read()

    return killed


@pytest.fixture
def root(tmp_path):
    prepare(tmp_path)
    return tmp_path


def whole_chats(home):
    """How many chats there are; each has all its messages."""
    with using(home) as chats:  # first: a file that was only just made has no tables yet
        found = chats.list()
        for chat in found:
            number = int(chat.title.removeprefix("chat "))
            texts = [message.content for message in chats.messages(chat.id).values()]
            assert texts == [text_of(number, message) for message in range(MESSAGES)]
    assert check(home.database).whole
    return len(found)


def whole_backups(backups, chats=(CHATS,)):
    """The backups, swept of what a kill left: all of them can be read, and are of one moment."""
    backups.sweep()
    assert not list(backups.folder.glob(".*"))
    found = backups.list()
    for backup in found:
        assert check(backup.path).whole
        assert backup.chats in chats
        assert backup.messages == backup.chats * MESSAGES
    return found


def test_a_killed_backup_leaves_whole_ones_only(root, killed):
    home, backups = keep(root)
    for _ in range(KILLS):
        said = killed("back_up", root, within=0.25)
        whole_backups(backups)
        assert all(
            line.split()[1] in map(str, backups.folder.iterdir()) for line in said.splitlines()
        )
    assert whole_chats(home) == CHATS


def test_killed_erasing_leaves_whole_backups_and_goes_on(root, killed):
    home, backups = keep(root)
    for _ in range(6):
        backups.make()
    with using(home) as chats:
        keys = [chat.key for chat in chats.list()][:3]
    for _ in range(KILLS):
        killed("erase", root, *keys, within=0.25)
        whole_backups(backups, range(CHATS - 3, CHATS + 1))
    for key in keys:
        assert backups.erase([key]).refused == ()
    assert {backup.chats for backup in whole_backups(backups, [CHATS - 3])} == {CHATS - 3}


def test_a_killed_restore_leaves_a_whole_database(root, killed):
    home, backups = keep(root)
    backups.make()
    for _ in range(KILLS):
        killed("restore", root, within=0.3)
        assert whole_chats(home) == CHATS
        whole_backups(backups)
    assert not [path for path in home.root.iterdir() if path.name.startswith(".")]


def test_a_killed_archive_leaves_the_one_before(root, killed):
    home, backups = keep(root)
    write_archive(home, root / "all.puna", models=True)
    for number in range(KILLS):
        killed("write", root, within=0.4)
        if number % 2 == 0:
            read_archive(root / "all.puna", Home(root / f"other{number}"))
            assert whole_chats(Home(root / f"other{number}")) == CHATS
    assert whole_chats(home) == CHATS
    whole_backups(backups)


def test_a_killed_opening_leaves_whole_chats_and_can_be_done_again(root, killed):
    home, _ = keep(root)
    write_archive(home, root / "all.puna", models=True)
    other, partly = Home(root / "other"), set()
    for _ in range(KILLS):
        killed("read", root, within=0.35)
        if other.database.exists():
            partly.add(whole_chats(other))
        if other.models.exists():
            for path in other.models.rglob("[!.]*.gguf"):
                assert path.read_bytes() == MODEL
        if len(partly) % 2:
            shutil.rmtree(other.root)
    read_archive(root / "all.puna", other)
    assert whole_chats(other) == CHATS
    assert (other.models / "owner" / "repo" / "model.gguf").read_bytes() == MODEL
    assert not list(other.root.rglob(".*"))


def test_a_full_disk_is_an_error_that_leaves_everything_as_it_was(tmp_path, run):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = f'mount -t tmpfs -o size=24m tmpfs "{folder}" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("needs a mount namespace")
    said = run("crowded", tmp_path, before=command).communicate(timeout=60)[0].splitlines()
    assert said == ["refused 24", "ok"]


def test_a_disk_that_fails_on_the_way_destroys_nothing(root, run):
    home, backups = keep(root)
    backups.make()
    write_archive(home, root / "all.puna", models=True)
    *_, refused, end = run("limited", root).communicate(timeout=90)[0].splitlines()
    assert end == "ok", refused
    assert int(refused.split()[1]) > 30
    assert whole_chats(home) == CHATS
    whole_backups(backups)
    for other in root.glob("other*"):
        if Home(other).database.exists():
            whole_chats(Home(other))
