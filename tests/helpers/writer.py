"""A Puna of its own process, writing a long reply until somebody kills it.

`python writer.py HOME SCRIPT`: opens the window on HOME with a scripted model, asks, and writes the
length of the reply on the screen to standard output, again and again.
"""

import sys
from pathlib import Path

from PySide6.QtTest import QTest

from app.application import Application, demo_model, make_qt
from engine.paths import Home

if __name__ == "__main__":
    qt = make_qt()
    application = Application(qt, Home(Path(sys.argv[1])), demo_model(sys.argv[2]))
    application.start()
    application.session.send("Tell me everything.")
    while True:
        QTest.qWait(20)
        reply = application.session.last_reply()
        sys.stdout.write(f"{len(reply.content) if reply else 0}\n")
        sys.stdout.flush()
