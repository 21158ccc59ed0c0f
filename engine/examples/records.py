"""An example, and what was read of a file of them. Knows no file and no token."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo
from engine.messages import ChatMessage

Format = Literal[
    "messages", "sharegpt", "alpaca", "prompt", "preference", "table", "text", "chat", "conll"
]
"""OpenAI messages; ShareGPT; Alpaca; prompt and completion; pairs of a preferred and another
answer; CSV or XLSX; plain text; chats of Puna; sentences with named entities, a token a line."""


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """One conversation: all answers of the assistant in it are learnt, or with `last_only` the last
    one, and the others are only read. `row`: its number in the file it came from, from 1. A single
    answer, to nothing, is a text to be learnt as it is."""

    messages: tuple[ChatMessage, ...]
    row: int = 0
    last_only: bool = False

    @property
    def answer(self) -> str:
        """The last answer: what judging compares with."""
        return self.messages[-1].content if self.messages else ""

    @property
    def is_text(self) -> bool:
        """Whether it is a text instead of a conversation."""
        return len(self.messages) == 1 and self.messages[0].role == "assistant"


class Columns(msgspec.Struct, frozen=True):
    """Which columns of a table are which; `system` and `question` may be empty."""

    answer: str
    question: str = ""
    system: str = ""


class RowFault(msgspec.Struct, frozen=True):
    """A row that cannot be used. The kind of `error` begins with `row_`; its values have facts."""

    row: int
    error: ErrorInfo


class Table(msgspec.Struct, frozen=True):
    """A table whose columns have to be told apart by the user. `guess` is what their names say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: Columns | None = None


class DataSet(msgspec.Struct, frozen=True):
    """What was read of a file. `duplicates`: rows, each with the earlier row it repeats."""

    name: str
    format: Format
    examples: tuple[Example, ...]
    faults: tuple[RowFault, ...] = ()
    duplicates: tuple[tuple[int, int], ...] = ()
