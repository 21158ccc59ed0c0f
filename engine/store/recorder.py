"""Writes replies to disk while they stream, between the engine and whoever listens to it.

Knows no SQL. Nothing here makes the engine wait: text is noted in memory, a thread decides when it
is due, the store's thread writes it. While the disk refuses, text stays in memory and is tried
again.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from engine.errors import InvalidInput, PunaError
from engine.messages import Cut, Event, Failed, Finished, Text
from engine.store.chats import Chats
from engine.store.records import LeftOut
from engine.store.store import Store

Sink = Callable[[Event], None]

log = logging.getLogger(__name__)


class _Reply:
    """One reply: its text, and where writing it stands.

    `noted` counts events, `written` those on disk. `queued` counts the writes under way, the last
    of which took the text at `taken_at`. `gone`: the store has no such message any more.
    """

    def __init__(self, message_id: int, start: str, cut: LeftOut | None) -> None:
        self.message_id = message_id
        self.pieces = [start]
        self.cut = cut
        self.cut_again = False
        self.ending: Finished | Failed | None = None
        self.noted = self.written = self.queued = 0
        self.taken_at = -math.inf
        self.gone = False

    def text(self) -> str:
        """All text. Joined once, so that the next call joins only what came since."""
        self.pieces = ["".join(self.pieces)]
        return self.pieces[0]


class Recorder:
    """Puts itself between the engine and the listener of each reply.

    Text is written at most every `interval` s for a reply, and at most that long after it came;
    the end of a reply at once. When the disk refuses, `on_error` hears it once, everything is
    tried again every `retry` s, and `on_saved` hears when all is written. Both are called on a
    thread of the store or the recorder and must return at once.
    """

    def __init__(
        self,
        store: Store,
        on_error: Callable[[PunaError], None] | None = None,
        on_saved: Callable[[], None] | None = None,
        *,
        interval: float = 0.1,
        retry: float = 5.0,
    ) -> None:
        self._store = store
        self._on_error = on_error
        self._on_saved = on_saved
        self._interval = interval
        self._retry = retry
        self._changed = threading.Condition()  # guards everything below
        self._due: dict[_Reply, float] = {}  # what waits to be written, and until when
        self._queued = 0
        self._refused: set[_Reply] = set()
        self._held: dict[int, _Reply] = {}  # what may not be written yet, by message
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="puna-recorder", daemon=True)
        self._thread.start()

    def record(
        self, message_id: int, sink: Sink, start: str = "", cut: LeftOut | None = None
    ) -> Sink:
        """A sink for one job, which passes every event on to `sink` after noting it.

        `start` is the text the reply has already, where it is continued, and `cut` what was left
        out for that. Who hears the end and then
        asks the store finds the whole reply there.
        """
        reply = _Reply(message_id, start, cut)
        with self._changed:
            self._held[message_id] = reply

        def note(event: Event) -> None:
            if isinstance(event, Text):
                self._note(reply, event.text)
            elif isinstance(event, Cut):
                self._note_cut(reply, event)
            elif isinstance(event, Finished | Failed):
                self._end(reply, event)
            sink(event)

        return note

    def holds(self, message_id: int) -> bool:
        """Whether there is text of that message which the store may not have yet."""
        with self._changed:
            return message_id in self._held

    @property
    def busy(self) -> bool:
        """Whether there is text of any message which the store may not have yet."""
        with self._changed:
            return bool(self._held)

    def settle(self, chats: Chats, message_id: int) -> None:
        """On the store's thread: write what is left of that reply now, so that who goes on with it
        finds all its text. Raises where the disk refuses; then it is tried again as before."""
        with self._changed:
            reply = self._held.get(message_id)
        if reply is None or reply.gone:
            return
        self._write(reply, chats)
        with self._changed:
            if reply in self._due:
                self._due[reply] = 0.0  # nothing is left to write, and that is to be noticed
                self._changed.notify()

    def close(self, timeout: float = 5.0) -> bool:
        """Write what is left. False where something could not be written within `timeout` s.

        Close the engine before and the store after: text that comes later is not written.
        """
        with self._changed:
            self._closing = True
            self._due = dict.fromkeys(self._due, 0.0)
            self._changed.notify()
        self._thread.join(timeout)
        return not (self._thread.is_alive() or self._refused)

    def _note(self, reply: _Reply, text: str) -> None:
        with self._changed:
            reply.pieces.append(text)
            reply.noted += 1
            self._plan(reply)

    def _note_cut(self, reply: _Reply, event: Cut) -> None:
        with self._changed:
            reply.cut = (reply.cut or LeftOut(0)).then(event.count, event.summary)
            reply.cut_again = True
            reply.noted += 1
            self._plan(reply)

    def _end(self, reply: _Reply, event: Finished | Failed) -> None:
        with self._changed:
            reply.ending = event
            reply.noted += 1
            if reply.gone:
                return
            self._queue(reply)
        self._submit(reply)

    def _plan(self, reply: _Reply) -> None:
        """Set when what was noted is written, unless that is known or decided by `_answered`."""
        if reply.queued or reply.gone or reply in self._due:
            return
        self._due[reply] = 0.0 if self._closing else reply.taken_at + self._interval
        self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (ready := self._ready()):
                    if self._closing and not self._due and not self._queued:
                        return
                    first = min(self._due.values(), default=None)
                    self._changed.wait(None if first is None else first - time.monotonic())
                for reply in ready:
                    self._queue(reply)
            for reply in ready:
                self._submit(reply)

    def _ready(self) -> list[_Reply]:
        now = time.monotonic()
        return [reply for reply, due in self._due.items() if due <= now]

    def _queue(self, reply: _Reply) -> None:
        self._due.pop(reply, None)
        reply.queued += 1
        self._queued += 1

    def _submit(self, reply: _Reply) -> None:
        """Outside the lock: the answer may be there at once."""
        future = self._store.call(partial(self._write, reply))
        future.add_done_callback(partial(self._answered, reply))

    def _write(self, reply: _Reply, chats: Chats) -> None:
        """On the store's thread. Takes the text as it is now, not as it was when it was due."""
        with self._changed:
            noted, content, ending = reply.noted, reply.text(), reply.ending
            cut = reply.cut if reply.cut_again else None
            reply.taken_at = time.monotonic()
        if noted == reply.written:
            return  # the write before took it along
        if cut is not None:
            chats.set_cut(reply.message_id, cut)
        match ending:
            case Finished(reason=reason, stats=stats, receipt=receipt):
                chats.finish(reply.message_id, content, reason, stats, receipt)
            case Failed(error=error):
                chats.fail(reply.message_id, content, error)
            case None:
                chats.set_content(reply.message_id, content)
        reply.written = noted

    def _answered(self, reply: _Reply, future: Future[None]) -> None:
        error = future.exception()
        with self._changed:
            reply.queued -= 1
            self._queued -= 1
            outage = bool(self._refused)
            if error is None or isinstance(error, InvalidInput):
                reply.gone = error is not None
                self._refused.discard(reply)
                if reply.noted != reply.written:
                    self._plan(reply)
            else:
                self._refused.add(reply)
                if not self._closing:
                    self._due[reply] = time.monotonic() + self._retry
            written = reply.ending is not None and reply.noted == reply.written
            if (written or reply.gone) and self._held.get(reply.message_id) is reply:
                del self._held[reply.message_id]
            over = outage and not self._refused
            self._changed.notify()
        if isinstance(error, PunaError) and (reply.gone or not outage):
            log.warning("message %d was not saved: %s", reply.message_id, error)
            if self._on_error and not reply.gone:
                self._on_error(error)
        if over and self._on_saved:
            self._on_saved()
