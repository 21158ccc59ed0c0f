"""What the engine is asked to make a reply again as its receipt says. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.chat.history import history, unseen
from engine.assistants import Setup
from engine.messages import ChatRequest, ModelSpec, Receipt
from engine.settings import Settings
from engine.store.records import StoredMessage


def replay_for(
    above: Sequence[StoredMessage],
    reply: StoredMessage,
    setup: Setup | None,
    settings: Settings,
    template: str = "",
) -> ChatRequest:
    """Ask for a reply once more as its receipt says; `above` is the path down to it. `settings` and
    `template` are those in force for the model that answers now."""
    receipt = reply.receipt
    assert receipt is not None  # else there is nothing to repeat
    # with its beginning, if only an empty one: what was left out for it is left out again
    proceed, begun = receipt.start > 0, reply.content[: receipt.start]
    known = Receipt(tokens=receipt.before)
    path = [*above, msgspec.structs.replace(reply, content=begun, state="done", receipt=known)]
    instructions = settings.system_prompt if setup is None else setup.instructions
    return ChatRequest(
        model=ModelSpec(reply.model, settings.n_ctx, settings.n_threads, receipt.tuning),
        messages=history(path, instructions, proceed, reply.model),
        summary=unseen(path)[1],
        sampling=receipt.sampling,
        continue_reply=proceed,
        adapters=receipt.adapters,
        thinking=receipt.thinking,
        grammar=receipt.grammar,
        json_schema=receipt.json_schema,
        replay=receipt,
        template=template,
    )
