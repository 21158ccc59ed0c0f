"""Chats of the store as examples: the path that is shown, with the replies that were put right.

A chat shows the versions its reader chose: edited questions, edited and preferred replies. What was
not meant to stay is not learnt: replies that failed or were cut off, and thinking. Knows no window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from engine.attachments import as_text
from engine.examples.conversation import PART, checked, ending, roughly
from engine.examples.duplicates import duplicates
from engine.examples.faults import Faulty
from engine.examples.records import DataSet, Example, RowFault
from engine.messages import ChatMessage
from engine.prompt import without_thinking
from engine.store.chats import Chats
from engine.store.records import Chat, StoredMessage, path_to, siblings


def from_chats(
    chats: Chats, ids: Sequence[int], *, instructions: str = "", corrected_only: bool = False
) -> DataSet:
    """The examples of some chats, on the store's thread, numbered from 1; the row of a fault counts
    the chats.

    A chat that is longer than a model learns from at once becomes several examples, cut between
    turns. `instructions` are those of chats without a setup of their own. With `corrected_only`
    only replies are learnt that were put right: edited, or preferred to another one. Raises
    InvalidInput for a chat that is not there, StorageError.
    """
    found: list[Example] = []
    faults: list[RowFault] = []
    name = ""
    for row, chat_id in enumerate(ids, start=1):
        chat = chats.get(chat_id)
        name = name or chat.title
        try:
            for one in _of_chat(chat, chats.messages(chat_id), instructions, corrected_only):
                found.append(msgspec.structs.replace(one, row=len(found) + 1))
        except Faulty as faulty:
            faults.append(faulty.at(row))
    return DataSet(name, "chat", tuple(found), tuple(faults), duplicates(found))


def is_corrected(messages: dict[int, StoredMessage], reply: StoredMessage) -> bool:
    """Whether a reply was chosen of several: what is edited or asked for again is one more."""
    return sum(one.role == "assistant" for one in siblings(messages, reply)) > 1


Turn = tuple[ChatMessage, ChatMessage]
"""A question and its answer."""


def _of_chat(
    chat: Chat,
    messages: dict[int, StoredMessage],
    instructions: str,
    corrected_only: bool,
) -> list[Example]:
    path = path_to(messages, chat.leaf)
    system = _system(chat.setup.instructions if chat.setup is not None else instructions)
    replies = [m for m in path if m.role == "assistant" and _counts(m)]
    if not replies:
        raise Faulty("row_no_answer")
    if not corrected_only:
        parts = _parts(list(_turns(path)))
        if not parts:
            raise Faulty("row_no_question", message=1)
        return [Example(checked([*system, *(m for turn in part for m in turn)])) for part in parts]
    chosen = [reply for reply in replies if is_corrected(messages, reply)]
    if not chosen:
        raise Faulty("row_not_corrected")
    return [_ending(path[: path.index(reply) + 1], system) for reply in chosen]


def _ending(path: Sequence[StoredMessage], system: Sequence[ChatMessage]) -> Example:
    """The last reply of a path, to be learnt behind what was said before it."""
    said = [message for turn in _turns(path) for message in turn]
    return Example(checked(ending([*system, *said])), last_only=True)


def _system(instructions: str) -> list[ChatMessage]:
    return [ChatMessage("system", instructions)] if instructions.strip() else []


def _turns(path: Sequence[StoredMessage]) -> Iterator[Turn]:
    """Questions with answers. What was said around a reply that does not count is one question."""
    asked: list[str] = []
    for message in path:
        if message.role == "user":
            asked.append(as_text(message.content, message.attachments))
        elif message.role == "assistant" and asked and _counts(message):
            answer = without_thinking(message.content)
            yield ChatMessage("user", "\n\n".join(asked)), ChatMessage("assistant", answer)
            asked = []


def _counts(reply: StoredMessage) -> bool:
    """Whether a reply is whole: it did not fail, and nobody and no limit ended it."""
    whole = reply.state == "done" and reply.reason in (None, "stop") and not reply.damaged
    return whole and bool(without_thinking(reply.content).strip())


def _parts(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Turns in parts that a model learns from at once, as far as turns allow."""
    parts: list[list[Turn]] = []
    size = 0.0
    for turn in turns:
        own = sum(roughly(message.content) for message in turn)
        if not parts or size + own > PART:
            parts.append([])
            size = 0.0
        parts[-1].append(turn)
        size += own
    return parts
