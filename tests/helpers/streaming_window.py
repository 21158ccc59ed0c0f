"""A Puna of its own process that asks and is answered without end, until somebody kills it.

`python streaming_window.py HOME SCRIPT`: the real window with a scripted model. Every event of a
reply is told on standard output before anything else hears it: what it is, which reply of this
program it belongs to, the time of `time.monotonic` and the length of the text so far.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest

from app.application import Application, demo_model, make_qt
from engine.messages import Failed, Finished, Text
from engine.paths import Home

PIECES_PER_S = 60


def piece_of(number: int) -> str:
    """The pieces of every reply: four characters, as the scripted model gives them."""
    return f"{number:3} "


def told(engine, chat):
    """The engine's `chat`, with every event told before it goes on."""
    count = 0

    def ask(request, sink):
        nonlocal count
        count += 1
        number, length = count, 0

        def tell(event):
            nonlocal length
            if isinstance(event, Text):
                length += len(event.text)
                write("text", number, time.monotonic(), length)
            elif isinstance(event, Finished | Failed):
                write(type(event).__name__.lower(), number, time.monotonic(), length)
            sink(event)

        return chat(request, tell)

    return ask


def write(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main(home: str, script: str) -> None:
    qt = make_qt()
    application = Application(qt, Home(Path(home)), demo_model(script))
    application.engine.chat = told(application.engine, application.engine.chat)
    application.start()
    session = application.session
    while True:
        while session.state != "idle":
            QTest.qWait(5)
        if not session.send("Tell me everything."):
            QTest.qWait(20)


if __name__ == "__main__":
    main(*sys.argv[1:])
