"""What the model is told of a chat: its shown path as the messages of a request. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from engine.attachments import as_text
from engine.messages import ChatMessage, Role
from engine.prompt import without_thinking
from engine.store.records import StoredMessage


def history(
    path: Sequence[StoredMessage], system_prompt: str, proceed: bool = False
) -> tuple[ChatMessage, ...]:
    """The messages of `path`, oldest first, after the system prompt where there is one.

    Replies that failed or said nothing are left out, thinking too. What the user said around such
    a reply becomes one message: many chat templates insist on turns. With `proceed` the last
    message is the reply to go on with, kept as it is.
    """
    said: list[tuple[Role, str]] = []
    for number, message in enumerate(path, start=1):
        content = as_text(message.content, message.attachments)
        if message.role == "assistant" and not (proceed and number == len(path)):
            content = "" if message.state == "failed" else without_thinking(content)
            if not content.strip():
                continue
        if said and said[-1][0] == message.role:
            content = f"{said.pop()[1]}\n\n{content}"
        said.append((message.role, content))
    if system_prompt.strip():
        said.insert(0, ("system", system_prompt))
    return tuple(ChatMessage(role, content) for role, content in said)
