"""What it costs to keep 100,000 messages safe: `python tests/bench/bench_backup.py [MESSAGES]`.

Medians of several rounds, in seconds; sizes in MB.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from engine.archive import read_archive, write_archive
from engine.paths import Home
from engine.store.backups import Backups
from engine.store.caretaker import Caretaker
from engine.store.chats import Chats
from engine.store.check import check
from engine.store.database import open_database
from engine.store.repair import find_good
from engine.store.store import Store

ROUNDS = 5
MESSAGES_A_CHAT = 50
WORDS_A_MESSAGE = 90


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name, work, rounds=ROUNDS):
    times = [seconds(work) for _ in range(rounds)]
    say(f"{name:52} {statistics.median(times):8.3f} s   (worst {max(times):.3f})")


def fill(path, count):
    """Chats in which nothing repeats, with the index of their words."""
    rng = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(20_000)]
    connection = open_database(path)
    chats = Chats(connection)
    for _ in range(count // MESSAGES_A_CHAT):
        with chats.transaction():
            chat, leaf = chats.create(), None
            for number in range(MESSAGES_A_CHAT):
                text = " ".join(rng.choices(words, k=WORDS_A_MESSAGE))
                role = "assistant" if number % 2 else "user"
                leaf = chats.add(chat.id, leaf, role, text).id
    while chats.search.index():
        pass
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def slowest_write(path, work):
    """The longest that a writer of the database waited for a commit while `work` was done."""
    connection, slow, stop = open_database(path), [], threading.Event()
    chats = Chats(connection)
    chat = chats.list()[0]

    def run():
        work()
        stop.set()

    other = threading.Thread(target=run)
    other.start()
    while not stop.is_set():
        slow.append(seconds(lambda: chats.set_draft(chat.id, str(len(slow)))))
        time.sleep(0.005)
    other.join()
    connection.close()
    return max(slow)


def close_puna(home):
    """How long the end of Puna takes when something changed, and what of it is the backup."""
    store = Store(home.database)
    caretaker = Caretaker(store, Backups(home.database, home.backups))
    caretaker.repair(()).result()
    store.call(lambda chats: chats.set_draft(chats.list()[0].id, str(time.time()))).result()
    closing = seconds(store.close)
    return closing, seconds(caretaker.close)


def main(count):
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        say(f"{count:,} messages take {seconds(lambda: fill(home.database, count)):.0f} s to write")
        backups = Backups(home.database, home.backups)
        size = home.database.stat().st_size
        say(f"{'database':52} {size / 1e6:8.1f} MB")
        show("a backup, copied, written anew and checked", backups.make)
        say(f"{'backup':52} {backups.latest().stat().st_size / 1e6:8.1f} MB")
        show("nothing changed: no backup", backups.make_if_changed)
        wait = slowest_write(home.database, backups.make)
        say(f"{'longest wait of a writer during a backup':52} {wait:8.3f} s")
        show("check after a crash: pages, references, all text", lambda: check(home.database))
        wait = slowest_write(home.database, lambda: check(home.database))
        say(f"{'longest wait of a writer during a check':52} {wait:8.3f} s")
        closed = [close_puna(home) for _ in range(3)]
        store, caretaker = (max(times) for times in zip(*closed, strict=True))
        say(f"{'closing the store (worst)':52} {store:8.3f} s")
        say(f"{'closing the caretaker, with the last backup (worst)':52} {caretaker:8.3f} s")
        copies = [backup.path for backup in backups.list()]
        show(f"list of {len(copies)} backups", backups.list)
        show("nothing damaged to look for", lambda: find_good(home.database, (), copies))
        with Store(home.database) as store:
            chat = store.call(lambda chats: chats.list()[0]).result()
        erased = seconds(lambda: backups.erase([chat.key]))
        say(f"{'a chat erased from a backup':52} {erased / len(copies):8.3f} s")
        latest = backups.latest()
        show("a backup restored", lambda: backups.restore(latest), 3)
        target = Path(folder) / "all.puna"
        show("an archive written", lambda: write_archive(home, target, models=False), 3)
        say(f"{'archive':52} {target.stat().st_size / 1e6:8.1f} MB")
        other = Home(Path(folder) / "other")
        show("an archive opened in an empty home", lambda: read_archive(target, other), 1)
        show("the same archive opened again", lambda: read_archive(target, other), 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
