"""The bar of sudden ends: the whole application killed while it streams, at random moments.

    python tests/bars/kill_window.py [--seed N] [--kills N]

The real window, off the screen, with the scripted model at 60 tokens a second, on homes that are
used again and again. Each is killed with SIGKILL up to 3 s after its first text. Met (exit code 0)
when after every kill the database is whole; text that had reached the window's process more than
150 ms before the kill is there in at least 95 of 100 runs, and more than 500 ms before in all; and
every reply that had ended more than 150 ms before is there, whole and done.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers import streaming_window  # noqa: E402  the line above makes it importable from anywhere
from helpers.scripted import write_script  # noqa: E402
from helpers.streaming_window import PIECES_PER_S, piece_of  # noqa: E402
from helpers.whole import problems  # noqa: E402

from engine.paths import Home  # noqa: E402
from engine.store.store import Store  # noqa: E402

SOON, LATE = 0.15, 0.5
WANTED = 0.95
LANES = 2
TEXT = "".join(map(piece_of, range(50)))


@dataclass
class Run:
    """What was lost in one run: ages in seconds of the oldest text and the oldest end lost."""

    texts: int
    ends: int
    lost_text: float
    lost_end: float
    problems: list[str]


def killed(home: Home, script: str, rng: random.Random) -> tuple[list[str], float]:
    """What the program told until it was killed, and when that was."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, streaming_window.__file__, str(home.root), script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        first = program.stdout.readline()
        time.sleep(rng.uniform(0.0, 3.0))
        at = time.monotonic()
        program.kill()
        lines = [first, *program.stdout.read().splitlines()]
    return [line for line in lines if line.count(" ") == 3], at


def account(home: Home, lines: list[str], at: float, before: int) -> Run:
    """Compare what was told with what is in the database. `before` is its last message then."""
    found = problems(home.database)
    with Store(home.database) as store:
        stored = store.call(
            lambda chats: [m for c in chats.list() for m in chats.messages(c.id).values()]
        ).result(60)
    replies = sorted((m for m in stored if m.id > before), key=lambda m: m.id)
    replies = [m for m in replies if m.role == "assistant"]
    texts = ends = 0
    lost_text = lost_end = 0.0
    for line in lines:
        kind, number, told_at, length = line.split()
        reply = replies[int(number) - 1] if int(number) <= len(replies) else None
        age = at - float(told_at)
        if kind == "text":
            texts += 1
            if reply is None or len(reply.content) < int(length):
                lost_text = max(lost_text, age)
        else:
            ends += 1
            if reply is None or (reply.state, reply.content) != ("done", TEXT):
                lost_end = max(lost_end, age)
    wrong = [m.id for m in replies if not TEXT.startswith(m.content) or m.damaged]
    wrong += [m.id for m in replies if m.state not in ("done", "interrupted")]
    if wrong:
        found.append(f"messages {wrong} are not what was written")
    return Run(texts, ends, lost_text, lost_end, found)


def last_message(home: Home) -> int:
    if not home.database.exists():
        return 0
    with Store(home.database) as store:
        chats = store.call(
            lambda chats: [max(chats.messages(c.id), default=0) for c in chats.list()]
        )
        return max(chats.result(60), default=0)


def run_lane(folder: Path, seed: str, kills: int, runs: list[Run]) -> None:
    """Kill the program on one home, again and again."""
    rng = random.Random(seed)
    home = Home(folder / "home")
    folder.mkdir()
    spec = write_script(folder / "s.json", {"text": TEXT, "piece_delay": 1 / PIECES_PER_S})
    for _ in range(kills):
        before = last_message(home)
        lines, at = killed(home, spec.path.removeprefix("scripted:"), rng)
        runs.append(account(home, lines, at, before))


def run(seed: int, kills: int, folder: Path) -> list[Run]:
    runs: list[Run] = []
    shares = [kills // LANES + (lane < kills % LANES) for lane in range(LANES)]
    lanes = [
        threading.Thread(target=run_lane, args=(folder / str(n), f"{seed} {n}", share, runs))
        for n, share in enumerate(shares)
    ]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    return runs


def faults(runs: list[Run], kills: int) -> list[str]:
    """Why the bar is not met."""
    found = [problem for one in runs for problem in one.problems]
    if len(runs) < kills:
        found.append(f"only {len(runs)} of {kills} runs came to an end")
    kept = sum(one.lost_text <= SOON for one in runs)
    if kept < WANTED * kills:
        found.append(f"text older than {SOON} s kept in {kept} of {kills} runs")
    if any(one.lost_text > LATE for one in runs):
        found.append(f"text older than {LATE} s was lost")
    if any(one.lost_end > SOON for one in runs):
        found.append("a finished reply was lost")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--kills", type=int, default=100)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as folder:
        runs = run(options.seed, options.kills, Path(folder))
    ages = sorted(one.lost_text for one in runs)
    kept = sum(one.lost_text <= SOON for one in runs)
    say = sys.stdout.write
    say(f"{len(runs)} kills, {sum(one.texts for one in runs):,} texts, ")
    say(f"{sum(one.ends for one in runs)} ended replies, {time.monotonic() - began:.0f} s\n")
    say(f"database whole: {sum(not one.problems for one in runs)} of {len(runs)}\n")
    say(f"text older than 150 ms kept: {kept} of {len(runs)}\n")
    say(f"age of the oldest text lost: median {1000 * ages[len(ages) // 2]:.0f} ms, ")
    say(f"95 % {1000 * ages[len(ages) * 95 // 100]:.0f} ms, most {1000 * ages[-1]:.0f} ms\n")
    say(f"age of the oldest end lost: {1000 * max(one.lost_end for one in runs):.0f} ms\n")
    found = faults(runs, options.kills)
    for fault in found:
        say(f"NOT MET: {fault}\n")
    say("" if found else "met\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
