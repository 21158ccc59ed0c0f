"""`puna docs`: documents are added, listed, searched, asked and taken away, without a window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.assistants import Setup
from engine.cli.adapters import adapters_for
from engine.cli.assistants import find_assistant
from engine.cli.docs_output import Answer, Indexing, show_collections, show_files, show_hits
from engine.cli.output import Output
from engine.cli.report import AsJson, emit, home_of
from engine.engine import Engine
from engine.errors import InvalidInput, PunaError
from engine.files import load_settings
from engine.hub.first_start import first_starts
from engine.hub.library import Library
from engine.messages import AdapterUse, ChatRequest, ModelSpec, Sampling, Tuning
from engine.paths import Home

if TYPE_CHECKING:  # SQLite and numpy load with the first command that needs them
    from engine.documents.documents import Documents
    from engine.documents.news import News
    from engine.documents.records import Collection, Source

docs = typer.Typer(name="docs", help="Your documents, searched and asked.", no_args_is_help=True)

COLLECTION: Final = "Documents"
"""What is added without saying where."""
_N_CTX: Final = 8192
"""What a model is opened with at most where nothing else is said, as `ModelSpec` has it."""
_ALL: Final = 1 << 30

InCollection = Annotated[
    str | None, typer.Option("--collection", "-c", help="A collection by its name.")
]


@docs.command("add")
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders with all in them.")],
    collection: InCollection = None,
    include: Annotated[
        list[str] | None, typer.Option(help="Only files like this, such as *.pdf; repeatable.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="No files like this; repeatable.")
    ] = None,
    lexical_only: Annotated[
        bool, typer.Option("--lexical-only", help="Wait only until words can be searched.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add files and folders, and wait until they can be searched. Nothing of them is changed."""
    shown = Indexing(json=as_json)
    with _documents(context, shown.tell, index=True) as documents:
        name = collection or COLLECTION
        known = {each.name: each for each in documents.collections().result()}
        into = known.get(name) or documents.create(name).result()
        found = documents.add(into.key, paths, include or (), exclude or ()).result()
        failure: PunaError | None = None
        try:
            documents.settle(lexical_only=lexical_only)
        except PunaError as error:  # without vectors, words can be searched all the same
            failure = error
        shown.close()
        files = documents.files(into.key, limit=_ALL).result()
        now = next(c for c in documents.collections().result() if c.key == into.key)
    searchable = shown.finished(now, found, files)
    if failure is not None:
        raise failure
    if not searchable:
        raise typer.Exit(3)


@docs.command("list")
def list_docs(
    context: typer.Context, collection: InCollection = None, as_json: AsJson = False
) -> None:
    """The collections, or the files of one."""
    with _documents(context) as documents:
        if collection is None:
            show_collections(documents.collections().result(), json=as_json)
        else:
            key = _named(documents, collection).key
            show_files(documents.files(key, limit=_ALL).result(), json=as_json)


