"""`python -m engine.training`: the process of one run.

Without arguments it is started by Puna: the request and commands come as frames on standard input,
and events go out as frames. With arguments, those of `puna train`, it is started by torchrun: all
processes of a group get the same, and the first prints events as JSON lines.

    torchrun --nproc-per-node 2 -m engine.training -m MODEL --data FILE --out ADAPTER.gguf
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys

from engine.training.control import Control
from engine.training.records import Command, Event, Probe, Request, Train
from engine.training.worker import work
from engine.worker.frames import FrameError, FrameReader, FrameWriter
from engine.worker.process import (
    harden,
    prefer_to_be_killed,
    stay_in_background,
    take_standard_streams,
)


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    if len(sys.argv) > 1:
        from engine.training.group import run  # the command line, which frames have no need of

        return run(sys.argv[1:])
    reader, writer = take_standard_streams()
    prefer_to_be_killed()
    stay_in_background()
    harden(with_parent=False)
    # mypy cannot see that a union of types is what msgspec decodes to
    requests: FrameReader[Train | Probe] = FrameReader(reader, Request)  # type: ignore[arg-type]  # a union
    commands: FrameReader[Command] = FrameReader(reader, Command)  # type: ignore[arg-type]  # a union
    events = FrameWriter(writer)
    if (request := requests.read()) is None:
        return 0

    def read() -> Command | None:
        with contextlib.suppress(FrameError, OSError):
            return commands.read()
        return None

    def tell(event: Event) -> None:
        with contextlib.suppress(OSError):  # nobody listens any more: `control` hears of it, too
            events.write(event)

    control = Control()
    control.listen(read)
    work(request, control, tell)
    return 0


if __name__ == "__main__":
    code = main()
    # The thread that reads commands cannot be called off, and would be waited for.
    sys.stderr.flush()
    os._exit(code)
