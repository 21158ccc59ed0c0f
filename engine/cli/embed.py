"""`puna embed`: texts become vectors, a line each, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from engine.cli.report import AsJson, Progress, emit, home_of
from engine.embedding import e5
from engine.errors import InvalidInput
from engine.hub.library import Library
from engine.validate import clean_text


def embed(
    context: typer.Context,
    texts: Annotated[
        list[str] | None, typer.Argument(help="Texts; without any, one a line of standard input.")
    ] = None,
    model: Annotated[
        str, typer.Option("-m", "--model", help="A GGUF embedder; the one of Puna by default.")
    ] = "",
    query: Annotated[
        bool, typer.Option("--query", help="They are questions, not texts to be found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a vector of each text: numbers on a line, 1 long together."""
    from engine.embedding.embedder import Embedder  # numpy loads here: not for other commands

    home = home_of(context)
    path = Library(home).locate(model) if model else e5.ensure(home, Progress("Building"))
    given = [clean_text(text) for text in texts or _lines()]
    if not given:
        raise InvalidInput("text", "there is none", "Give a text, or one a line on standard input.")
    with Embedder(path, in_background=False) as embedder:
        made = embedder.each(given, "query" if query else "passage")
        for text, vector in zip(given, made, strict=True):
            numbers = [round(float(number), 7) for number in vector.numbers]
            if as_json:
                emit("embedded", text=text, vector=numbers, tokens=vector.tokens, cut=vector.cut)
            else:
                typer.echo(" ".join(map(str, numbers)))
        if as_json:
            info = embedder.info()
            emit("finished", texts=len(given), model=info.path, embedding=info.embedding)


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in sys.stdin)
