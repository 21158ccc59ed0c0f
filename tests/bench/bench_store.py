"""What the store costs, as ratios to the barest loop on apsw: `python tests/bench/bench_store.py`.

Every figure is the median of several rounds, the two sides in turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import apsw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from engine.messages import Finished, Stats, Text
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.recorder import Recorder
from engine.store.store import Store

ROUNDS = 15
STATS = Stats(prompt_tokens=100, completion_tokens=200, decode_tokens_per_s=50.0)


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def compare(name, ours, bare, times=1):
    """Medians of both in microseconds for one of `times`, and their ratio."""
    pairs = [(seconds(ours), seconds(bare)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(side) / times * 1e6 for side in zip(*pairs, strict=True))
    say(f"{name:42} {mine:10.1f} us {theirs:10.1f} us {mine / theirs:6.2f}x")


def say(line):
    sys.stdout.write(line + "\n")


def fill(chats, chat_count, message_count):
    """Chats of two messages, and one with many; returns the reply to write to and that chat."""
    with chats.transaction():
        for number in range(chat_count):
            chat = chats.create()
            question = chats.add(chat.id, None, "user", f"Question number {number} of many?")
            chats.add(chat.id, question.id, "assistant", "An answer. " * 20)
        long, leaf = chats.create("Long"), None
        for number in range(message_count):
            role = "assistant" if number % 2 else "user"
            leaf = chats.add(long.id, leaf, role, "Some words of a message. " * 40).id
            if role == "assistant":
                chats.finish(leaf, "Some words of a message. " * 40, "stop", STATS)
        reply = chats.add(long.id, leaf, "assistant", "", state="streaming")
    return reply.id, long.id


def measure_connection(path):
    connection = open_database(path)
    chats = Chats(connection)
    reply, long = fill(chats, 1000, 1000)
    raw = apsw.Connection(str(path))
    raw.execute("PRAGMA synchronous = NORMAL")
    texts = ["x" * (80 * n) for n in range(1, 101)]  # a reply that grows to 8 kB

    def bare_flushes():
        for text in texts:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("UPDATE message SET content = ? WHERE id = ?", (text, reply))
            raw.execute("COMMIT")

    compare(
        "flush of a growing reply (100 of them)",
        lambda: [chats.set_content(reply, text) for text in texts],
        bare_flushes,
        times=len(texts),
    )
    compare(
        "list of 1,000 chats",
        chats.list,
        lambda: raw.execute("SELECT * FROM chat ORDER BY changed DESC").fetchall(),
    )
    compare(
        "open a chat of 1,000 messages",
        lambda: chats.messages(long),
        lambda: raw.execute("SELECT * FROM message WHERE chat = ? ORDER BY id", (long,)).fetchall(),
    )
    finish = [seconds(lambda text=text: chats.finish(reply, text, "stop", STATS)) for text in texts]
    say(f"{'end of a reply, waiting for the disk':42} {statistics.median(finish) * 1e6:10.1f} us")
    raw.close()
    connection.close()
    return reply


def measure_recorder(path, reply):
    with Store(path) as store:
        pieces, rounds = [Text(1, "word ") for _ in range(1000)], []
        for _ in range(ROUNDS):
            recorder, heard = Recorder(store), []
            sink = recorder.record(reply, heard.append)
            rounds.append(seconds(lambda sink=sink: [sink(piece) for piece in pieces]))
            sink(Finished(1, "stop", STATS))
            recorder.close()
        cost = statistics.median(rounds) / len(pieces) * 1e6
        say(f"{'a piece of text, for the engine thread':42} {cost:10.1f} us")
        trips = [seconds(lambda: store.call(lambda _: None).result()) for _ in range(ROUNDS * 20)]
        say(f"{'a call to the store and back':42} {statistics.median(trips) * 1e6:10.1f} us")


def main():
    say(f"{'':42} {'Puna':>13} {'bare apsw':>13} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "puna.db"
        measure_recorder(path, measure_connection(path))


if __name__ == "__main__":
    main()
