"""Assistants and prompt snippets, as plain data: what the user sets up once and uses often.

Knows neither where they are kept (`engine.store`) nor how they are shown.
"""

from __future__ import annotations

import msgspec

from engine.documents.records import Source
from engine.messages import AdapterUse, Overflow, Sampling, Thinking

__all__ = ["AdapterUse", "Assistant", "Setup", "Snippet"]


class Setup(msgspec.Struct, frozen=True):
    """What answers a chat, and how. Kept with the chat, so that no later change alters it.

    `model` is a path or library id, empty for the one chosen in the window. `instructions` is the
    system prompt. `sampling` None means what the settings say or suits the model; `max_tokens` 0
    means no limit. `grammar`, `json_schema`, `thinking` and `overflow` are as in `ChatRequest`; an
    `overflow` of None means as the settings say. `documents` are what is asked with each message.
    """

    model: str = ""
    adapters: tuple[AdapterUse, ...] = ()
    instructions: str = ""
    sampling: Sampling | None = None
    max_tokens: int = 0
    grammar: str = ""
    json_schema: str = ""
    thinking: Thinking = "auto"
    overflow: Overflow | None = None
    documents: tuple[Source, ...] = ()


class Assistant(msgspec.Struct, frozen=True):
    """A setup with a name, picked at New chat. `about` is one line on what it is good for.

    `id` is 0 for one that ships with Puna or was not saved yet.
    """

    name: str
    about: str = ""
    setup: Setup = Setup()
    id: int = 0


class Snippet(msgspec.Struct, frozen=True):
    """A text used often, put into the message by `/name`. `id` 0: not saved yet."""

    name: str
    text: str
    id: int = 0
