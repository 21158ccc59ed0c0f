"""`puna models`: list, import and remove model files, and take them back.

Commands of other modules about models are registered here, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated, Final

import typer

from engine.cli import hub, pull
from engine.cli.check import check
from engine.cli.report import AsJson, Progress, emit, home_of, printable, size, table
from engine.errors import InvalidInput
from engine.files import shown
from engine.hub.library import Library, Model, Trashed
from engine.hub.programs import other_programs

models = typer.Typer(name="models", help="The model files on this computer.", no_args_is_help=True)
hub.register(models)
pull.register(models)

_SHELVES: Final = {
    "folder": "Elsewhere",
    "huggingface": "Of Hugging Face",
    "lmstudio": "Of LM Studio",
    "ollama": "Of Ollama",
    "llama.cpp": "Of llama.cpp",
    "jan": "Of Jan",
    "gpt4all": "Of GPT4All",
}


class How(StrEnum):
    """How a file is imported."""

    COPY = "copy"
    LINK = "link"
    HERE = "here"


def _library(context: typer.Context) -> Library:
    return Library(home_of(context), stores=other_programs())


def list_models(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what cannot be chatted with, and why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The models of the library, those that came with Puna, and those of other programs."""
    library = _library(context)
    found = library.everything() if everything else library.list()
    waiting = [
        (alias, entry.title)
        for alias, entry in library.catalogue.items()
        if entry.installed and not library.is_ready(alias)
    ]
    if as_json:
        for model in found:
            _emit_model("model", model)
        for alias, title in waiting:
            emit("packaged", id=alias, title=title)
        return
    _show(found, waiting)
    if trashed := library.trashed():
        freed = sum(each.freed for each in trashed)
        typer.echo(f"\nIn the trash: {size(freed)} to free with: puna models trash --empty")


def _show(found: Sequence[Model], waiting: Sequence[tuple[str, str]]) -> None:
    """The models as people read them: Puna's own first, then those of each other program."""
    own = [(model.id, _line(model)) for model in found if model.shelf == "puna"]
    own += [(alias, f"{'packed':>9}  {title} (unpacked at first use)") for alias, title in waiting]
    table(own)
    others = sorted(
        (model for model in found if model.shelf in _SHELVES),
        key=lambda model: list(_SHELVES).index(model.shelf),
    )
    for shelf, some in groupby(others, lambda model: model.shelf):
        typer.echo(f"\n{_SHELVES[shelf]}, used where they are:")
        for model in some:
            typer.echo(printable(_line(model)))
            typer.echo(printable(f"{'':11}{model.id}"))
    if not own and not others:
        typer.echo("There are no models yet. Add one with: puna models import FILE", err=True)


def _line(model: Model) -> str:
    """One model: its size, its title, and why it cannot be chatted with."""
    reason = ""
    if model.absent:
        reason = "its drive is not connected"
    elif model.fault:
        reason = f"broken: {model.fault}"
    elif model.missing:
        reason = f"missing: {model.missing}"
    elif model.other_purpose:
        reason = model.other_purpose
    elif model.projector:
        reason = "images not yet"
    if model.copies:
        places = f"in {len(model.copies) + 1} places"
        reason = f"{reason}; {places}" if reason else places
    kind = f" {model.quantisation}" if model.quantisation else ""
    return f"{size(model.size):>9}  {model.title}{kind}{f' ({reason})' if reason else ''}"


def import_model(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A GGUF file; of a split model, the first part.")],
    how: Annotated[
        How,
        typer.Option(help="Copy it, give it a second name on the same disk, or use it there."),
    ] = How.COPY,
    as_json: AsJson = False,
) -> None:
    """Check a model file and take it into the library."""
    model = _library(context).add(path, how.value, Progress("Copying"))
    if as_json:
        _emit_model("imported", model)
    else:
        told = f"{model.title} is in the library as {model.id} ({size(model.size)})."
        typer.echo(printable(told))


def remove(
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="A library id, as `puna models list` prints it.")],
    now: Annotated[bool, typer.Option("--now", help="For good, not into the trash.")] = False,
    as_json: AsJson = False,
) -> None:
    """Move a model of the library to the trash. Files elsewhere are only taken off the list."""
    library = _library(context)
    if library.forget(model):
        freed, words = 0, "is not listed any more; the file stays where it is."
    elif now:
        freed = next((each.freed for each in library.everything() if each.id == model), 0)
        library.remove(model)
        words = f"was removed, which frees {size(freed)}."
    else:
        freed = library.trash(model).freed
        words = (
            f"was removed to the trash, which frees {size(freed)} once it is emptied. "
            "Take it back with: puna models restore"
        )
    if as_json:
        emit("removed", id=model, freed=freed)
    else:
        typer.echo(printable(f"{model} {words}"))


def restore(
    context: typer.Context,
    model: Annotated[
        str, typer.Argument(help="The id it had; the latest where none is given.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Take a model out of the trash."""
    library = _library(context)
    trashed = next((each for each in library.trashed() if model in ("", each.id)), None)
    if trashed is None:
        reason = f"{model} is not in it" if model else "there is nothing in it"
        raise InvalidInput("trash", reason, "What is in it is listed by: puna models trash")
    restored = library.restore(trashed)
    if as_json:
        _emit_model("restored", restored)
    else:
        typer.echo(printable(f"{restored.title} is in the library again as {restored.id}."))


def trash(
    context: typer.Context,
    empty: Annotated[bool, typer.Option("--empty", help="Delete it for good.")] = False,
    as_json: AsJson = False,
) -> None:
    """What is in the trash, and how much emptying it frees."""
    library = _library(context)
    if empty:
        freed = library.empty_trash()
        if as_json:
            emit("emptied", freed=freed)
        else:
            typer.echo(f"The trash is empty, which freed {size(freed)}.")
        return
    found = library.trashed()
    if as_json:
        for each in found:
            emit("trashed", id=each.id, title=each.title, size=each.size, freed=each.freed)
    elif found:
        table([(each.id, _freed(each)) for each in found])
    else:
        typer.echo("The trash is empty.", err=True)


def _freed(trashed: Trashed) -> str:
    part = "" if trashed.freed == trashed.size else f", {size(trashed.freed)} of it to free"
    return f"{size(trashed.size):>9}  {trashed.title}{part}"


def _emit_model(event: str, model: Model) -> None:
    emit(
        event,
        id=model.id,
        title=model.title,
        path=model.path,
        size=model.size,
        origin=model.origin,
        sampling=model.sampling,
        shelf=model.shelf,
        quantisation=model.quantisation,
        architecture=model.architecture,
        context=model.context,
        license=model.license,
        repository=model.repository,
        sha256=model.sha256,
        projector=model.projector,
        copies=[shown(path) for path in model.copies],
        freed=model.freed,
        absent=model.absent,
        other_purpose=model.other_purpose,
        missing=model.missing,
        fault=model.fault,
    )


models.command("list")(list_models)
models.command("check")(check)
models.command("import")(import_model)
models.command("remove")(remove)
models.command("restore")(restore)
models.command("trash")(trash)
