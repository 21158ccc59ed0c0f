"""`puna chat`: one answer with -p, else one conversation, a user message a line.

Talks to the engine only. Stores nothing unless --save.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from engine.assistants import Assistant, Setup
from engine.attachments import as_text, parts_of, read_attachment
from engine.cli.adapters import adapters_for
from engine.cli.assistants import find_assistant
from engine.cli.output import Output
from engine.cli.report import printable
from engine.engine import Engine
from engine.errors import ErrorInfo, InvalidInput, PunaError
from engine.files import load_settings
from engine.hub.library import Library
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Cut,
    Event,
    Failed,
    Finished,
    Loading,
    ModelSpec,
    Overflow,
    Prefill,
    Sampling,
    Summarising,
    Text,
    Thinking,
    Tuning,
)
from engine.overflow import without
from engine.paths import Home
from engine.store.chats import Chats
from engine.store.recorder import Recorder
from engine.store.records import Attachment
from engine.store.store import Store
from engine.validate import MAX_BYTES, clean_text


class Conversation:
    """The messages so far, asked of the engine one after another; saved when there is a store."""

    def __init__(
        self,
        engine: Engine,
        request: ChatRequest,
        output: Output,
        store: Store | None,
        assistant: Assistant | None,
    ) -> None:
        self._engine = engine
        self._request = request
        self._output = output
        self._store = store
        self._assistant = assistant
        self._recorder = Recorder(store) if store else None
        self._chat: int | None = None
        self._parent: int | None = None
        self._messages = list(request.messages)
        self.failure: ErrorInfo | None = None

    def ask(self, text: str, attachments: tuple[Attachment, ...] = ()) -> None:
        """Send one user message and show the answer as it comes.

        A failed answer is told, kept in `failure`, and left out of what later questions see.
        """
        content, parts = as_text(text, attachments), parts_of(text, attachments)
        self._messages.append(ChatMessage("user", content, parts=parts))
        request = self._request_now()
        reply: list[str] = []
        tokens: tuple[int, ...] = ()
        self.failure = None
        for event in self._events(request, text, attachments):
            if isinstance(event, Text):
                reply.append(event.text)
            if isinstance(event, Failed):
                self.failure = event.error
            if isinstance(event, Finished) and event.receipt is not None:
                tokens = event.receipt.tokens
            if isinstance(event, Cut):
                self._leave_out(event)
            self._show(event)
        self._messages.append(ChatMessage("assistant", "".join(reply), tokens))
        if self.failure:
            del self._messages[-2:]

    def _leave_out(self, cut: Cut) -> None:
        """What this reply is not told, later ones are not either."""
        kept = without(self._request_now(), cut.count, cut.summary)
        self._messages = list(kept.messages)
        self._request = msgspec.structs.replace(self._request, summary=cut.summary)

    def _request_now(self) -> ChatRequest:
        return msgspec.structs.replace(self._request, messages=tuple(self._messages))

    def close(self) -> None:
        if self._recorder:
            self._recorder.close()

    def _events(
        self, request: ChatRequest, text: str, attachments: tuple[Attachment, ...]
    ) -> Iterator[Event]:
        if self._store is None or self._recorder is None:
            yield from self._engine.stream(request)
            return
        model = request.model.path

        def begin(chats: Chats) -> tuple[int, int, str]:
            chat = self._chat if self._chat is not None else self._new_chat(chats)
            asked = chats.add(chat, self._parent, "user", clean_text(text), attachments=attachments)
            reply = chats.add(chat, asked.id, "assistant", "", state="streaming", model=model)
            return chat, reply.id, chats.get(chat).key

        self._chat, self._parent, key = self._store.call(begin).result()
        request = msgspec.structs.replace(request, chat=key)
        yield from self._engine.stream(request, partial(self._recorder.record, self._parent))

    def _new_chat(self, chats: Chats) -> int:
        if self._assistant is None:
            return chats.create().id
        return chats.create(setup=self._assistant.setup, assistant=self._assistant.name).id

    def _show(self, event: Event) -> None:
        out = self._output
        match event:
            case Loading(progress=progress):
                out.event("loading", progress=round(progress, 4))
                out.progress(f"Loading the model {progress:.0%}")
            case Summarising(done=done, total=total):
                out.event("summarising", done=done, total=total)
                out.progress(f"Summarising older turns {done / max(total, 1):.0%}")
            case Cut(count=count, summary=summary):
                out.event("cut", count=count, summary=summary)
                out.progress("")
                out.note(_cut(count, summary))
            case Prefill(done=done, total=total):
                out.event("prefill", done=done, total=total)
                out.progress(f"Reading {done:,} of {total:,} tokens" if done < total else "")
            case Text(text=text):
                out.event("text", text=text)
                out.text(text)
            case Finished(reason=reason, stats=stats, receipt=receipt):
                out.event("finished", reason=reason, stats=stats, receipt=receipt)
                out.end_line()
                if reason == "length":
                    out.note("(The reply was cut at --max-tokens.)")
                if reason == "context":
                    out.note(_full(receipt.n_ctx if receipt else 0, self._request.overflow))
                if drafted := stats.drafted_tokens:
                    out.note(f"(Of {drafted:,} drafted tokens {stats.accepted_tokens:,} fitted.)")
            case Failed(error=error):
                out.failed(error)
                if error.kind == "prompt_too_long" and self._request.overflow == "ask":
                    out.note(_OVERFLOW)


_OVERFLOW = "(--overflow drop leaves oldest turns out, --overflow summarise has them summarised.)"


def _cut(count: int, summary: str) -> str:
    left = f"The conversation did not fit: its {count:,} oldest messages are left out from here on"
    words = printable(" ".join(summary.split()))  # a model wrote it
    return f"({left}. In their place: {words})" if words else f"({left}.)"


def _full(n_ctx: int, overflow: Overflow) -> str:
    full = f"The context of {n_ctx:,} tokens is full" if n_ctx else "The context is full"
    note = f"({full}, so the reply ends here. Raise --ctx, or start a new chat.)"
    return f"{note}\n{_OVERFLOW}" if overflow == "ask" else note


def chat(
    context: typer.Context,
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", help="A GGUF file, a library id, or: starter, gemma."),
    ] = None,
    prompt: Annotated[
        str | None,
        typer.Option("--prompt", "-p", help="One message. Without it, one a line is read."),
    ] = None,
    assistant: Annotated[
        str | None,
        typer.Option(help="A saved or shipped assistant: its model, instructions and sampling."),
    ] = None,
    system: Annotated[
        str | None, typer.Option(help="Instructions put before the conversation.")
    ] = None,
    adapter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE[:SCALE]", help="A LoRA adapter and how strongly it counts; repeatable."
        ),
    ] = None,
    attach: Annotated[
        list[Path] | None, typer.Option(help="A text file for the first message; repeatable.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(help="Most tokens of a reply; 0 for no limit.")
    ] = None,
    temperature: Annotated[float | None, typer.Option(help="0 picks the likeliest token.")] = None,
    top_k: Annotated[int | None, typer.Option()] = None,
    top_p: Annotated[float | None, typer.Option()] = None,
    min_p: Annotated[float | None, typer.Option()] = None,
    repeat_penalty: Annotated[float | None, typer.Option()] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same text.")] = None,
    stop: Annotated[list[str] | None, typer.Option(help="Ends the reply; repeatable.")] = None,
    ctx: Annotated[int, typer.Option(help="Context in tokens; 0 lets Puna choose.")] = 0,
    threads: Annotated[int, typer.Option(help="0 lets Puna choose.")] = 0,
    overflow: Annotated[
        Overflow | None,
        typer.Option(help="When it gets too long: ask (fail), drop oldest turns, or summarise."),
    ] = None,
    grammar: Annotated[
        Path | None, typer.Option(help="A GBNF file that every reply follows.")
    ] = None,
    json_schema: Annotated[
        Path | None, typer.Option(help="A JSON schema file: every reply is JSON of that shape.")
    ] = None,
    thinking: Annotated[
        Thinking | None, typer.Option(help="Whether the model thinks first, if it can be told.")
    ] = None,
    logit_bias: Annotated[
        list[str] | None,
        typer.Option(help="TOKEN=BIAS, -100 to 100: a token by its text or number; repeatable."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Guess from the text so far: faster where it repeats.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Plain completion, no chat template.")] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the chat, as the window does.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines on standard output.")] = False,
) -> None:
    """Ask a model. Without -p, each line of standard input is one message of one conversation."""
    home: Home = context.obj
    output = Output(json=json)
    chosen = find_assistant(home, assistant) if assistant is not None else None
    setup = chosen.setup if chosen else Setup()
    path, suited, tuning = _resolve(home, model or setup.model or "starter")
    given: dict[str, object] = {
        "temperature": temperature,
        "top_k": top_k,
        "top_p": top_p,
        "min_p": min_p,
        "repeat_penalty": repeat_penalty,
        "seed": seed,
        "stop": tuple(stop) if stop else None,
        "logit_bias": tuple(map(_bias, logit_bias)) if logit_bias else None,
    }
    sampling = msgspec.structs.replace(
        setup.sampling or suited, **{k: v for k, v in given.items() if v is not None}
    )
    instructions = setup.instructions if system is None else system
    if raw and instructions:
        option = "--system" if system else "--assistant"
        raise InvalidInput(option, "--raw has no system message", "Leave one of them out.")
    request = ChatRequest(
        ModelSpec(path, ctx, threads, tuning),
        (ChatMessage("system", instructions),) if instructions.strip() else (),
        sampling,
        max_tokens=setup.max_tokens if max_tokens is None else max_tokens,
        raw=raw,
        overflow=overflow or setup.overflow or "ask",
        adapters=adapters_for(home, adapter, setup),
        thinking=thinking or setup.thinking,
        draft=draft,
    )
    request = msgspec.structs.replace(request, **_constraint(grammar, json_schema, setup))
    files = _read(attach or [])
    settings = load_settings(home.settings)
    store = Store(home.database) if save else None
    kept = home.states if save else None
    budgets = settings.state_disk, settings.state_memory
    with Engine(kept, *budgets, offload=home.offload) as engine:
        failure = _converse(engine, request, output, prompt, files, store, chosen)
    if failure is not None:
        raise typer.Exit(70 if failure.kind == "bug" else 3)


def _resolve(home: Home, name: str) -> tuple[str, Sampling, Tuning]:
    """The path of a model, the sampling that suits it, and how it runs fastest here."""
    if name.startswith("scripted:"):
        return name, Sampling(), Tuning()
    model = Library(home).resolve(name)
    return str(model.path), model.sampling, model.tuning


def _constraint(grammar: Path | None, json_schema: Path | None, setup: Setup) -> dict[str, str]:
    """The texts of the files that were given, or what the setup says."""
    if grammar is None and json_schema is None:
        return {"grammar": setup.grammar, "json_schema": setup.json_schema}
    given = {"grammar": grammar, "json_schema": json_schema}
    return {name: _text(name, path) for name, path in given.items() if path is not None}


def _text(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"it is no text in UTF-8 ({error})"
        if isinstance(error, OSError):
            reason = str(error.strerror or error)
        option = f"--{name.replace('_', '-')}"
        raise InvalidInput(option, f"{path}: {reason}", "Choose another file.") from error


def _bias(text: str) -> tuple[int | str, float]:
    """TOKEN=BIAS; digits are a token's number."""
    token, found, bias = text.rpartition("=")
    try:
        if not found:
            raise ValueError
        return (int(token) if token.isdecimal() else token), float(bias)
    except ValueError:
        raise InvalidInput(
            "--logit-bias", f"{text} is not TOKEN=BIAS", "Write it like: --logit-bias ' yes=5'"
        ) from None


