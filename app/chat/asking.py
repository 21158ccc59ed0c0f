"""What the engine is asked for a reply: the chat's setup where it has one, else the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.chat.history import history, unseen
from app.chat.rules import told_of
from engine.assistants import Setup
from engine.hub.library import Model
from engine.messages import AdapterUse, ChatRequest, ModelSpec, Overflow
from engine.settings import Settings
from engine.store.records import StoredMessage


def request_for(
    path: Sequence[StoredMessage],
    setup: Setup | None,
    settings: Settings,
    model: Model,
    adapter_path: Callable[[str], Path],
    *,
    proceed: bool,
    overflow: Overflow | None = None,
    chat: str = "",
    template: str = "",
    own_adapters: tuple[AdapterUse, ...] = (),
    grammar: str = "",
) -> ChatRequest:
    """Ask `model` to answer the last message of `path`, or with `proceed` to go on with it.

    `adapter_path` gives the file of an adapter by what the setup calls it; it touches no disk.
    `overflow` is what the user chose for this one reply. `chat` is the key of the chat, empty for
    one of which nothing is written. `settings` are those in force for the model; `template` takes
    the place of its own, and `own_adapters` are on where the setup names none. `grammar` leads a
    reply about documents, where the setup asks for no form of its own.
    """
    instructions = settings.system_prompt if setup is None else setup.instructions
    sampling = setup.sampling if setup is not None else None
    told = told_of(path)
    if sampling is None and told is not None:
        sampling = told.sampling
    form = setup or Setup()
    adapters = (setup.adapters if setup is not None else ()) or own_adapters
    return ChatRequest(
        model=ModelSpec(str(model.path), settings.n_ctx, settings.n_threads, model.tuning),
        messages=history(path, instructions, proceed, str(model.path)),
        sampling=sampling or settings.sampling or model.sampling,
        max_tokens=settings.max_tokens if setup is None else setup.max_tokens,
        continue_reply=proceed,
        chat=chat,
        adapters=tuple(AdapterUse(str(adapter_path(a.path)), a.scale) for a in adapters),
        overflow=overflow or overflow_of(setup, settings),
        summary=unseen(path)[1],
        thinking=form.thinking,
        grammar=form.grammar or (grammar if not form.json_schema else ""),
        json_schema=form.json_schema,
        draft=settings.draft,
        template=template,
    )


def overflow_of(setup: Setup | None, settings: Settings) -> Overflow:
    """What is to happen when a chat does not fit: as its setup says, else as the settings do."""
    return (setup.overflow if setup is not None else None) or settings.overflow


def as_setup(settings: Settings) -> Setup:
    """The settings, as a setup: what holds for a chat without one."""
    return Setup(instructions=settings.system_prompt, max_tokens=settings.max_tokens)