@docs.command("search")
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What to look for; - reads one a line.")],
    collection: InCollection = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most passages to show.")] = 10,
    lexical_only: Annotated[
        bool, typer.Option("--lexical-only", help="By words alone, not by meaning.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find passages. No chat model is needed."""
    with _documents(context) as documents:
        scope = _scope(documents, collection)
        for query in _lines(text):
            hits = documents.search([query], scope, limit, by_meaning=not lexical_only).result()
            show_hits(query, hits, json=as_json)


@docs.command("ask")
def ask(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A question; - reads one a line.")],
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", help="A GGUF file, a library id, or: starter, gemma."),
    ] = None,
    collection: InCollection = None,
    assistant: Annotated[
        str | None, typer.Option(help="A saved or shipped assistant: its model and adapters.")
    ] = None,
    adapter: Annotated[
        list[str] | None, typer.Option(metavar="FILE[:SCALE]", help="A LoRA adapter; repeatable.")
    ] = None,
    max_tokens: Annotated[int, typer.Option(min=0, help="Most tokens of an answer.")] = 512,
    ctx: Annotated[int, typer.Option(help="Context in tokens; 0 lets Puna choose.")] = 0,
    threads: Annotated[int, typer.Option(help="0 lets Puna choose.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Ask a model about the documents. What it says is looked up in them, sentence by sentence.

    Each question stands for itself."""
    from engine.documents.answers.asking import Asking

    home = home_of(context)
    request = _request(home, model, assistant, adapter, ModelSpec("", ctx, threads), max_tokens)
    n_ctx, n_params = _measured(request.model)
    output = Output(json=as_json)
    failed = False
    with _documents(context) as documents, Engine(offload=home.offload) as engine:
        scope = _scope(documents, collection)
        asking = Asking(documents, engine, request, n_ctx=n_ctx, n_params=n_params)
        for question in _lines(text):
            answer = Answer(output, question)
            for event in asking.ask(question, scope):
                answer.show(event)
            failed = answer.end() or failed
    if failed:
        raise typer.Exit(3)


@docs.command("remove")
def remove(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; without any, the collection.")
    ] = None,
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Take files, folders or a collection out of the index for good. Nothing else is deleted."""
    if collection is None and not paths:
        raise InvalidInput(
            "--collection", "it is not said what to remove", "Name a collection, or files."
        )
    with _documents(context) as documents:
        removed = 0
        chosen = documents.collections().result()
        if collection is not None:
            chosen = [_named(documents, collection)]
        for one in chosen:
            removed += _remove(documents, one, paths)
    if as_json:
        emit("removed", files=removed)
    else:
        typer.echo(f"Removed {removed:,} files from the index.", err=True)


def _remove(documents: Documents, collection: Collection, paths: Sequence[Path] | None) -> int:
    if not paths:
        taken = documents.remove(collection=collection.key).result()
    else:
        wanted = {path.absolute() for path in paths}
        roots = documents.roots(collection.key).result()
        files = documents.files(collection.key, limit=_ALL).result()
        taken = documents.remove(
            files=[file.key for file in files if wanted & {Path(file.path)}],
            roots=[root.id for root in roots if Path(root.path) in wanted],
        ).result()
    documents.erase(taken).result()
    return taken.files


def _documents(
    context: typer.Context, tell: Callable[[News], None] | None = None, *, index: bool = False
) -> Documents:
    from engine.documents.documents import Documents

    home = home_of(context)
    settings = load_settings(home.settings)
    embedder = Library(home).locate(settings.embedder) if settings.embedder else None
    return Documents(home, tell, embedder=embedder, index=index, rescan=False)


def _named(documents: Documents, name: str) -> Collection:
    for collection in documents.collections().result():
        if collection.name == name:
            return collection
    raise InvalidInput(
        "--collection", f"there is none called {name}", "See which there are: puna docs list"
    )


def _scope(documents: Documents, name: str | None) -> list[Source]:
    from engine.documents.records import Source

    if name is None:
        return []
    collection = _named(documents, name)
    return [Source(collection.key, name=collection.name)]


def _request(
    home: Home,
    model: str | None,
    assistant: str | None,
    adapter: Sequence[str] | None,
    spec: ModelSpec,
    max_tokens: int,
) -> ChatRequest:
    """For the model that was named, else that of the assistant, else the best that comes along."""
    library = Library(home)
    setup = find_assistant(home, assistant).setup if assistant is not None else Setup()
    name = model or setup.model
    if not name:
        first = first_starts(library, "en")[0]
        name, setup = first.model, Setup(adapters=first.defaults.adapters)
    path, tuning = name, Tuning()
    if not name.startswith("scripted:"):
        found = library.resolve(name)
        path, tuning = str(found.path), found.tuning
    adapters: tuple[AdapterUse, ...] = adapters_for(home, adapter, setup)
    model_spec = ModelSpec(path, spec.n_ctx, spec.n_threads, tuning)
    return ChatRequest(model_spec, (), Sampling(), max_tokens=max_tokens, adapters=adapters)


def _measured(spec: ModelSpec) -> tuple[int, int]:
    """Tokens that a model has room for, and how many weights it has."""
    if spec.path.startswith("scripted:"):
        return spec.n_ctx or 4096, 0
    from engine import gguf

    opened = gguf.open_model(Path(spec.path))
    most = min(_N_CTX, opened.context_length or _N_CTX)
    return spec.n_ctx or most, sum(tensor.count for tensor in opened.all_tensors)


def _lines(text: str) -> Iterator[str]:
    """The text, or for `-` the lines of standard input that have any."""
    if text != "-":
        yield text
        return
    for line in sys.stdin:
        if line.strip():
            yield line.strip()
