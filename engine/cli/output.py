"""What a command says, and where: results to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from typing import TextIO

import msgspec

from engine.errors import ErrorInfo

_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {*map(ord, "\t\n")})
"""Characters a terminal obeys: a model may write them, and they could do more than show text."""


class Output:
    """Writes for people, or JSON lines with `event` first."""

    def __init__(self, *, json: bool = False, stream: TextIO | None = None) -> None:
        self.json = json
        self._stream = stream
        self._on_line = True

    def event(self, name: str, **fields: object) -> None:
        """One JSON object on one line; nothing without --json."""
        if self.json:
            self._write(msgspec.json.encode({"event": name, **fields}).decode() + "\n")

    def text(self, text: str) -> None:
        """Text of a result as it comes; nothing with --json."""
        if not self.json and text:
            terminal = (self._stream or sys.stdout).isatty()
            self._write(text.translate(_CONTROLS) if terminal else text)
            self._on_line = text.endswith("\n")

    def end_line(self) -> None:
        """Begin a new line unless one was just begun."""
        if not self.json and not self._on_line:
            self.text("\n")

    def note(self, text: str) -> None:
        """A remark for whoever watches."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def progress(self, text: str) -> None:
        """A line that replaces itself, on a terminal only; empty clears it."""
        if not self.json and sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{text}")
            sys.stderr.flush()

    def failed(self, error: ErrorInfo) -> None:
        """What happened, why, and what to do."""
        self.end_line()
        self.progress("")
        self.event("failed", kind=error.kind, message=error.message, advice=error.advice)
        # Names of files and what hosts say are in it.
        self.note(f"{error.message}\n{error.advice}".strip().translate(_CONTROLS))

    def _write(self, text: str) -> None:
        stream = self._stream or sys.stdout
        stream.write(text.encode("utf-8", "replace").decode("utf-8"))
        stream.flush()
