"""How long a click on a citation takes until its page is in sight, and how long the window waits.

    python tests/bench/bench_reader.py [--passages 120] [--seed 7] [--shots DIR]

Random passages of eight manuals of Debian, English and Chinese, as the importer cuts them, are
opened one after the other in a reader of its usual width. For each: the time from the call to the
first picture with its boxes, and the longest time the GUI thread was busy meanwhile; and the
processor time of both processes, which says more on a busy computer. The bars: at most 0.2
processor seconds a click; on an idle computer half of them within 0.3 s, 95 of 100 within 1 s, no
wait of the window longer than 0.1 s; each passage is marked and in sight.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil
from debian_docs import pdfs
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.errors import ErrorWords
from app.reader.pane import ReaderPane
from app.reader.reading import Drawn, Reading
from app.theme import Theme
from engine.documents.importer.client import Importer
from engine.documents.records import Chunk, Passage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
FILES = 8
PATIENCE = 30.0
HALF, MOST, WAIT, WORK = 0.3, 1.0, 0.1, 0.2


def passages(importer: Importer, count: int, seed: int) -> list[Passage]:
    """Random chunks of the manuals, in random order."""
    found = []
    for path in list(pdfs().values())[:FILES]:
        chunks: list[Chunk] = []
        info = importer.parse(path, lambda some, _, chunks=chunks: chunks.extend(some))
        for chunk in random.Random(seed).sample(chunks, count // FILES):
            place = chunk.page, chunk.start, chunk.length, chunk.text
            found.append(Passage(1, "", str(path), info.title, info.sha256, *place))
    random.Random(seed).shuffle(found)
    return found


class Watch:
    """The longest time between two looks at the events."""

    def __init__(self, qt: QApplication) -> None:
        self._qt = qt
        self.longest = 0.0
        self._last: Drawn | None = None

    def until(self, pane: ReaderPane, passage: Passage) -> float:
        """Seconds until the page is there, or PATIENCE."""
        begun = time.perf_counter()
        pane.show_passages([passage])
        self.longest = max(self.longest, time.perf_counter() - begun)
        while (now := time.perf_counter()) - begun < PATIENCE:
            drawn = pane.picture.drawn
            if drawn is not None and drawn is not self._last:
                self._last = drawn
                return now - begun
            self._qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            self.longest = max(self.longest, time.perf_counter() - now)
            time.sleep(0.001)
        return PATIENCE


def worked() -> float:
    """Processor seconds of this process and of the importer's."""
    own = psutil.Process()
    each = [process.cpu_times() for process in (own, *own.children())]
    return sum(times.user + times.system for times in each)


def in_sight(pane: ReaderPane) -> bool:
    """Whether the passage is marked and begins where it can be seen."""
    marks = pane.picture.marks()
    return bool(marks) and marks[0].intersects(pane.picture.viewport().rect().toRectF())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shots", type=Path)
    options = parser.parse_args()
    qt = QApplication([])
    theme, bridge = Theme(qt), Bridge()
    theme.apply("light")
    with tempfile.TemporaryDirectory() as folder:
        importer = Importer(Path(folder), in_background=False)
        cited = passages(importer, options.passages, options.seed)
        reading = Reading(importer, bridge)
        pane = ReaderPane(reading, ErrorWords(), theme)
        pane.resize(500, 760)
        pane.show()
        watch, times, waits, seen = Watch(qt), [], [], 0
        before = worked()
        for number, passage in enumerate(cited):
            watch.longest = 0.0
            times.append(watch.until(pane, passage))
            waits.append(watch.longest)
            seen += in_sight(pane)
            if options.shots is not None and number % 10 == 0:
                options.shots.mkdir(parents=True, exist_ok=True)
                pane.grab().save(str(options.shots / f"{number:03}.png"))
        work = (worked() - before) / len(cited)
        pane.leave()
        reading.close()
        bridge.close()
    times.sort()
    waits.sort()

    def out(line: str) -> None:
        sys.stdout.write(f"{line}\n")

    half, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    out(f"passages: {len(times)}, of {FILES} files; marked and in sight: {seen}")
    out(f"click to picture: p50 {half:.3f} s, p95 {most:.3f} s, longest {times[-1]:.3f} s")
    out(f"longest wait of the window: p50 {waits[len(waits) // 2]:.3f} s, max {waits[-1]:.3f} s")
    out(f"processor time of a click: {work:.3f} s")
    good = (
        work <= WORK and half <= HALF and most <= MOST and waits[-1] <= WAIT and seen == len(times)
    )
    out("all bars met" if good else "a bar is missed (on a busy computer times mean little)")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
