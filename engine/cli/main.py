"""The root of the command line: global options, commands, and how errors become exit codes."""

from __future__ import annotations

import io
import logging
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.bench import bench
from engine.cli.chat import chat
from engine.cli.chats import chats
from engine.cli.docs import docs
from engine.cli.doctor import doctor
from engine.cli.embed import embed
from engine.cli.evaluate import evaluate
from engine.cli.models import models
from engine.cli.output import Output
from engine.cli.train import Launch, train
from engine.errors import Bug, PunaError
from engine.paths import Home

COMMANDS = ("chat", "chats", "docs", "embed", "models", "train", "evaluate", "bench", "doctor")
"""The commands handled here; `puna` alone, and `puna shots`, belong to the window."""

_USAGE, _BUG, _INTERRUPTED = 2, 70, 130

cli = typer.Typer(
    name="puna",
    help="Chat with open language models on your own computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("chat")(chat)
cli.add_typer(chats, name="chats")
cli.add_typer(docs, name="docs")
cli.command("embed")(embed)
cli.add_typer(models, name="models")
cli.command("evaluate")(evaluate)
cli.command("train")(train)
cli.command("bench")(bench)
cli.command("doctor")(doctor)


@cli.callback()
def _root(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", help="Folder for all data, instead of the default.")
    ] = None,
) -> None:
    wanted = Home(home.absolute()) if home else Home.default()
    context.obj = replace(context.obj, home=wanted) if context.obj else wanted


def main(arguments: Sequence[str] | None = None, launch: Launch | None = None) -> int:
    """Run one command; returns its exit code. `--home` may stand anywhere. `launch`: how training
    runs are started, a process of their own by default."""
    args = _home_first(list(sys.argv[1:] if arguments is None else arguments))
    output = Output(json="--json" in args)
    _use_utf8()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    try:
        result = typer.main.get_command(cli).main(args, "puna", standalone_mode=False, obj=launch)
    except typer.exceptions.TyperException as error:
        output.note(f"{error.format_message()}\nFor help: puna {' '.join(args[:1])} --help")
        return _USAGE
    except (KeyboardInterrupt, typer.Abort):
        output.note("Interrupted.")
        return _INTERRUPTED
    except typer.Exit as exit_:
        return exit_.exit_code
    except PunaError as error:
        output.failed(error.info())
        return error.exit_code
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        sys.stdout = None  # nothing may be flushed to it at exit
        return 0
    except Exception:  # noqa: BLE001 - the last net: one line, a log, and the exit code of a bug
        return _report_bug(args, output, traceback.format_exc())
    return result if isinstance(result, int) else 0


def _use_utf8() -> None:
    """Whatever the system's code page: JSON lines are UTF-8. What is not, is replaced."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _report_bug(args: Sequence[str], output: Output, detail: str) -> int:
    bug = Bug(detail)
    output.failed(bug.info())
    home = Home.default()
    if "--home" in args:
        home = Home(Path(args[args.index("--home") + 1]))
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        log = home.logs / "command-line.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(detail + "\n")
        output.note(f"Details: {log}")
    except OSError:
        output.note(detail)
    return _BUG


def _home_first(args: list[str]) -> list[str]:
    """`--home DIR` belongs to the root command; people write it wherever they like."""
    for i, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--home" and i + 1 < len(args):
            return ["--home", args[i + 1], *args[:i], *args[i + 2 :]]
        if arg.startswith("--home="):
            return ["--home", arg.removeprefix("--home="), *args[:i], *args[i + 1 :]]
    return args
