"""How long the window is busy for each flush of a reply that streams into a long chat.

`python tests/bench/bench_flush.py` prints, for a message of 11,000 characters in flushes of 30, the
milliseconds of the append itself and of everything up to the painted frame; then the opening of
chats, and hostile texts.
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
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from app.chat.document import MessageDocument
from app.chat.formats import Style
from app.chat.transcript import Transcript
from app.theme import Theme

REPLY = ((ENGLISH + "\n" + CODE + "\n" + CHINESE + "\n") * 10)[:11_000]
LONG_CODE = "```python\n" + "    total += weight(item)  # a line of code\n" * 260
FLUSH = 30


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
    open_chats(theme, app)
    hostile(theme)


if __name__ == "__main__":
    main()