def _read(paths: list[Path]) -> tuple[Attachment, ...]:
    """The files for the first message, which has room for so much text."""
    files: list[Attachment] = []
    for path in paths:
        taken = sum(len(file.text.encode()) for file in files)
        files.append(read_attachment(path, MAX_BYTES - taken))
    return tuple(files)


def _converse(
    engine: Engine,
    request: ChatRequest,
    output: Output,
    prompt: str | None,
    attachments: tuple[Attachment, ...],
    store: Store | None,
    assistant: Assistant | None,
) -> ErrorInfo | None:
    failure: ErrorInfo | None = None
    try:
        conversation = Conversation(engine, request, output, store, assistant)
        try:
            for text in [prompt] if prompt is not None else _lines(output):
                conversation.ask(text, attachments)
                attachments = ()
                failure = conversation.failure or failure
        finally:
            conversation.close()
    except PunaError as error:
        output.failed(error.info())
        failure = error.info()
    finally:
        if store:
            store.close()
    return failure


def _lines(output: Output) -> Iterator[str]:
    """Messages a person types at a prompt, or a program sends, one a line."""
    terminal = sys.stdin is not None and sys.stdin.isatty()
    if terminal:
        output.note("Type a message and press Enter. Ctrl-D ends.")
    while True:
        if terminal:
            sys.stderr.write("\n> ")
            sys.stderr.flush()
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            return
        if line.strip():
            yield line.rstrip("\r\n")
