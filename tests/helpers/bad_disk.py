"""A day of Puna on a disk that lets it down, told as lines of JSON.

`python bad_disk.py HOME SCRIPT full|read-only`: HOME is the root of a file system that this program
may mount anew. A chat is stored, the disk goes bad, Puna starts, is used, and the disk recovers.
"""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtTest import QTest

from app.application import Application, demo_model, make_qt
from app.instance import Instance, Wish
from engine.paths import Home

SECONDS = 30
FILLER = "filler"


def say(**facts):
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it never came about"
        QTest.qWait(10)


@contextmanager
def puna(qt, home, script):
    """Puna from its start to its end, as `puna` runs it."""
    instance = Instance(home)
    claim = instance.claim(Wish())
    application = Application(qt, home, demo_model(script))
    application.start()
    yield application, claim
    application.close()
    instance.close()


def ask(application, text):
    session = application.session
    application.window.chat.composer.submitted.emit(text, ())
    until(lambda: session.state != "idle")
    until(lambda: session.state == "idle" and session.last_reply() is not None)


def go_bad(home, kind):
    if kind == "read-only":
        subprocess.run(["mount", "-o", "remount,ro", str(home.root)], check=True)
        return
    with (home.root / FILLER).open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                pass


def recover(home, kind):
    if kind == "read-only":
        subprocess.run(["mount", "-o", "remount,rw", str(home.root)], check=True)
    else:
        (home.root / FILLER).unlink()


def topics(application):
    return [notice.topic for notice in application.window.banner.notices]


def main(qt, home, script, kind):
    with puna(qt, home, script) as (application, claim):
        ask(application, "before")
    say(claim=claim)
    go_bad(home, kind)
    with puna(qt, home, script) as (application, claim):
        session = application.session
        until(lambda: topics(application) != [])
        session.open_chat(1)
        until(lambda: session.chat_id == 1)
        read = [message.content for message in session.path()]
        application.preferences.change(max_tokens=500)
        ask(application, "meanwhile")
        until(lambda: "settings" in topics(application))
        say(
            claim=claim,
            topics=topics(application),
            words=application.window.banner.text("store"),
            read=read,
            path=len(session.path()),
            temporary=session.temporary,
        )
        recover(home, kind)
        until(lambda: topics(application) == ["unkept"])
        application.window.banner.notices[0].buttons[0].click()
        until(lambda: not session.temporary)
        ask(application, "after")
        say(topics=topics(application))
    with puna(qt, home, script) as (application, claim):
        chats = application.store.call(lambda chats: chats.list()).result(SECONDS)
        say(titles=[c.title for c in chats], max_tokens=application.preferences.settings.max_tokens)


if __name__ == "__main__":
    main(make_qt(), Home(Path(sys.argv[1])), sys.argv[2], sys.argv[3])
