"""The bar of upgrades: a database of 100,000 messages whose upgrade is killed at random moments.

    python tests/bars/kill_migration.py [--seed N] [--kills N] [--messages N]

A database of the first version is made once and copied for each run; another process opens it,
which upgrades it, and is killed with SIGKILL somewhere between its first and its last moment. Met
(exit code 0) when every time the database is whole and either wholly old (the tables and every
message as before) or wholly new (the tables of a new database, every message with its digest); the
copy made before is under its final name only if it is whole; and opening once more ends in the
newest version, with nothing half-made left.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import apsw  # noqa: E402  the line above makes what follows importable from anywhere
from helpers.processes import finish_all, go, lines_of, start_program  # noqa: E402
from helpers.whole import problems  # noqa: E402

from engine.paths import Home  # noqa: E402
from engine.store.database import open_database  # noqa: E402
from engine.store.schema import APPLICATION_ID, STEPS  # noqa: E402

CHATS = 1000


def make_old(path: Path, messages: int) -> None:
    """A database of the first version with so many messages, in English and Chinese."""
    raw = apsw.Connection(str(path))
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute(f"BEGIN; {STEPS[0]}; PRAGMA user_version = 1; COMMIT")
    rng = random.Random(messages)
    english = ["the", "quick", "brown", "fox", "reads", "long", "letters"]
    words = [*english, "我们", "今天", "讨论", "模型", "的", "许可证"]
    count = min(CHATS, messages)
    with raw:
        for chat in range(1, count + 1):
            raw.execute(
                "INSERT INTO chat VALUES (?, ?, ?, ?, ?, NULL)",
                (chat, f"Chat {chat}", 1.7e9 + chat, 1.7e9 + chat, chat),
            )
        last: dict[int, int] = {}
        for number in range(1, messages + 1):
            chat = number % count + 1
            role = "assistant" if chat in last and (number // count) % 2 else "user"
            text = " ".join(rng.choices(words, k=60))
            raw.execute(
                "INSERT INTO message VALUES (?, ?, ?, ?, ?, 'done', ?, 'm', NULL, NULL, NULL)",
                (number, chat, last.get(chat), role, text, 1.7e9 + number),
            )
            last[chat] = number
        raw.executemany("UPDATE chat SET leaf = ? WHERE id = ?", [(m, c) for c, m in last.items()])
    raw.close()


def tables(path: Path) -> tuple[int, frozenset[str]]:
    """The version of a database and the SQL of all that is in it."""
    raw = apsw.Connection(str(path))
    try:
        version = raw.pragma("user_version")
        assert raw.pragma("application_id") == APPLICATION_ID
        found = raw.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    finally:
        raw.close()
    return version, frozenset(sql for (sql,) in found)


def contents(path: Path) -> int:
    """A number for all that the messages say."""
    raw = apsw.Connection(str(path))
    try:
        rows = raw.execute("SELECT id, chat, parent, role, content, state FROM message ORDER BY id")
        return hash(tuple(rows))
    finally:
        raw.close()


def undigested(path: Path) -> int:
    raw = apsw.Connection(str(path))
    try:
        return int(raw.execute("SELECT count(*) FROM message WHERE digest IS NULL").get)
    finally:
        raw.close()


class Bar:
    def __init__(self, folder: Path, messages: int) -> None:
        self.folder = folder
        self.old = folder / "old.db"
        make_old(self.old, messages)
        new = self.copy("new")
        self.seconds = self.upgrade(new)
        open_database(folder / "empty.db").close()
        self.before, self.after = tables(self.old), tables(folder / "empty.db")
        self.messages = contents(self.old)
        assert tables(new) == self.after, "an upgraded database is not like a new one"
        shutil.rmtree(new.parent)

    def copy(self, name: str) -> Path:
        path = self.folder / name / "puna.db"
        path.parent.mkdir()
        shutil.copyfile(self.old, path)
        return path

    def upgrade(self, path: Path) -> float:
        """Upgrade to the end; the seconds that takes."""
        program = start_program("open_only", path, "--wait")
        go([program])
        began = time.monotonic()
        assert lines_of(program) == ["ok"]
        return time.monotonic() - began

    def kill(self, name: str, after: float) -> tuple[str, list[str]]:
        """Kill one upgrade; `old` or `new`, and what is wrong."""
        path = self.copy(name)
        program = start_program("open_only", path, "--wait")
        go([program])
        time.sleep(after)
        program.kill()
        lines_of(program)
        found = [f"{name}: {fault}" for fault in self.check(path)]
        end = "old" if tables(path)[0] == self.before[0] else "new"
        if finish_all([start_program("open_only", path)]) != ["ok"]:
            found.append(f"{name}: it cannot be opened again")
        found += [f"{name}, opened again: {fault}" for fault in self.check(path, upgraded=True)]
        shutil.rmtree(path.parent)
        return end, found

    def check(self, path: Path, *, upgraded: bool = False) -> Iterator[str]:
        yield from problems(path)
        state = tables(path)
        if state not in (self.before, self.after):
            yield f"of version {state[0]}, with other tables than that version has"
        if upgraded and state != self.after:
            yield "not of the newest version"
        if contents(path) != self.messages:
            yield "the messages are not what they were"
        if state == self.after and undigested(path):
            yield "messages without a digest"
        backups = Home(path.parent).backups
        copy = backups / f"{path.stem}-v{self.before[0]}{path.suffix}"
        if copy.exists():
            yield from (f"the copy: {fault}" for fault in problems(copy))
            if tables(copy) != self.before or contents(copy) != self.messages:
                yield "the copy is not the old database"
        elif state == self.after:
            yield "upgraded without a copy"
        if upgraded:
            left = {one.name for one in (*path.parent.iterdir(), *backups.iterdir())}
            left -= {path.name, f"{path.name}-wal", f"{path.name}-shm", copy.name, backups.name}
            if left:
                yield f"left behind: {sorted(left)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--messages", type=int, default=100_000)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    ends: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as folder:
        bar = Bar(Path(folder), options.messages)
        say = sys.stdout.write
        size = bar.old.stat().st_size / 1e6
        say(f"{options.messages:,} messages, {size:.0f} MB; an upgrade takes {bar.seconds:.1f} s\n")
        for number in range(options.kills):
            # Spread over the whole upgrade, and some beyond its end.
            share = (number + rng.random()) / options.kills
            end, found = bar.kill(str(number), 1.1 * share * bar.seconds)
            ends[end] += 1
            faults += found
    say(f"{options.kills} kills: wholly old {ends['old']}, wholly new {ends['new']}\n")
    for fault in faults:
        say(f"NOT MET: {fault}\n")
    say("" if faults else "met\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
