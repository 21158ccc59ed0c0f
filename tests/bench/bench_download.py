"""Downloads beside a window: how soon a cancel is seen, how late timers fire, what hashing costs.

`python tests/bench/bench_download.py [--size BYTES] [--rounds N] [--cancels N]` fetches a file of
1 GB from a hub in its own process that sends 200 MB a second, into a program with an event loop of
Qt. The targets: a cancel seen in the window within 50 ms (99 of 100), timers at most 16 ms late (99
of 100), hashed at least 0.9 times as fast as unhashed, the whole in at most 1.05 times the seconds
of `huggingface_hub`, and after a kill in the middle the rest alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["HF_HUB_DISABLE_XET"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec
from helpers import loader
from helpers.fakehub import HubProcess
from helpers.loading import NAME, REPOSITORY
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from engine.errors import PunaError
from engine.files import sha256_of
from engine.hub.downloads import Download, Downloads, Patience, Wanted
from engine.hub.downloads.connection import Halt
from engine.hub.downloads.part import Part
from engine.hub.downloads.transfer import Transfer
from engine.hub.gate import Gate
from engine.hub.records import RemoteFile
from engine.hub.tokens import Tokens

RATE = 200e6
TIMER_MS = 10


def say(what: str, *values: str) -> None:
    sys.stdout.write(f"{what:<58}{'  '.join(values)}\n")
    sys.stdout.flush()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


class Unhashed:
    """A part that is only written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self.length = 0

    def write(self, data: memoryview) -> None:
        while data:
            count = self._file.write(data)
            self.length += count
            data = data[count:]

    def finish(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()


class Unwatched:
    """Nobody looks at a transfer."""

    def arrived(self, count: int) -> None: ...
    def troubled(self, error: PunaError) -> None: ...


class Bench:
    """A window's event loop, a hub in its own process, and one file to fetch from it."""

    def __init__(self, qt: QApplication, hub: HubProcess, file: Path, folder: Path) -> None:
        self.qt = qt
        self.hub = hub
        self.folder = folder
        self.bridge = Bridge()
        self._number = 0
        remote = RemoteFile(NAME, file.stat().st_size, sha256_of(file))
        revision = self._revision()
        self.wanted = Wanted(
            f"{REPOSITORY}/{NAME}", REPOSITORY, revision, hub.endpoint, (remote,), "Model"
        )

    def _revision(self) -> str:
        from huggingface_hub import HfApi

        return HfApi(self.hub.endpoint, token=False).model_info(REPOSITORY).sha or ""

    def place(self) -> Path:
        self._number += 1
        return self.folder / str(self._number)

    def downloads(self, hear: Callable[[object], None]) -> Downloads:
        """As the window has them: what changes is told on this thread."""
        return Downloads(
            self.place(),
            Gate(),
            Tokens(self.hub.endpoint),
            on_change=self.bridge.caller(hear),
            patience=Patience(stall=60.0),
        )

    def until(self, test: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not test():
            if time.monotonic() > end:
                raise RuntimeError("it does not come to an end")
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.0005)

    def cancels(self, number: int, *, stalled: bool) -> None:
        """Milliseconds from a cancel until the window knows that nothing is under way."""
        seen: list[tuple[Download, ...]] = [()]
        took = []
        self.hub.clear_faults()
        if stalled:
            self.hub.fault("stall", at=1_000_000, seconds=60.0, times=0)
        downloads = self.downloads(lambda all_: seen.__setitem__(0, all_))
        for n in range(number):
            downloads.add(self.wanted)
            enough = 1_000_000 if stalled else 2_000_000 + 1_000_000 * (n % 20)
            self.until(lambda least=enough: bool(seen[0]) and seen[0][0].done >= least)
            began = time.perf_counter()
            downloads.cancel(self.wanted.id)
            self.until(lambda: not seen[0])
            took.append(1000 * (time.perf_counter() - began))
        downloads.close()
        self.hub.clear_faults()
        say(
            f"cancel {'in a stall' if stalled else 'while bytes come'}, {number} times",
            f"median {statistics.median(took):.1f} ms",
            f"99 % {percentile(took, 0.99):.1f} ms",
            f"longest {max(took):.1f} ms",
        )

    def lateness(self, work: Callable[[], None] | None) -> list[float]:
        """How late a timer of 10 ms fires, in ms, while a file comes (or for 3 s of nothing)."""
        late: list[float] = []
        last = [time.perf_counter()]

        def tick() -> None:
            now = time.perf_counter()
            late.append(max(0.0, 1000 * (now - last[0]) - TIMER_MS))
            last[0] = now

        timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TIMER_MS)
        timer.timeout.connect(tick)
        timer.start()
        if work is None:
            QTimer.singleShot(3000, self.qt.quit)
            self.qt.exec()
        else:
            work()
        timer.stop()
        return late

    def window(self) -> None:
        """Fetch the file as the window does, and watch its timers."""
        idle = self.lateness(None)
        ends: list[Download] = []
        told = [0]

        def hear(all_: tuple[Download, ...]) -> None:
            told[0] += 1
            ends.extend(d for d in all_ if d.state in ("done", "failed"))
            if ends:
                self.qt.quit()

        downloads = self.downloads(hear)

        def fetch() -> None:
            downloads.add(self.wanted)
            self.qt.exec()

        began = time.perf_counter()
        busy = self.lateness(fetch)
        seconds = time.perf_counter() - began
        downloads.close()
        if ends[0].state != "done":
            raise SystemExit(f"it failed: {ends[0].error}")
        ends[0].path.unlink()
        for what, late in (("idle", idle), ("while the file comes", busy)):
            say(
                f"a timer of 10 ms, {what}: late by",
                f"median {statistics.median(late):.1f} ms",
                f"99 % {percentile(late, 0.99):.1f} ms",
                f"longest {max(late):.1f} ms",
            )
        rate = self.wanted.size / seconds / 1e6
        say("that file", f"{seconds:.2f} s", f"{rate:.0f} MB/s", f"told {told[0]} times")

    def fetched(self, *, hashed: bool) -> tuple[float, float]:
        """Seconds of the clock and of the processor for the bytes alone."""
        path = self.place()
        path.mkdir(parents=True)
        halt, file = Halt(), self.wanted.files[0]
        patience = Patience()
        tokens = Tokens(self.hub.endpoint)
        transfer = Transfer(self.wanted, Gate(), tokens, patience, halt, Unwatched())
        began, busy = time.perf_counter(), time.process_time()
        if hashed:
            with Part(path / "part", file.size) as part:
                transfer.fetch(file, part)
                if part.digest(halt) != file.sha256:
                    raise SystemExit("the digest is wrong")
        else:
            plain = Unhashed(path / "part")
            transfer.fetch(file, plain)  # type: ignore[arg-type]
            plain.finish()
        took = time.perf_counter() - began, time.process_time() - busy
        (path / "part").unlink()
        return took

    def ours(self) -> tuple[float, float]:
        """All of a download, in this process: from the order until it is published."""
        over = threading.Event()
        began, busy = time.perf_counter(), time.process_time()
        downloads = Downloads(
            self.place(),
            Gate(),
            Tokens(self.hub.endpoint),
            on_change=lambda all_: over.set() if all_[0].state in ("done", "failed") else None,
        )
        downloads.add(self.wanted)
        over.wait(120)
        took = time.perf_counter() - began, time.process_time() - busy
        path = downloads.all()[0].path
        downloads.close()
        path.unlink()
        return took

    def theirs(self) -> tuple[float, float]:
        """The same by `huggingface_hub`, which hashes nothing and flushes nothing."""
        from huggingface_hub import hf_hub_download

        place = self.place()
        began, busy = time.perf_counter(), time.process_time()
        path = hf_hub_download(
            REPOSITORY,
            NAME,
            revision=self.wanted.revision,
            endpoint=self.hub.endpoint,
            cache_dir=place,
            token=False,
        )
        took = time.perf_counter() - began, time.process_time() - busy
        Path(path).resolve().unlink()
        return took

    def compare(
        self,
        names: tuple[str, str],
        one: Callable[[], tuple[float, float]],
        other: Callable[[], tuple[float, float]],
        rounds: int,
    ) -> None:
        """Both in turns, so that both meet the same noise: medians, and the ratio of them."""
        pairs = [(one(), other()) for _ in range(rounds)]
        for index, unit in enumerate(("s", "s of the processor")):
            a = statistics.median(pair[0][index] for pair in pairs)
            b = statistics.median(pair[1][index] for pair in pairs)
            say(
                f"{names[0]} and {names[1]}",
                f"{a:.2f} and {b:.2f} {unit}",
                f"ratio {a / b:.3f}",
            )

    def killed(self) -> None:
        """Bytes of the file that come again after a kill in the middle of it."""
        theirs = (
            "import sys; from huggingface_hub import hf_hub_download;"
            "hf_hub_download(sys.argv[1], sys.argv[2], endpoint=sys.argv[3], cache_dir=sys.argv[4],"
            "token=False)"
        )
        arguments = [REPOSITORY, NAME, self.hub.endpoint, str(self.place())]
        programs = {
            "Puna": [sys.executable, loader.__file__, str(self.place())],
            "huggingface_hub": [sys.executable, "-c", theirs, *arguments],
        }
        for name, command in programs.items():
            before = self.hub.sent
            for kill in (True, False):
                with subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
                ) as program:
                    program.stdin.write(msgspec.json.encode(self.wanted) + b"\n")
                    program.stdin.flush()
                    if kill:
                        self._killed(program)
                    program.wait(120)
            time.sleep(1)  # until the hub has noticed that its client is gone
            again = self.hub.sent - before - self.wanted.size
            say(f"{name}, killed in the middle: came again", f"{again / 1e6:.1f} MB")

    def _killed(self, program: subprocess.Popen) -> None:
        """Once half of the file is written, or was sent."""
        half = self.wanted.size // 2
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(OSError):  # closed while it was looked at
                files = list(Path(f"/proc/{program.pid}/fd").iterdir())
                if any(file.is_file() and file.stat().st_size >= half for file in files):
                    break
            time.sleep(0.01)
        program.kill()


def write_random(path: Path, size: int) -> None:
    block = os.urandom(1 << 24)
    with path.open("wb") as file:
        for at in range(0, size, len(block)):
            file.write(at.to_bytes(8) + block[8 : min(len(block), size - at)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cancels", type=int, default=200)
    options = parser.parse_args()
    qt = QApplication([])
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        folder = Path(name)
        file = folder / "file.gguf"
        write_random(file, options.size)
        repositories = {REPOSITORY: {NAME: file}}
        with HubProcess(repositories, rate=RATE) as hub:
            bench = Bench(qt, hub, file, folder)
            bench.cancels(options.cancels, stalled=False)
            bench.cancels(options.cancels, stalled=True)
            bench.window()
            hashed, plain = lambda: bench.fetched(hashed=True), lambda: bench.fetched(hashed=False)
            bench.compare(("unhashed", "hashed"), plain, hashed, options.rounds)
            bench.compare(("Puna", "huggingface_hub"), bench.ours, bench.theirs, options.rounds)
            bench.killed()
            bench.bridge.close()
        QCoreApplication.processEvents()


if __name__ == "__main__":
    main()
