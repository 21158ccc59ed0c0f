"""`python -m engine.documents.importer LIMITS [--background]`: the process that reads files.

Files come from anywhere and are read by large libraries: this process keeps what they may do away
from the window. Memory is limited here, time by the parent, which ends it. Requests and answers
are frames, one request at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from engine.documents.importer.limits import Limits
from engine.documents.importer.protocol import (
    Answer,
    Began,
    Done,
    Draw,
    Failed,
    Parse,
    Piece,
    ReadPage,
    Request,
)
from engine.documents.importer.reading import Reading
from engine.errors import DocumentError, PunaError
from engine.files import shown
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.process import (
    harden,
    prefer_to_be_killed,
    stay_in_background,
    take_standard_streams,
)

_PIECE: Final = 512 << 10
_DEEPEST: Final = 2_000  # frames of Python: a file of things in things ends in an error


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    limits = msgspec.json.decode(arguments[0], type=Limits)
    source, sink = take_standard_streams()
    harden(memory_limit=limits.memory)
    prefer_to_be_killed()
    if "--background" in arguments:
        stay_in_background()
    sys.setrecursionlimit(_DEEPEST)
    requests: FrameReader[Request] = FrameReader(source, Request)  # type: ignore[arg-type]  # a union
    write = FrameWriter(sink).write
    reading = Reading(limits)
    write(Began())
    while (request := requests.read()) is not None:
        write(_answered(reading, request, write))


def _answered(reading: Reading, request: Request, write: Callable[[Answer], None]) -> Answer:
    """The last answer to a request; those before it are written."""
    path = shown(Path(os.fsdecode(request.path)))
    try:
        result = _result(reading, request, write)
    except PunaError as error:
        return Failed(error.info())
    except MemoryError:
        reading.close()
        return Failed(DocumentError(path, "memory", "it needs too much memory").info())
    except RecursionError:
        return Failed(DocumentError(path, "bomb", "it is nested too deeply").info())
    except OSError as error:
        return Failed(DocumentError(path, "damaged", f"reading it failed ({error})").info())
    except Exception as error:  # noqa: BLE001 - libraries raise anything for a file that is broken
        reason = f"it is not as its format wants it ({type(error).__name__}: {str(error)[:200]})"
        return Failed(DocumentError(path, "damaged", reason).info())
    data = msgspec.msgpack.encode(result)
    for start in range(0, len(data), _PIECE):
        write(Piece(data[start : start + _PIECE]))
    return Done()


def _result(reading: Reading, request: Request, write: Callable[[Answer], None]) -> object:
    if isinstance(request, Parse):
        return reading.parse(request, write)
    if isinstance(request, ReadPage):
        return reading.page(request)
    if isinstance(request, Draw):
        return reading.draw(request)
    return reading.locate(request)


if __name__ == "__main__":
    main(sys.argv[1:])
