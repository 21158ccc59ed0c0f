"""A Puna that tells when it is open and when it is raised, as lines of JSON.

`python raised.py HOME [FILE | --deaf]`. With `--deaf` it has the home and never listens.
"""

import json
import sys
import time
from pathlib import Path

from app.application import Application, demo_model, make_qt
from app.instance import Instance, Wish
from engine.paths import Home


def say(words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    file = sys.argv[2] if len(sys.argv) > 2 else ""
    qt = make_qt()
    home = Home(Path(sys.argv[1]))
    instance = Instance(home)
    if instance.claim(Wish(file)) != "first":
        sys.exit(0)
    if file == "--deaf":
        say("open")
        time.sleep(60)
    application = Application(qt, home, demo_model())
    instance.asked.connect(application.take_wish)
    instance.asked.connect(lambda wish: say(["raised", wish.file]))
    application.start()
    say("open")
    sys.exit(qt.exec())
