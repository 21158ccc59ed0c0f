"""Scripts for the scripted model, and short ways to ask it."""

import json

from engine.messages import ChatMessage, ChatRequest, Failed, Finished, ModelSpec, Text


def write_script(path, *replies, **fields):
    """A script file; returns the spec of a model that plays it."""
    path.write_text(json.dumps({"replies": list(replies), **fields}))
    return ModelSpec(f"scripted:{path}")


def ask(model, *texts, **fields):
    """A request whose messages alternate, the user's first."""
    roles = ("user", "assistant")
    messages = tuple(ChatMessage(roles[i % 2], text) for i, text in enumerate(texts))
    return ChatRequest(model, messages, **fields)


def text_of(events):
    return "".join(e.text for e in events if isinstance(e, Text))


def end_of(events):
    """The one end of a job, which must be its last event."""
    ends = [e for e in events if isinstance(e, Finished | Failed)]
    assert len(ends) == 1
    assert events[-1] is ends[0]
    return ends[0]
