"""The bar of downloads: a file arrives byte-exact, or fails with a clear error and nothing to see.

    python tests/bars/downloads.py [--seed N] [--size BYTES] [--drops N] [--kills N]

A 40 MB file from a hub in this process that sends 40 MB a second: dropped at random places and
after every MB, its program killed with SIGKILL at random moments, every fault that a network has,
a full disk, two programs at once. Met (exit code 0) when every fault that passes ends in the right
bytes, every one that stays in an error that says what to do; no model is seen that is not whole;
nothing is left behind; and no drop or kill costs more than 1 MiB of bytes fetched twice.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import msgspec  # noqa: E402  the line above makes what follows importable
from bars.full_disk import on_a_small_disk, possible  # noqa: E402
from helpers import loader  # noqa: E402
from helpers.fakehub import FakeHub  # noqa: E402
from helpers.loading import NAME, REPOSITORY, Loads, hidden, visible, wanted_of  # noqa: E402

MIB = 1 << 20
RATE = 40e6
Faults = Iterator[str]


class Bar:
    """One trial after another, each with a hub and a folder of its own. `allowed`: bytes that may
    come twice in it."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder = folder
        self.size = size
        self.rng = random.Random(seed)
        self.data = self.rng.randbytes(size)
        self.allowed = self.twice = 0
        self._trials = 0

    def run(self, trial: Callable[[], Faults]) -> Faults:
        """What is wrong in one trial."""
        self.allowed = self.size
        self._trials += 1
        with FakeHub(rate=RATE) as self.hub:
            self.hub.add(REPOSITORY, {NAME: self.data})
            yield from trial()
        # Now that it is closed, every answer is counted.
        self.twice = sum(seen.sent for seen in self.hub.requests if not seen.to_hub) - self.size
        if self.twice > self.allowed:
            yield f"{self.twice:,} bytes came twice"

    def models(self) -> Path:
        return self.folder / str(self._trials) / "models"

    def whole(self, models: Path) -> Faults:
        """What is wrong where the download is said to be done."""
        found = visible(models)
        if [path.name for path in found] != [NAME] or found[0].read_bytes() != self.data:
            yield f"there are {[path.name for path in found]}, or other bytes"
        if hidden(models):
            yield f"{hidden(models)} is left behind"

    def passing(self, *faults: dict, allowed: int) -> Faults:
        """Faults that pass: the file must arrive."""
        models = self.models()
        self.allowed = allowed
        for fault in faults:
            self.hub.fault(**fault)
        with Loads(models, self.hub) as loads:
            end = loads.fetched(wanted_of(self.hub), 120)
        if end.state != "done":
            yield f"failed: {end.error.message}"
        yield from self.whole(models)

    def staying(self, fault: dict, kind: str, what: str | None) -> Faults:
        """A fault that stays: an error with advice, and no model."""
        models = self.models()
        self.hub.fault(**fault, times=0)
        with Loads(models, self.hub) as loads:
            end = loads.fetched(wanted_of(self.hub), 120)
            loads.downloads.cancel(end.wanted.id)
        if end.state != "failed":
            yield f"is {end.state}"
        elif (end.error.kind, end.error.values.get("fault")) != (kind, what):
            yield f"told as {end.error}"
        elif not end.error.message or not end.error.advice:
            yield "the error does not say what to do"
        if visible(models) or hidden(models):
            yield f"{visible(models)}, {hidden(models)} is left behind"

    def program(self, models: Path, *more: str, before: tuple[str, ...] = ()) -> subprocess.Popen:
        models.parent.mkdir(parents=True, exist_ok=True)
        program = subprocess.Popen(
            [*before, sys.executable, loader.__file__, str(models), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        program.stdin.write(msgspec.json.encode(wanted_of(self.hub)) + b"\n")
        program.stdin.flush()
        return program

    def kill(self) -> Faults:
        """Kill a program in the middle; the next one goes on where it was."""
        models = self.models()
        self.allowed = MIB
        with self.program(models) as program:
            program.stdout.readline()
            time.sleep(self.rng.uniform(0, 1.1 * self.size / RATE))
            program.kill()
        if visible(models):
            yield from self.whole(models)
        with self.program(models) as program:
            last = program.communicate(timeout=120)[0].splitlines()[-1]
        if not last.startswith(b"done"):
            yield f"the next one ended with {last!r}"
        yield from self.whole(models)

    def two(self) -> Faults:
        """Two programs fetch the same at once: it comes once."""
        models = self.models()
        self.allowed = 0
        with self.program(models) as one, self.program(models) as two:
            ends = [p.communicate(timeout=120)[0].splitlines()[-1] for p in (one, two)]
        if any(not end.startswith(b"done") for end in ends):
            yield f"ended with {ends}"
        yield from self.whole(models)

    def small_disk(self) -> Faults:
        """A disk that is too small: refused before the first byte."""
        models = self.models()
        last = self._on_disk(models, self.size)
        if not last.startswith(b"failed 0 storage"):
            yield f"ended with {last!r}"
        if any(not seen.to_hub for seen in self.hub.requests):
            yield "bytes were asked for"

    def filled_disk(self) -> Faults:
        """A disk that others fill meanwhile: what is reserved is enough."""
        last = self._on_disk(self.models(), self.size + 64 * MIB, str(self.size // 4))
        if last != b"done %d" % self.size:
            yield f"ended with {last!r}"

    def _on_disk(self, models: Path, size: int, *more: str) -> bytes:
        models.mkdir(parents=True)
        before = [part.replace("size=40m", f"size={size}") for part in on_a_small_disk(models)]
        with self.program(models, *more, before=tuple(before)) as program:
            return program.communicate(timeout=120)[0].splitlines()[-1]


def busy(status: int, where: str, after: str = "") -> dict:
    return {"kind": "status", "status": status, "where": where, "retry_after": after, "times": 3}


def trials(bar: Bar, drops: int, kills: int) -> Iterator[tuple[str, Callable[[], Faults]]]:
    """Every trial with its name."""
    size, half = bar.size, bar.size // 2
    places = sorted(bar.rng.randrange(size) for _ in range(drops))
    random_drops = [{"kind": "drop", "at": at} for at in places]
    yield f"{drops} drops at once", lambda: bar.passing(*random_drops, allowed=drops * MIB)
    for kind in ("drop", "reset"):
        for at in places:
            fault = {"kind": kind, "at": at}
            yield f"{kind} at {at:,}", lambda f=fault: bar.passing(f, allowed=MIB)
    every = {"kind": "drop_every", "at": 1_000_000, "times": 0}
    yield "drop after every 1 MB", lambda: bar.passing(every, allowed=size // 1_000_000 * MIB)
    passing = {
        "flipped bit": ([{"kind": "flip", "at": half}], size),
        "short file": ([{"kind": "short", "at": half}], half),
        "wrong size": ([{"kind": "size", "at": 1000}], 4 * MIB),
        "ignored range": ([{"kind": "drop", "at": half}, {"kind": "ignored_range"}], half),
        "206 of another part": ([{"kind": "drop", "at": half}, {"kind": "other_range"}], 4 * MIB),
        "lying 206": ([{"kind": "drop", "at": half}, {"kind": "lying_range"}], size),
        "changed ETag": ([{"kind": "drop", "at": half}, {"kind": "etag"}], MIB),
        "429 of the hub": ([busy(429, "hub", "1")], 0),
        "503 of the hub": ([busy(503, "hub")], 0),
        "429 of the CDN": ([busy(429, "cdn")], 0),
        "503 of the CDN": ([busy(503, "cdn")], 0),
        "stall": ([{"kind": "stall", "at": half, "seconds": 5.0}], MIB),
        "portal once": ([{"kind": "page"}], 1000),
    }
    for name, (faults, allowed) in passing.items():
        yield name, lambda f=faults, a=allowed: bar.passing(*f, allowed=a)
    staying = {
        "flipped bit for good": ({"kind": "flip", "at": half}, "download", "digest"),
        "short file for good": ({"kind": "short", "at": half}, "download", "size"),
        "wrong size for good": ({"kind": "size", "at": 1000}, "download", "size"),
        "stall for good": ({"kind": "stall", "at": 0, "seconds": 1.0}, "download", "stalled"),
        "portal": ({"kind": "page"}, "download", "page"),
        "portal before the hub": ({"kind": "login", "where": "hub"}, "download", "page"),
        "401": ({"kind": "status", "status": 401, "where": "hub"}, "hub", "token"),
        "403": ({"kind": "status", "status": 403, "where": "hub"}, "hub", "token"),
        "404": ({"kind": "status", "status": 404, "where": "hub"}, "hub", "missing"),
        "429 for good": ({"kind": "status", "status": 429, "where": "hub"}, "hub", "busy"),
        "503 of the CDN for good": ({"kind": "status", "status": 503}, "hub", "busy"),
        "no connection": ({"kind": "drop", "where": "hub"}, "network", None),
    }
    for name, (fault, kind, what) in staying.items():
        yield name, lambda f=fault, k=kind, w=what: bar.staying(f, k, w)
    yield "two programs at once", bar.two
    if possible(bar.folder):
        yield "a disk too small", bar.small_disk
        yield "a disk that others fill", bar.filled_disk
    if os.name == "posix":
        for number in range(kills):
            yield f"kill {number + 1}", bar.kill


def run(
    folder: Path, size: int, drops: int, kills: int, seed: int, say: Callable[[str], object]
) -> list[str]:
    """What is not met."""
    found = []
    bar = Bar(folder, size, seed)
    for name, trial in trials(bar, drops, kills):
        began = time.monotonic()
        faults = [f"{name}: {fault}" for fault in bar.run(trial)]
        found += faults
        end = "; ".join(faults) or "met"
        twice = max(bar.twice, 0)
        say(f"{name:<26} {time.monotonic() - began:6.1f} s {twice:>12,} twice  {end}\n")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--size", type=int, default=40_000_000)
    parser.add_argument("--drops", type=int, default=30)
    parser.add_argument("--kills", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as folder:
        found = run(
            Path(folder),
            options.size,
            options.drops,
            options.kills,
            options.seed,
            sys.stdout.write,
        )
    for fault in found:
        sys.stdout.write(f"NOT MET: {fault}\n")
    sys.stdout.write("" if found else "met\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
