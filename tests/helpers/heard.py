"""A listener of the engine that a test can wait with."""

import threading

from helpers.scripted import end_of

from engine.messages import Failed, Finished

WAIT = 60


class Heard:
    """A sink that keeps what it hears and can be waited for."""

    def __init__(self):
        self.events = []
        self._new = threading.Condition()

    def __call__(self, event):
        with self._new:
            self.events.append(event)
            self._new.notify_all()

    def wait_for(self, kind):
        with self._new:
            assert self._new.wait_for(lambda: any(isinstance(e, kind) for e in self.events), WAIT)

    def end(self):
        self.wait_for((Finished, Failed))
        return end_of(self.events)
