"""`puna chats backup` and `puna chats open`: everything in one file, and out of it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from engine.archive import read_archive, write_archive
from engine.cli.report import AsJson, Progress, emit, home_of, size, table
from engine.errors import InvalidInput
from engine.files import shown
from engine.store.backups import Backups


def backup(
    context: typer.Context,
    target: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Such as all.puna, to open elsewhere."),
    ] = None,
    models: Annotated[bool, typer.Option("--models", help="With the model files.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put everything into one file; without a FILE, copy the chats to Puna's own backups."""
    home = home_of(context)
    if not home.database.exists():
        raise InvalidInput("chats", "there are none", "Choose another --home.")
    left_out: tuple[Path, ...] = ()
    if target is None:
        written = Backups(home.database, home.backups).make()
    else:
        target = target.absolute()
        archive = write_archive(home, target, models=models, progress=Progress("Writing"))
        written, left_out = archive.path, archive.left_out
    if as_json:
        emit("backed_up", path=written, size=written.stat().st_size, left_out=left_out)
        return
    for path in left_out:
        typer.echo(f"Left out, as it is a link or cannot be read: {shown(path)}", err=True)
    typer.echo(f"Written to {shown(written)} ({size(written.stat().st_size)}).")


def open_archive(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A file that `puna chats backup FILE` made.")],
    as_json: AsJson = False,
) -> None:
    """Add everything of a backup file to what is here. Nothing here is overwritten."""
    summary = read_archive(path, home_of(context), Progress("Reading"))
    if as_json:
        emit("opened", **msgspec.structs.asdict(summary))
        return
    typer.echo(
        f"{summary.chats:,} chats taken, {summary.there:,} here already, {summary.copied:,} kept"
        f" beside another version, {summary.refused:,} left out."
    )
    rows = [
        ("Folders", summary.folders),
        ("Assistants", summary.assistants),
        ("Snippets", summary.snippets),
        ("Settings", len(summary.settings)),
        ("Adapters", summary.adapters),
        ("Models", len(summary.models)),
    ]
    table([(name, f"{count:,}") for name, count in rows if count], "  ")
