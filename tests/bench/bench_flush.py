"""How long the window is busy for each flush of a reply that streams into a long chat.

`python tests/bench/bench_flush.py` prints, for a message of 11,000 characters in flushes of 30, the
milliseconds of the append itself and of everything up to the painted frame; how late a timer of
16 ms comes beside a reply of 60 tokens a second; then the opening of chats and of messages of a
megabyte, find in 1,000 messages, and hostile texts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import mean
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.conversations import CHINESE, CODE, ENGLISH, everything, message
from helpers.hostile import HOSTILE
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from app.bridge import DRAIN_MS, Bridge
from app.chat.document import MessageDocument
from app.chat.finder import Finder
from app.chat.formats import Style
from app.chat.pictures import Pictures
from app.chat.transcript import Transcript
from app.theme import Theme
from engine.store.records import StoredMessage

REPLY = ((ENGLISH + "\n" + CODE + "\n" + CHINESE + "\n") * 10)[:11_000]
LONG_CODE = "```python\n" + "    total += weight(item)  # a line of code\n" * 260
FORMULAS = "".join(
    f"Let $x_{{{n}}} = \\frac{{{n}}}{{2}}$ be, then\n\n$$\\sum_{{k=1}}^{{{n}}} k = {n}$$\n\n"
    for n in range(120)
)
FLUSH = 30
TOKENS_PER_S = 60
TOKEN = 4.2  # characters, of English
SECONDS = 15


def stream(theme: Theme, app: QApplication, before: int, text: str, name: str) -> None:
    transcript = Transcript(theme)
    transcript.resize(1000, 760)
    turns = everything()[:4]
    history = [message(i + 1, turns[i % 4].role, turns[i % 4].content) for i in range(before)]
    transcript.show_messages(history)
    transcript.show()
    transcript.add(message(before + 1, "assistant", "", state="streaming"))
    app.processEvents()
    appends, frames = [], []
    for start in range(0, len(text), FLUSH):
        began = perf_counter()
        transcript.append(before + 1, text[start : start + FLUSH])
        appends.append(1000 * (perf_counter() - began))
        app.processEvents()
        frames.append(1000 * (perf_counter() - began))
    began = perf_counter()
    transcript.finish(message(before + 1, "assistant", text, reason="stop"))
    app.processEvents()
    finish = 1000 * (perf_counter() - began)
    frames.sort()
    p99 = frames[int(0.99 * len(frames))]
    out = sys.stdout
    out.write(
        f"{name}, {before} messages before: append {mean(appends):.1f} mean {max(appends):.1f} max;"
        f" to the frame {mean(frames):.1f} mean {p99:.1f} p99 {max(frames):.1f} max;"
        f" finish {finish:.1f} ms\n"
    )
    transcript.hide()
    transcript.deleteLater()
    app.processEvents()


def lateness(theme: Theme, app: QApplication, pictures: Pictures, text: str, name: str) -> None:
    """A reply of 60 tokens a second, as the bridge passes it on, below 1,000 messages."""
    transcript = Transcript(theme, pictures=pictures)
    transcript.resize(1000, 760)
    transcript.show_messages(long_chat(1000))
    transcript.show()
    transcript.add(message(1001, "assistant", "", state="streaming"))
    until = perf_counter() + 1
    while perf_counter() < until:
        app.processEvents()
    late: list[float] = []
    state = {"at": 0, "last": perf_counter(), "began": perf_counter()}

    def tick() -> None:
        now = perf_counter()
        late.append(1000 * (now - state["last"]) - 16)
        state["last"] = now

    def flush() -> None:
        due = int((perf_counter() - state["began"]) * TOKENS_PER_S * TOKEN)
        transcript.append(1001, text[int(state["at"]) : due])
        state["at"] = due
        if due > len(text) or due > SECONDS * TOKENS_PER_S * TOKEN:
            app.quit()

    ticks = QTimer(interval=16, timerType=Qt.TimerType.PreciseTimer)
    ticks.timeout.connect(tick)
    flushes = QTimer(interval=DRAIN_MS)
    flushes.timeout.connect(flush)
    ticks.start()
    flushes.start()
    app.exec()
    ticks.stop()
    flushes.stop()
    late.sort()
    sys.stdout.write(
        f"16 ms timer, 60 tokens/s, {name}, 1000 messages before: late by "
        f"{late[len(late) // 2]:.1f} median, {late[int(0.99 * len(late))]:.1f} p99, "
        f"{late[-1]:.1f} max ms\n"
    )
    transcript.hide()
    transcript.deleteLater()
    app.processEvents()


def long_chat(count: int) -> list[StoredMessage]:
    turns = everything()[:8]
    return [message(i + 1, turns[i % 8].role, turns[i % 8].content) for i in range(count)]


def open_megabytes(theme: Theme, app: QApplication) -> None:
    """Messages of a megabyte, of every kind, and the button that shows all of one."""
    lines, mixed = "A line.\n" * 125_000, (REPLY * 100)[:1_000_000]
    for name, text in (("prose", HOSTILE["prose"]), ("lines", lines), ("mixed", mixed)):
        for role in ("user", "assistant"):
            transcript = Transcript(theme)
            transcript.resize(1000, 760)
            transcript.show()
            app.processEvents()
            began = perf_counter()
            transcript.show_messages([message(1, role, text)])
            app.processEvents()
            shown = 1000 * (perf_counter() - began)
            body = transcript.cards.made[0].body
            began = perf_counter()
            body.open_rest()
            app.processEvents()
            opened = 1000 * (perf_counter() - began)
            sys.stdout.write(
                f"1 MB of {name} from {role}: shown {shown:.0f} ms, all {opened:.0f} ms more\n"
            )
            transcript.hide()
            transcript.deleteLater()


def find(app: QApplication) -> None:
    """Words in a chat of 1,000 messages: until the first match, until all, and once more."""
    finder = Finder()
    messages = long_chat(1000)
    for query in ("handbook", "zebra", "e", "the handbook"):
        began = perf_counter()
        finder.start(messages, query)
        first = 0.0
        while not finder.done:
            app.processEvents()
            first = first or (perf_counter() - began if finder.found else 0.0)
        took = 1000 * (perf_counter() - began)
        sys.stdout.write(
            f"find {query!r} in 1000 messages: {len(finder.found)} matches, first after "
            f"{1000 * first:.0f} ms, all after {took:.0f} ms\n"
        )


def open_chats(theme: Theme, app: QApplication) -> None:
    turns = everything()[:8]
    for count in (20, 1000):
        began = perf_counter()
        transcript = Transcript(theme)
        transcript.resize(1000, 760)
        transcript.show_messages(
            [message(i + 1, turns[i % 8].role, turns[i % 8].content) for i in range(count)]
        )
        transcript.show()
        app.processEvents()
        shown = 1000 * (perf_counter() - began)
        began = perf_counter()
        transcript.resize(900, 760)
        app.processEvents()
        resized = 1000 * (perf_counter() - began)
        sys.stdout.write(f"open {count} messages {shown:.0f} ms, resize {resized:.0f} ms\n")
        transcript.hide()
        transcript.deleteLater()


def hostile(theme: Theme) -> None:
    for name, text in HOSTILE.items():
        document = QTextDocument()
        document.setTextWidth(672)
        shown = MessageDocument(document, Style.of(theme))
        began = perf_counter()
        shown.set_text(text)
        drawn = 1000 * (perf_counter() - began)
        document.documentLayout().documentSize()
        laid = 1000 * (perf_counter() - began)
        sys.stdout.write(f"hostile {name}: drawn {drawn:.0f} ms, laid out {laid:.0f} ms\n")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = Theme(app)
    for before in (0, 60, 1000):
        stream(theme, app, before, REPLY, "mixed")
    stream(theme, app, 60, LONG_CODE, "one block of code")
    bridge = Bridge()
    pictures = Pictures(bridge)
    lateness(theme, app, pictures, REPLY, "mixed text")
    lateness(theme, app, pictures, FORMULAS, "many formulas")
    pictures.close()
    bridge.close()
    open_chats(theme, app)
    open_megabytes(theme, app)
    find(app)
    hostile(theme)


if __name__ == "__main__":
    main()
