"""The bar of two programs: both write 400 messages into one database at once, and 800 are there.

    python tests/bars/two_writers.py [--messages N]

Each program writes a chat of its own, a message a transaction. Met (exit code 0) when neither was
refused, every message is there in its order, and the database is whole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.processes import finish_all, go, start_program  # noqa: E402  the line above
from helpers.whole import problems  # noqa: E402

from engine.store.store import Store  # noqa: E402


def run(path: Path, messages: int) -> tuple[int, list[str]]:
    """How many messages are there in the end, and what is wrong."""
    programs = [start_program("add", path, str(messages), "--wait") for _ in range(2)]
    go(programs)
    ends = finish_all(programs)
    faults = [f"a program ended with {end!r}" for end in ends if end != "ok"]
    faults += problems(path)
    with Store(path) as store:
        chats = store.call(
            lambda chats: [list(chats.messages(c.id).values()) for c in chats.list()]
        ).result(60)
    wanted = [f"message {number}" for number in range(messages)]
    for chat in chats:
        if [message.content for message in chat] != wanted:
            faults.append(f"chat {chat[0].chat} has {len(chat)} messages, or another order")
    return sum(map(len, chats)), faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=400)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as folder:
        count, faults = run(Path(folder) / "puna.db", options.messages)
    say = sys.stdout.write
    say(f"{count} of {2 * options.messages} messages, {time.monotonic() - began:.1f} s\n")
    if count != 2 * options.messages:
        faults.append("messages are missing")
    for fault in faults:
        say(f"NOT MET: {fault}\n")
    say("" if faults else "met\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
