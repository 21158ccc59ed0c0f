"""Ways a disk can refuse, made with the real database: full, of a newer Puna, damaged."""

from __future__ import annotations

import apsw

from engine.store.schema import STEPS

SECONDS = 20


def fill(application):
    """From now on the database cannot grow, as on a full disk."""
    application.store.call(lambda chats: _limit(chats, 1)).result(SECONDS)


def free(application):
    """There is space again."""
    application.store.call(lambda chats: _limit(chats, 1 << 30)).result(SECONDS)


def _limit(chats, pages):
    chats._connection.rows(f"PRAGMA max_page_count = {pages}")


def forbid(qtbot, application):
    """The database is of a newer Puna: it can be read only."""
    _set_version(application, 99)
    qtbot.waitUntil(lambda: application.watch.state.mode == "reading")


def allow(qtbot, application):
    """The database is ours again."""
    _set_version(application, len(STEPS))
    qtbot.waitUntil(lambda: application.watch.state.mode == "open")


def _set_version(application, version):
    # Not by Python's own SQLite: closing a file drops the locks that another copy of the library
    # in this process has on it, and then either may spoil the file under the other.
    raw = apsw.Connection(str(application.home.database))
    raw.set_busy_timeout(SECONDS * 1000)
    raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
    application.store.reopen(lambda: None).result(SECONDS)


def damage(home):
    """What is there is no database."""
    home.root.mkdir(parents=True, exist_ok=True)
    home.database.write_bytes(b"not a database at all" * 500)


def texts_in(folder, *needles):
    """Which of these texts is in any file below `folder`: in its name or its bytes."""
    found = set()
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found |= {n for n in needles if n.encode() in data or n in path.name}
    return found
