"""What the engine is asked for a reply: the chat's setup where it has one, else the settings."""

from __future__ import annotations

from collections.abc import Sequence

from app.chat.history import history, unseen
from engine.assistants import Setup
from engine.errors import InvalidInput
from engine.hub.library import Model
from engine.messages import ChatRequest, ModelSpec, Overflow
from engine.settings import Settings
from engine.store.records import StoredMessage


def request_for(
    path: Sequence[StoredMessage],
    setup: Setup | None,
    settings: Settings,
    model: Model,
    *,
    proceed: bool,
    overflow: Overflow | None = None,
) -> ChatRequest:
    """Ask `model` to answer the last message of `path`, or with `proceed` to go on with it.

    `overflow` is what the user chose for this one reply.
    """
    instructions = settings.system_prompt if setup is None else setup.instructions
    sampling = setup.sampling if setup is not None else None
    return ChatRequest(
        model=ModelSpec(str(model.path), settings.n_ctx, settings.n_threads),
        messages=history(path, instructions, proceed),
        sampling=sampling or settings.sampling or model.sampling,
        max_tokens=settings.max_tokens if setup is None else setup.max_tokens,
        continue_reply=proceed,
        overflow=overflow or overflow_of(setup, settings),
        summary=unseen(path)[1],
    )


def overflow_of(setup: Setup | None, settings: Settings) -> Overflow:
    """What is to happen when a chat does not fit: as its setup says, else as the settings do."""
    return (setup.overflow if setup is not None else None) or settings.overflow


def check_setup(setup: Setup | None) -> None:
    """Raise InvalidInput for a setup that this engine cannot work with."""
    if setup is not None and setup.adapters:
        raise InvalidInput(
            "assistant",
            "it uses adapters, and this version of Puna cannot load them",
            "Remove its adapters, or choose another assistant.",
        )


def as_setup(settings: Settings) -> Setup:
    """The settings, as a setup: what holds for a chat without one."""
    return Setup(instructions=settings.system_prompt, max_tokens=settings.max_tokens)
