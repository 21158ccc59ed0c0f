"""`python -m engine.formulas.process`: draws formulas for the window, one at a time.

A formula is written by a model or by a stranger: its process has limited memory, and its parent
limits its time by ending it.
"""

from __future__ import annotations

from engine.formulas.typeset import Formula, Picture, typeset
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.process import harden, take_standard_streams

MEMORY_LIMIT = 512 << 20


def main() -> None:
    """Answer formulas until the parent closes the stream."""
    reader, writer = take_standard_streams()
    harden(memory_limit=MEMORY_LIMIT)
    formulas, pictures = FrameReader(reader, Formula), FrameWriter(writer)
    typeset(Formula("x"))  # reads the font: the time limit of a formula does not count it
    pictures.write(Picture())  # ready
    while (formula := formulas.read()) is not None:
        pictures.write(typeset(formula))


if __name__ == "__main__":
    main()
