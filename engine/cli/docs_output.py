"""What `puna docs` prints: files with their states, passages, and what was found of answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typer

from engine.cli.output import Output
from engine.cli.report import emit, printable, size, table
from engine.documents.answers.phrases import REFUSAL
from engine.documents.news import News
from engine.documents.records import (
    Checked,
    Cite,
    Collection,
    File,
    Hit,
    Passage,
    Progress,
    Sources,
    Statement,
)
from engine.messages import Event, Failed, Finished, Loading, Prefill, Stats, Text

_STATES: Final = {
    "waiting": "waiting",
    "reading": "being read",
    "words": "found by words",
    "ready": "ready",
    "failed": "failed",
}
_EXCERPT: Final = 160


class Indexing:
    """How far adding is, and what came of it."""

    def __init__(self, *, json: bool) -> None:
        self._output = Output(json=json)

    def tell(self, news: News) -> None:
        """Heard from threads of the documents: a line that replaces itself, or one of JSON."""
        if not isinstance(news, Progress):
            return
        self._output.event(
            "progress",
            files=news.files,
            files_all=news.files_all,
            chunks=news.chunks,
            chunks_all=news.chunks_all,
            left=news.left,
            file=news.name,
        )
        left = f", {_time(news.left)} left" if news.left else ""
        self._output.progress(
            f"Reading: {news.files:,} of {news.files_all:,} files,"
            f" meaning of {news.chunks:,} of {news.chunks_all:,} passages{left}"
        )

    def close(self) -> None:
        self._output.progress("")

    def finished(self, collection: Collection, found: int, files: Sequence[File]) -> bool:
        """Say which files failed and what can be searched; whether that is anything."""
        out = self._output
        for file in files:
            if file.error is not None:
                error = file.error
                out.event("failed_file", path=file.path, kind=error.kind, **_told(file))
                out.note(printable(f"{error.message} {error.advice}"))
        out.event(
            "finished",
            collection=collection.name,
            found=found,
            searchable=collection.searchable,
            ready=collection.ready,
            failed=collection.failed,
            chunks=collection.chunks,
        )
        if not out.json:
            waiting = collection.searchable - collection.ready
            later = f"; {waiting:,} of them by words alone so far" if waiting else ""
            typer.echo(f"{_counted(collection.searchable, 'file')} can be searched{later}.")
        return collection.searchable > 0


def show_collections(collections: Sequence[Collection], *, json: bool) -> None:
    """Each with how much is in it."""
    for one in collections:
        if json:
            emit("collection", **{name: getattr(one, name) for name in one.__struct_fields__})
    if json:
        return
    rows = [
        (one.name, f"{one.searchable:,} of {_counted(one.files, 'file')}, {size(one.size)}")
        for one in collections
    ]
    if rows:
        table(rows)
    else:
        typer.echo("There are no documents. Add some with: puna docs add PATH", err=True)


def show_files(files: Sequence[File], *, json: bool) -> None:
    """Each with its state, and why it failed."""
    for file in files:
        if json:
            emit("file", **{name: getattr(file, name) for name in file.__struct_fields__})
    if not json:
        table([(file.path, _state(file)) for file in files])


def show_hits(query: str, hits: Sequence[Hit], *, json: bool) -> None:
    """The passages that were found, the best first."""
    if json:
        fields = ("path", "page", "label", "start", "length", "text", "score", "ranks", "heading")
        found = [{name: getattr(hit, name) for name in fields} for hit in hits]
        emit("results", query=query, results=found)
        return
    for number, hit in enumerate(hits, 1):
        ranks = f"words {hit.ranks.words or '-'}, meaning {hit.ranks.meaning or '-'}"
        typer.echo(printable(f"{number}. {_place(hit)}  ({ranks})"))
        typer.echo(f"   {_excerpt(hit.text)}")
    if not hits:
        typer.echo("Nothing was found.", err=True)


class Answer:
    """One answer: its sources first, its text as it comes, and then what of it was found."""

    def __init__(self, output: Output, question: str) -> None:
        self._output = output
        self._question = question
        self._sources = Sources("passages", ())
        self._text = ""
        self._checked: Checked | None = None
        self._finished: Finished | None = None
        self._failed = False

    def show(self, event: Sources | Event | Checked) -> None:
        """One event of `Asking.ask`, in their order."""
        out = self._output
        match event:
            case Sources():
                self._sources = event
                passages = [_fields(passage) for passage in event.passages]
                near = [_fields(passage) for passage in event.near]
                out.event(
                    "sources",
                    query=self._question,
                    mode=event.mode,
                    lexical=event.lexical,
                    passages=passages,
                    near=near,
                )
                if passages:
                    files = len({passage.path for passage in event.passages})
                    out.note(f"{_counted(len(passages), 'passage')} from {_counted(files, 'file')}")
            case Loading(progress=progress):
                out.event("loading", progress=round(progress, 4))
                out.progress(f"Loading the model {progress:.0%}")
            case Prefill(done=done, total=total):
                out.event("prefill", done=done, total=total)
                out.progress(f"Reading {done:,} of {total:,} tokens" if done < total else "")
            case Text(text=text):
                self._text += text
                out.event("text", text=text)
                out.text(text)
            case Finished():
                self._finished = event
            case Failed(error=error):
                self._failed = True
                out.failed(error)
            case Checked():
                self._checked = event

    def end(self) -> bool:
        """Say what was found, then that this is all; whether it failed."""
        if self._checked is not None:
            self._check(self._checked)
            finished = self._finished or Finished(0, "stop", Stats())
            self._output.event("finished", reason=finished.reason, stats=finished.stats)
        return self._failed

    def _check(self, checked: Checked) -> None:
        out = self._output
        out.end_line()
        statements = [self._statement(one) for one in checked.statements]
        out.event(
            "checked",
            answered=checked.answered,
            found=checked.found,
            missing=checked.missing,
            statements=statements,
        )
        if out.json:
            return
        if not checked.answered:
            if self._text.strip() != REFUSAL:
                out.text(f"\n{REFUSAL}\n")
            nearest = (*self._sources.passages, *self._sources.near)[:3]
            if nearest:
                out.text("The nearest passages:\n")
            for passage in nearest:
                out.text(f"  {_place(passage)}: {_excerpt(passage.text)}\n")
            return
        count = _counted(checked.found + checked.missing, "statement")
        out.text(
            f"\n{count}: {checked.found:,} found in your documents, {checked.missing:,} not found\n"
        )
        for one in checked.statements:
            self._line(one)

    def _line(self, one: Statement) -> None:
        said = _excerpt(self._text[one.start : one.start + one.length])
        for cite in one.cites[:1]:
            self._output.text(f"  found in {_place(self._passage(cite))}: {said}\n")
        if one.verdict == "missing":
            self._output.text(f"  not found: {said}\n")

    def _statement(self, one: Statement) -> dict[str, object]:
        return {
            "start": one.start,
            "length": one.length,
            "text": self._text[one.start : one.start + one.length],
            "verdict": one.verdict,
            "citations": [self._citation(cite) for cite in one.cites],
        }

    def _citation(self, cite: Cite) -> dict[str, object]:
        """A place of a file: characters of its page."""
        passage = self._passage(cite)
        return {
            "number": cite.number,
            "path": passage.path,
            "page": passage.page,
            "label": passage.label,
            "start": passage.start + cite.start,
            "length": cite.length,
            "text": passage.text[cite.start : cite.start + cite.length],
        }

    def _passage(self, cite: Cite) -> Passage:
        return next(one for one in self._sources.passages if one.number == cite.number)


def _fields(passage: Passage) -> dict[str, object]:
    names = ("number", "path", "page", "label", "start", "length", "text", "heading", "ranks")
    return {name: getattr(passage, name) for name in names}


def _place(one: Hit | Passage) -> str:
    """`manual.pdf, page 3`, as the pages of the file are called."""
    page = one.label or str(one.page)
    named = one.page_kind in ("sheet", "chapter") and bool(one.label)
    place = page if named else f"{one.page_kind} {page}"
    if one.page_kind == "part" and one.heading:  # parts are ours; headings are the file's own
        place = " › ".join(one.heading)
    return f"{Path(one.path).name}, {place}"


def _counted(count: int, name: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {name}{'s' * (count != 1)}"


def _excerpt(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"


def _state(file: File) -> str:
    state = _STATES[file.state]
    return f"{state}: {file.error.message}" if file.error is not None else state


def _told(file: File) -> dict[str, object]:
    error = file.error
    return {"message": error.message, "advice": error.advice} if error is not None else {}


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
