"""A Puna of its own process with something typed and something being answered, to be killed.

`python talker.py HOME SCRIPT [temporary]`: writes `ready` once a reply is coming, a text is typed
below it, and the time in which drafts are saved is over.
"""

import sys
from pathlib import Path

from PySide6.QtTest import QTest

from app.application import Application, demo_model, make_qt
from app.chat.drafts import SAVE_AFTER_MS
from engine.paths import Home

SENT = "a long tale of wombats"
TYPED = "typed about an axolotl"

if __name__ == "__main__":
    qt = make_qt()
    application = Application(qt, Home(Path(sys.argv[1])), demo_model(sys.argv[2]))
    application.start()
    session = application.session
    if sys.argv[3:] == ["temporary"]:
        session.new_temporary()
    session.send(SENT)
    while session.last_reply() is None or len(session.last_reply().content) < 300:
        QTest.qWait(20)
    application.window.chat.composer.set_text(TYPED)
    QTest.qWait(SAVE_AFTER_MS + 300)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        QTest.qWait(100)
