"""The forms in which rows of JSON hold a conversation, each recognised by its fields.

OpenAI messages, ShareGPT, Alpaca, prompt and completion, pairs with a preferred answer, and text.
Facts from the documentation of those who read them (OpenAI fine-tuning, LLaMA-Factory, TRL). Knows
no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from engine.examples.conversation import checked, checked_text
from engine.examples.faults import Faulty
from engine.examples.fields import Row, history, messages, named, optional, short, text_of
from engine.examples.records import Example, Format
from engine.messages import ChatMessage

NAMES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "messages": "messages (OpenAI)",
        "sharegpt": "conversations (ShareGPT)",
        "alpaca": "instruction and output (Alpaca)",
        "prompt": "prompt and completion",
        "preference": "prompt with a chosen and a rejected answer",
        "table": "a table",
        "text": "text",
        "chat": "chats of Puna",
        "conll": "sentences with tags",
    }
)

_ASKED: Final = (
    "prompt",
    "question",
    "query",
    "input",
    "sentence",
    "document",
    "article",
    "source",
)
_ANSWERED: Final = (
    *("completion", "response", "answer", "output"),
    *("label", "category", "sentiment", "summary", "target"),
)
_READ: Final = (*_ASKED, "text")
"""Fields that are a question where there is an answer; a text alone is learnt as it is."""


def recognised(row: Row) -> Format | None:
    """The form of a row by the names of its fields; None for none that is known."""
    fields = row.keys()
    if "chosen" in fields:
        return "preference"
    if "messages" in fields:
        return "messages"
    if "conversations" in fields or "conversation" in fields:
        return "sharegpt"
    if "instruction" in fields and fields & {"output", "response"}:
        return "alpaca"
    if fields & {*_READ} and fields & {*_ANSWERED}:
        return "prompt"
    return "text" if "text" in fields else None


def example(row: object, number: int) -> tuple[Format, Example]:
    """What a row of JSON says. Raises Faulty."""
    if not isinstance(row, dict):
        raise Faulty("row_not_object", found=named(row))
    if not row:
        raise Faulty("row_empty")
    form = recognised(row)
    if form is None:
        raise _unknown(row)
    last_only = form == "messages" and _weighs_last_only(row["messages"])
    return form, Example(_READERS[form](row), number, last_only)


def _unknown(row: Row) -> Faulty:
    """What is wrong with a row of no known form."""
    fields = row.keys()
    if fields & {*_ASKED, "instruction"}:
        return Faulty("row_no_answer")
    if fields & {*_ANSWERED}:
        return Faulty("row_no_question", message=1)
    return Faulty("row_keys", found=short(", ".join(map(str, row))))


def _messages(row: Row) -> tuple[ChatMessage, ...]:
    return checked(messages(row["messages"], "messages", "role", "content"))


def _sharegpt(row: Row) -> tuple[ChatMessage, ...]:
    field = "conversations" if "conversations" in row else "conversation"
    turns = row[field]
    first = turns[0] if isinstance(turns, list) and turns else {}
    own = ("role", "content") if isinstance(first, dict) and "role" in first else ("from", "value")
    found = messages(turns, field, *own)
    return checked([*_system(row), *found])


def _alpaca(row: Row) -> tuple[ChatMessage, ...]:
    instruction, given = optional(row, "instruction"), optional(row, "input", "context")
    question = f"{instruction}\n\n{given}" if given.strip() else instruction
    answer = optional(row, "output", "response")
    return checked([*_system(row), *history(row.get("history")), *_pair(question, answer)])


def _prompt(row: Row) -> tuple[ChatMessage, ...]:
    asked = next(field for field in _READ if field in row)
    answered = next(field for field in _ANSWERED if field in row)
    if isinstance(label := row[answered], int) and not isinstance(label, bool):
        row = {**row, answered: str(label)}  # classes are often numbered
    question = _turns(row, asked, "user")
    if context := optional(row, "context"):
        said = f"{context}\n\n{question[-1].content}"
        question[-1] = ChatMessage(question[-1].role, said)
    return checked([*_system(row), *question, *_turns(row, answered, "assistant")])


def _preference(row: Row) -> tuple[ChatMessage, ...]:
    """The preferred answer only: the other one is not learnt from."""
    if row["chosen"] == row.get("rejected"):
        raise Faulty("row_same")
    chosen = _turns(row, "chosen", "assistant")
    asked = next((f for f in ("prompt", "question", "input") if row.get(f) is not None), "")
    before = _turns(row, asked, "user") if asked and chosen[0].role == "assistant" else []
    return checked([*_system(row), *before, *chosen])


def _text(row: Row) -> tuple[ChatMessage, ...]:
    return checked_text(text_of(row["text"], "text"))


def _system(row: Row) -> list[ChatMessage]:
    said = optional(row, "system", "system_prompt")
    return [ChatMessage("system", said)] if said.strip() else []


def _pair(question: str, answer: str) -> list[ChatMessage]:
    return [ChatMessage("user", question), ChatMessage("assistant", answer)]


def _weighs_last_only(turns: object) -> bool:
    """Whether all answers but the last have the weight 0, as OpenAI has it: not to be learnt."""
    answers = [
        turn.get("weight", 1)
        for turn in (turns if isinstance(turns, list) else ())
        if isinstance(turn, dict) and turn.get("role") == "assistant"
    ]
    return len(answers) > 1 and not any(answers[:-1]) and bool(answers[-1])


def _turns(row: Row, field: str, role: str) -> list[ChatMessage]:
    """A field that is one message, or a list of them."""
    value = row[field]
    if isinstance(value, list) and value and isinstance(value[0], dict) and "role" in value[0]:
        return messages(value, field, "role", "content")
    said = text_of(value, field)
    return [ChatMessage("assistant" if role == "assistant" else "user", said)]


_READERS: Final[Mapping[Format, Callable[[Row], tuple[ChatMessage, ...]]]] = MappingProxyType(
    {
        "messages": _messages,
        "sharegpt": _sharegpt,
        "alpaca": _alpaca,
        "prompt": _prompt,
        "preference": _preference,
        "text": _text,
    }
)
