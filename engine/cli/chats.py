"""`puna chats`: the chats of a home listed, searched, exported and imported."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.backup import backup, open_archive
from engine.cli.report import AsJson, Progress, emit, home_of, printable, table
from engine.errors import InvalidInput, PunaError
from engine.exchange import read_chats, write_json, write_markdown
from engine.exchange.stored import stored_chats, take_chats
from engine.store.chats import Chats
from engine.store.records import Chat, Found
from engine.store.store import Store

chats = typer.Typer(name="chats", help="The chats on this computer.", no_args_is_help=True)


@chats.command("list")
def list_chats(
    context: typer.Context,
    trash: Annotated[bool, typer.Option("--trash", help="Those in the trash.")] = False,
    as_json: AsJson = False,
) -> None:
    """The chats, the last changed first."""
    home = home_of(context)
    found: list[Chat] = []
    folders: dict[int, str] = {}
    if home.database.exists():
        with Store(home.database) as store:
            found = store.call(lambda kept: kept.trashed() if trash else kept.list()).result()
            folders = {f.id: f.name for f in store.call(lambda kept: kept.folders.list()).result()}
    if as_json:
        for chat in found:
            emit(
                "chat",
                id=chat.id,
                title=chat.title,
                created_at=chat.created_at,
                updated_at=chat.updated_at,
                pinned=chat.pinned,
                folder=folders.get(chat.folder or 0, ""),
                assistant=chat.assistant,
            )
    elif found:
        table([(str(chat.id), f"{_day(chat.updated_at)}  {chat.title}") for chat in found])
    else:
        typer.echo("There are no chats.", err=True)


@chats.command("search")
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Words that are all in a message or a title.")],
    limit: Annotated[int, typer.Option(min=1, help="Most messages to show.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Find messages in all chats, the newest first."""
    home = home_of(context)
    found = Found()
    if home.database.exists():
        with Store(home.database) as store:
            found = store.call(lambda kept: _found(kept, text, limit)).result()
    for hit in found.hits:
        if as_json:
            emit(
                "hit",
                chat=hit.chat.id,
                title=hit.chat.title,
                message=hit.message,
                excerpt=hit.excerpt,
                marks=hit.marks,
            )
        else:
            table([(str(hit.chat.id), f"{_day(hit.chat.updated_at)}  {hit.chat.title}")])
            table([("", hit.excerpt)], "  ")
    if as_json:
        emit("searched", hits=len(found.hits), complete=found.complete)
    elif not found.hits:
        typer.echo("Nothing was found.", err=True)


@chats.command("export")
def export(
    context: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(help="A file: .json for all there is, .md for one chat, .zip for more."),
    ],
    chat: Annotated[
        list[int] | None, typer.Option("--chat", help="The number of a chat; repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write chats to a file: Puna's own JSON, or Markdown for people. All chats, or those named."""
    home = home_of(context)
    if not home.database.exists():
        raise InvalidInput("chats", "there are none", "Choose another --home.")
    if home.owns(target.absolute()):
        raise InvalidInput("file", f"{target} is a file of Puna", "Choose another place.")
    with Store(home.database) as store:
        found = store.call(lambda kept: kept.list()).result()
        # The oldest first: chats of one moment stay in their order where the file is imported.
        ids = chat or [one.id for one in reversed(found)]
        trees = stored_chats(store, ids, Progress("Writing"))
        write = write_json if target.suffix.lower() == ".json" else write_markdown
        count = write(trees, target.absolute())
    if as_json:
        emit("exported", chats=count, path=target.absolute())
    else:
        typer.echo(f"{count:,} chat{'s' * (count != 1)} written to {target}.")


@chats.command("import")
def import_chats(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(help="A file or folder of Puna, ChatGPT, Open WebUI or LM Studio.")
    ],
    as_json: AsJson = False,
) -> None:
    """Take over chats of another program or computer. Those that are here already stay as is."""
    reader = read_chats(path, Progress("Reading"))
    with Store(home_of(context).database) as store:
        result = take_chats(store, reader)
    skipped = [*reader.skipped, *result.refused]
    if as_json:
        for left_out in skipped:
            emit("skipped", where=left_out.where, reason=left_out.reason)
        emit("imported", taken=result.taken, present=result.present, skipped=len(skipped))
        return
    for left_out in skipped:
        typer.echo(printable(f"Left out: {left_out.where}: {left_out.reason}"), err=True)
    typer.echo(
        f"{result.taken:,} taken, {result.present:,} here already, {len(skipped):,} left out."
    )


chats.command("backup")(backup)
chats.command("open")(open_archive)


def _found(kept: Chats, text: str, limit: int) -> Found:
    """What a search finds in all messages: those not indexed yet are, where the disk allows it."""
    try:
        while kept.search.index():
            pass
    except PunaError:
        pass  # told by `complete`
    return kept.search.find(text, limit)


def _day(seconds: float) -> str:
    """The day in the user's own time."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
