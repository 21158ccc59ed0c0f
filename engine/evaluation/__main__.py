"""`python -m engine.evaluation`: reads one `Judge`, answers with events, ends.

End of input means that nobody wants the answer any more.
"""

from __future__ import annotations

import logging
import os
import threading
import traceback

from engine.errors import Bug, PunaError
from engine.evaluation.records import Failed, Judge, Scored
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.process import harden, prefer_to_be_killed, take_standard_streams


def main() -> None:
    reader, writer = take_standard_streams()
    prefer_to_be_killed()
    harden()
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    requests, events = FrameReader(reader, Judge), FrameWriter(writer)
    judge = requests.read()
    if judge is None:
        return
    threading.Thread(target=_end_with, args=(requests,), name="listener", daemon=True).start()
    try:
        from engine.evaluation.judging import judged  # loads much: after the listener is there

        events.write(Scored(judged(judge, events.write)))
    except PunaError as error:
        events.write(Failed(error.info()))
    except Exception:  # noqa: BLE001 - the last net: told as what it is
        events.write(Failed(Bug(traceback.format_exc()).info()))


def _end_with(requests: FrameReader[Judge]) -> None:
    requests.read()
    os._exit(0)  # what it started ends with its own input


if __name__ == "__main__":
    main()
