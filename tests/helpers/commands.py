"""Runs `puna chats`, `docs`, `embed`, `models` and `doctor` without the parent command line."""

from __future__ import annotations

import json
from typing import Any

import typer
from click.testing import Result
from typer.testing import CliRunner

from engine.cli.chats import chats
from engine.cli.docs import docs
from engine.cli.doctor import doctor
from engine.cli.embed import embed
from engine.cli.models import models
from engine.paths import Home


def run(home: Home, *arguments: str, given: str = "") -> Result:
    """`given` is what it reads from standard input."""
    app = typer.Typer()
    app.add_typer(chats, name="chats")
    app.add_typer(docs, name="docs")
    app.add_typer(models, name="models")
    app.command("embed")(embed)
    app.command("doctor")(doctor)
    return CliRunner().invoke(app, list(arguments), obj=home, input=given)


def lines(result: Result) -> list[dict[str, Any]]:
    """What a command with `--json` printed, object by object."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def raised(result: Result) -> BaseException:
    """The error a command ended with; the parent command line turns it into words."""
    assert result.stdout == ""
    assert result.exception is not None
    return result.exception
