"""The list of 10,000 chats: reading, showing, showing again, scrolling, selecting, and a search.

Run by `python tests/bench/bench_list.py [NUMBER]`; prints milliseconds of the GUI thread, and for
what the store does, of its thread. The longest of a scroll is what a person would feel.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.years import fill
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.chat.shelf import Listing, Shelf
from app.chat.shelf_view import ShelfView
from app.preferences import Preferences
from app.store_watch import StoreWatch
from app.theme import Theme
from engine.settings import Settings
from engine.store.store import Store


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def report(what: str, *values: float) -> None:
    sys.stdout.write(f"{what:<44}" + "".join(f"{value:9.1f}" for value in values) + " ms\n")


def main(number: int) -> None:
    qt = QApplication([])
    theme, bridge = Theme(qt), Bridge()
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(None) as temporary,
        Store(Path(folder) / "puna.db") as store,
    ):
        store.call(lambda chats: fill(chats, number)).result(600)
        shelf = Shelf(store, temporary, bridge, StoreWatch())
        preferences = Preferences(Settings(), lambda _: None, bridge)
        view = ShelfView(shelf, preferences, theme)
        measure(qt, store, view, number)
        shelf.close()
        bridge.close()


def measure(qt: QApplication, store: Store, view: ShelfView, number: int) -> None:
    read = store.call(lambda chats: timed(lambda: Listing.read(chats))).result(60)
    listing = store.call(Listing.read).result(60)
    report(f"reading the list of {number} chats, its thread", read)
    view.resize(244, 700)
    view.show()
    QTest.qWaitForWindowExposed(view)

    def draw() -> None:
        qt.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def show() -> None:
        view._on_listed(listing.chats, listing.folders)
        draw()

    report("showing it the first time, drawn", timed(show))
    report("showing the same again", timed(show))
    listing.chats.insert(0, listing.chats.pop(number // 2))
    report("showing it with one chat moved to the top", timed(show))
    bar = view.verticalScrollBar()

    def scroll(to: int) -> None:
        bar.setValue(to)
        draw()

    wheel = [timed(lambda to=to: scroll(to)) for to in range(0, 60_000, 96)]
    report("scrolling by the wheel: median, longest", statistics.median(wheel), max(wheel))
    jumps = [timed(lambda to=to: scroll(to)) for to in range(0, bar.maximum(), bar.maximum() // 99)]
    report("jumping through it: median, longest", statistics.median(jumps), max(jumps))
    keys = [timed(lambda: (QTest.keyClick(view, Qt.Key.Key_Down), draw())) for _ in range(200)]
    report("arrow keys: median, longest", statistics.median(keys), max(keys))
    report("selecting all, drawn", timed(lambda: (view.selectAll(), draw())))
    report("showing it with all selected", timed(show_moved(listing.chats, show)))
    qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)
    view._opening.stop()


def show_moved(chats: list, show: Callable[[], None]) -> Callable[[], None]:
    def moved() -> None:
        chats.insert(0, chats.pop())
        show()

    return moved


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
