"""How commands print: sizes for people, and one JSON object a line for programs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import typer

from engine.files import shown


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
    """Print names and values in two columns. Control characters, which a file may hold to play
    tricks on a terminal, are left out."""
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        line = f"{indent}{name:<{width}}  {value}".rstrip()
        typer.echo("".join(letter for letter in line if letter.isprintable()))
