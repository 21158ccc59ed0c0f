"""Search, its index, erasing and upgrading: `python tests/bench/bench_search.py`.

Made-up words, as frequent as those of a language are; half of the messages are Chinese. The number
of messages may be given; 100,000 without.
"""

from __future__ import annotations

import itertools
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from engine.store.chats import Chats
from engine.store.connection import Connection
from engine.store.database import open_database
from engine.store.schema import STEPS
from engine.store.store import Store

MESSAGES_A_CHAT = 20
ROUNDS = 7


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def say(name, took, unit="ms"):
    sys.stdout.write(f"{name:58} {took * (1000 if unit == 'ms' else 1):9.1f} {unit}\n")
    sys.stdout.flush()


class Language:
    """Texts whose n-th word comes 1/n as often as the first."""

    def __init__(self, rng, vocabulary, gap):
        self._rng, self._gap = rng, gap
        self.vocabulary = vocabulary
        self._weights = list(itertools.accumulate(1 / n for n in range(1, len(vocabulary) + 1)))

    def text(self, words):
        chosen = self._rng.choices(self.vocabulary, cum_weights=self._weights, k=words)
        return self._gap[1].join(
            self._gap[0].join(chosen[start : start + 9]) for start in range(0, words, 9)
        )


def languages(rng):
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = range(len(letters), 0, -1)
    english = {"".join(rng.choices(letters, weights, k=rng.randint(2, 9))) for _ in range(40_000)}
    characters = [chr(0x4E00 + n) for n in rng.sample(range(6000), 3000)]
    frequent = list(itertools.accumulate(1 / n for n in range(10, 3010)))
    chinese = {
        "".join(rng.choices(characters, cum_weights=frequent, k=rng.choice([1, 2, 2, 2, 3])))
        for _ in range(40_000)
    }
    return (
        Language(rng, sorted(english, key=lambda word: rng.random()), (" ", ". ")),
        Language(rng, sorted(chinese, key=lambda word: rng.random()), ("", "，")),
    )


def make_old_database(path, rng, speech, count):
    """A database of version 1 with `count` messages."""
    connection = Connection(path)
    connection.use_wal()
    connection.rows(STEPS[0])
    connection.rows("PRAGMA user_version = 1")
    with connection.transaction():
        for chat in range(1, count // MESSAGES_A_CHAT + 1):
            language = speech[chat % 2]
            title = language.text(5)
            connection.rows(
                "INSERT INTO chat VALUES (?, ?, ?, 1, ?, NULL)", chat, title, chat, chat
            )
            for number in range(MESSAGES_A_CHAT):
                message = (chat - 1) * MESSAGES_A_CHAT + number + 1
                connection.rows(
                    "INSERT INTO message VALUES (?, ?, ?, ?, ?, 'done', 1, '', NULL, NULL, NULL)",
                    message,
                    chat,
                    message - 1 if number else None,
                    "assistant" if number % 2 else "user",
                    language.text(rng.randint(5, 150)),
                )
            connection.rows("UPDATE chat SET leaf = ? WHERE id = ?", message, chat)
    connection.close()


def measure_index(path):
    """How long all takes, and how long a call waits meanwhile."""
    start = time.perf_counter()
    waits = []
    with Store(path) as store:
        store.call(lambda _: None).result()
        left = True
        while left:
            time.sleep(0.05)
            waits.append(seconds(lambda: store.call(lambda _: None).result()))
            if len(waits) % 20 == 0:
                found = store.call(lambda chats: chats.search.find("x").complete).result()
                left = not found
    waits.sort()
    say("index of all words, while nothing else is done", time.perf_counter() - start, "s")
    say("a call to the store meanwhile, median", statistics.median(waits))
    say("a call to the store meanwhile, 99th of 100", waits[len(waits) * 99 // 100])
    say("a call to the store meanwhile, longest", waits[-1])


def sentence_of(chats):
    """A Chinese one from the oldest chat that has them."""
    oldest = chats.list()[-2:]
    texts = [m.content for chat in oldest for m in chats.messages(chat.id).values()]
    return max((text.split("，")[0] for text in texts if "，" in text), key=len)


def measure_find(chats, rng, speech):
    english, chinese = (language.vocabulary for language in speech)
    rare = [word for word in english[20_000:] if len(word) > 6][:3]
    pairs = [word for word in chinese if len(word) == 2]
    searches = {
        "the most common word": english[0] + " ",
        "its beginning, as typed": english[0][:2],
        "one letter": "e",
        "two common words": f"{english[0]} {english[1]} ",
        "five common words": " ".join(english[:5]),
        "a rare word": rare[0],
        "a rare word and a common one": f"{rare[1]} {english[0]}",
        "two words that never meet": f"{rare[0]} {rare[2]} ",
        "a word that is nowhere": "qqqqqqqqq",
        "the most common character": next(word for word in chinese if len(word) == 1),
        "a common pair": pairs[0],
        "a rare pair": pairs[20_000],
        "a run over two words": pairs[0] + pairs[1],
        "three common pairs apart": " ".join(pairs[:3]),
        "a sentence that is there": sentence_of(chats),
        "Chinese and English": f"{pairs[0]} {english[0]}",
        "punctuation and emoji": '"(* 🦙 OR ^-:',
        "a page of text": english[0] + " " + speech[0].text(2000),
    }
    worst = 0.0
    for name, text in searches.items():
        rounds = [seconds(lambda text=text: chats.search.find(text)) for _ in range(ROUNDS)]
        hits = len(chats.search.find(text).hits)
        worst = max(worst, statistics.median(rounds))
        say(f"find {name} ({hits} hits)", statistics.median(rounds))
    say("the slowest of them", worst)


def measure_erase(chats):
    chat = chats.list()[0]
    chats.trash([chat.id])
    say("erase one chat for good", seconds(lambda: chats.erase([chat.id])))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(7)
    speech = languages(rng)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "puna.db"
        make_old_database(path, rng, speech, count)
        say(
            f"upgrade of {count:,} messages, with its copy",
            seconds(lambda: open_database(path).close()),
            "s",
        )
        shutil.rmtree(path.parent / "backups")
        measure_index(path)
        say("size of the database", path.stat().st_size / 1e6, "MB")
        connection = open_database(path)
        chats = Chats(connection)
        measure_find(chats, rng, speech)
        measure_erase(chats)
        connection.close()


if __name__ == "__main__":
    main()
