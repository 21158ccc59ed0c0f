"""A program that backs up, archives and restores a home, for tests that kill it or fill its disk.

`python keeper.py TASK ROOT [WORDS]`: ROOT has a folder `home`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from helpers.archives import put
from helpers.store_user import fill_disk, say

from engine.archive import read_archive, write_archive
from engine.errors import InvalidInput, PunaError, StorageError
from engine.files import storage_error
from engine.paths import Home
from engine.store.backups import Backups
from engine.store.chats import Chats
from engine.store.database import open_database

CHATS, MESSAGES = 60, 20
MODEL = b"model " * 300_000


def keep(root):
    home = Home(root / "home")
    return home, Backups(home.database, home.backups)


def text_of(chat, message):
    """What a message says. Nothing that packs well, so that files have a size."""
    return f"{chat} {message} " + hashlib.sha512(f"{chat}-{message}".encode()).hexdigest() * 4


def prepare(root):
    """A home with chats that can be told whole, and a model."""
    home, _ = keep(root)
    connection = open_database(home.database)
    chats = Chats(connection)
    with chats.transaction():
        for chat in range(CHATS):
            made, leaf = chats.create(f"chat {chat}"), None
            for message in range(MESSAGES):
                leaf = chats.add(made.id, leaf, "user", text_of(chat, message)).id
    connection.close()
    put(home.models / "owner" / "repo" / "model.gguf", MODEL)


def back_up(root):
    """Backups without end."""
    _, backups = keep(root)
    say("begun")
    while True:
        say("made", backups.make())


def erase(root, *keys):
    """Chats taken out of all backups, one after another."""
    _, backups = keep(root)
    say("begun")
    for key in keys:
        assert not backups.erase([key]).refused
    say("ended")


def restore(root):
    """The oldest backup put in place, without end."""
    _, backups = keep(root)
    oldest = [backup for backup in backups.list() if backup.origin == "routine"][-1].path
    say("begun")
    while True:
        backups.restore(oldest)
        backups.sweep()


def write(root):
    """The archive written over the old one, without end."""
    home, _ = keep(root)
    say("begun")
    while True:
        write_archive(home, root / "all.puna", models=True)


def read(root):
    """The archive opened into another home."""
    say("begun")
    read_archive(root / "all.puna", Home(root / "other"))
    say("ended")


def files(folder):
    """What is below a folder, with digests; what SQLite makes and removes left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def crowded(root):
    """Everything tried on a small disk, with less and less of it free."""
    disk = root / "disk"
    prepare(disk)
    home, backups = keep(disk)
    (home.models / "owner" / "repo" / "model.gguf").unlink()
    backups.make()
    write_archive(home, disk / "all.puna", models=False)
    before, refusals = files(disk), 0
    for free in (0, 4096, 100_000, 400_000):
        for work in (
            backups.make,
            lambda: write_archive(home, disk / "other.puna", models=False),
            lambda: write_archive(home, disk / "all.puna", models=False),
            lambda: read_archive(disk / "all.puna", Home(disk / "other")),
            lambda: backups.restore(backups.latest()),
            lambda: backups.erase([key_of_first(home)]),
        ):
            refusals += tried(disk, work, before, free)
    say("refused", refusals)


def key_of_first(home):
    connection = open_database(home.database)
    try:
        return Chats(connection).list()[0].key
    finally:
        connection.close()


def tried(disk, work, before, free):
    """Do `work` with so many bytes free; it is refused and leaves nothing, as 1, or not begun."""
    ballast = disk / "ballast"
    fill_disk(ballast)
    with ballast.open("rb+") as file:
        file.truncate(max(0, ballast.stat().st_size - free))
    try:
        found = work()
    except StorageError:
        refused = 1
    else:
        refused = int(bool(getattr(found, "refused", ())))
        assert refused, f"{free} bytes were enough for {work}"
    finally:
        ballast.unlink()
    assert files(disk) == before, sorted(set(files(disk)) ^ set(before))
    return refused


def limited(root):
    """Everything tried where no file may grow beyond some size, so that it fails on the way."""
    import resource

    home, backups = keep(root)
    before = files(root)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    refusals = 0
    for size in range(0, 1_800_000, 60_000):
        for work in (
            backups.make,
            lambda: write_archive(home, root / "all.puna", models=True),
            lambda other=root / f"other{size}": read_archive(root / "all.puna", Home(other)),
        ):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
            try:
                work()
            except (StorageError, InvalidInput):
                refusals += 1
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        now = files(root)
        assert now["all.puna"] == before["all.puna"] or size > 1_500_000
        assert not [name for name in now if "/." in f"/{name}"], sorted(now)
    say("refused", refusals)


TASKS = {
    task.__name__: task
    for task in (back_up, erase, restore, write, read, crowded, limited, prepare)
}


def main(task, root, *words):
    try:
        TASKS[task](Path(root), *words)
    except PunaError as error:
        say(f"{type(error).__name__}: {error}")
    except OSError as error:
        say(f"not translated: {storage_error(Path(root), error)}")
    else:
        say("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
