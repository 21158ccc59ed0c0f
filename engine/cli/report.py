"""How commands print: sizes and progress for people, one JSON object a line for programs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from typing import Annotated

import msgspec
import typer

from engine.files import shown
from engine.paths import Home

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def home_of(context: typer.Context) -> Home:
    """The home that `--home` names, or the default."""
    return context.find_object(Home) or Home.default()


def emit(event: str, **fields: object) -> None:
    """Print one JSON object, `event` first, then the fields in their order."""
    line = msgspec.json.encode({"event": event, **fields}, enc_hook=shown)
    typer.echo(line.decode())


def size(count: int) -> str:
    """Bytes as people read them: `98.4 MB`."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 999.5 or unit == "GB":
            break
        amount /= 1000
    return (
        f"{count:,} bytes" if unit == "bytes" else f"{amount:.{1 if amount < 100 else 0}f} {unit}"
    )


def table(rows: Sequence[tuple[str, str]], indent: str = "") -> None:
    """Print names and values in two columns, as wide as a terminal shows them."""
    shown_rows = [(printable(name), printable(value)) for name, value in rows]
    width = max((columns(name) for name, _ in shown_rows), default=0)
    for name, value in shown_rows:
        gap = " " * (width - columns(name))
        typer.echo(f"{indent}{name}{gap}  {value}".rstrip())


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese letters take two, marks over others
    none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if _is_wide(letter) else 1 for letter in text
    )


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in ("W", "F")


def printable(text: str) -> str:
    """`text` without control characters, which a file may hold to play tricks on a terminal."""
    return "".join(letter for letter in text if letter.isprintable())


class Progress:
    """Percent done on the terminal's error output; nothing where nobody watches."""

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._percent = -1
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if not self._shown or percent == self._percent:
            return
        self._percent = percent
        typer.echo(f"\r{self._verb}: {percent} %", err=True, nl=percent == 100)
