"""Runs the window from the first line of the program to its exit code."""

from __future__ import annotations

import os
import signal
import sys

from app.application import Application, demo_model, make_qt
from app.faults import Faults
from app.held import start_anyway
from app.instance import Instance, Wish
from app.model_choice import STARTER
from app.trial import USER_ERROR, Trial
from engine.hub.programs import other_programs
from engine.paths import Home


def run(home: Home, *, file: str, demo: bool, quit_after_reply: bool) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    qt = make_qt()
    instance = Instance(home)
    wish = Wish(file, os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    claim = instance.claim(None if quit_after_reply else wish)
    if quit_after_reply and claim == "held":
        sys.stderr.write(f"Puna is open already on {home.root}.\n")
        return USER_ERROR
    if claim == "passed" or (claim == "held" and not start_anyway(qt, home, instance)):
        return 0
    application = Application(qt, home, demo_model() if demo else None, other_programs())
    instance.asked.connect(application.take_wish)
    faults = Faults(application.bridge, str(home.logs / "puna.log"), application)
    faults.install()
    # Ctrl+C ends the program at once: replies are on disk already, children end with their input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if quit_after_reply and not application.preferences.settings.model:
        file = file or STARTER
    application.start(file)
    if quit_after_reply:
        Trial(application, qt).start()
    code = qt.exec()
    application.close()
    instance.close()
    return code
