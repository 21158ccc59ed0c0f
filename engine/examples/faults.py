"""What can be wrong with a row: for each kind, what to say and what to do about it.

The window words them again in the user's language, from `kind` and `values`. Knows no format.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.errors import ErrorInfo, Value
from engine.examples.records import RowFault

LONGEST_ROW: Final = 200_000
"""Most characters of one row: hundreds of times what a model learns from at once."""

KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # The row as it stands in its file.
        "row_json": (
            "it is not valid JSON: {reason}",
            "Correct the line: every row is one object of JSON, whole on its line.",
        ),
        "row_not_object": (
            "it is {found}, not an object of JSON",
            'Write the row as an object, as {{"messages": [...]}}.',
        ),
        "row_keys": (
            "none of its fields is known: {found}",
            "Use messages, conversations, instruction and output, prompt and completion, "
            "prompt and chosen, or text.",
        ),
        "row_mixed": (
            "it is written as {found}, the other rows as {expected}",
            "Write all rows in one form, or put these into a file of their own.",
        ),
        "row_empty": ("there is nothing in it", "Remove the row, or fill it in."),
        "row_too_large": (
            "it has {characters:,} characters; at most {most:,} can be used",
            "Divide it into several rows.",
        ),
        "row_encoding": (
            "it holds bytes that are not text in the encoding of the file",
            "Save the file as UTF-8, then choose it again.",
        ),
        "row_unreadable": (
            "characters in it were lost before: {count} of them are the sign for unknown",
            "Make the file again from its source, in UTF-8.",
        ),
        # The conversation in it.
        "row_message": (
            "message {message} has no role and no content",
            'Write each message as {{"role": "user", "content": "..."}}.',
        ),
        "row_role": (
            "message {message} is of the role {found}",
            "Only system, user and assistant can be learnt from: remove the others.",
        ),
        "row_content": (
            "{field} is {found}, not text",
            "Write it as text, in quotation marks.",
        ),
        "row_only_system": (
            "it has a system message and nothing else",
            "Add a question and an answer, or remove the row.",
        ),
        "row_no_answer": (
            "nobody answers in it, so there is nothing to learn",
            "Add the answer the model should give.",
        ),
        "row_no_question": (
            "message {message} is an answer that follows no question",
            "Add the question before it, or join the two answers.",
        ),
        "row_empty_question": (
            "message {message}, a question, is empty",
            "Write the question, or remove the row.",
        ),
        "row_empty_answer": (
            "message {message}, an answer, is empty",
            "Write the answer the model should give, or remove the row.",
        ),
        "row_unanswered": (
            "it ends with a question that has no answer",
            "Add the answer, or remove the last question.",
        ),
        "row_system_late": (
            "message {message} is a system message, behind others",
            "Put the system message first.",
        ),
        "row_markup": (
            "its text holds {found}, a mark of a chat template",
            "Remove such marks: Puna writes those of the model by itself.",
        ),
        "row_same": (
            "the preferred answer and the other one are the same",
            "Write what makes the preferred answer better, or remove the row.",
        ),
        "row_not_corrected": (
            "no reply in this chat was put right or preferred",
            "Edit a reply or choose another version of it, or take the whole chat.",
        ),
        # Tables and lists.
        "row_columns": (
            "it has {found} cells; the table has {expected} columns",
            "Put quotation marks around text that holds the separator.",
        ),
        "row_quote": (
            "a quotation mark in it is never closed",
            "Close it, or write it twice where it is meant.",
        ),
        "row_cell": (
            "the cell {column} shows an error of the spreadsheet: {found}",
            "Correct the formula, or remove the row.",
        ),
        "row_tag": (
            "line {line} has no tag as O, B-PER or I-PER: {found}",
            "Write a token and its tag on each line, and an empty line between sentences.",
        ),
        # What the model makes of it.
        "row_template": (
            "the chat template of the model refuses it: {reason}",
            "Let question and answer follow each other, or choose another template.",
        ),
        "row_too_long": (
            "it has {tokens:,} tokens; at most {most:,} were asked for",
            "Shorten it, or allow longer examples.",
        ),
    }
)
"""Each kind with its reason and its remedy, made from the values."""


def fault(kind: str, row: int, **values: Value) -> RowFault:
    """A fault of a row, told in English."""
    reason, remedy = (words.format(**values) for words in KINDS[kind])
    error = ErrorInfo(kind, f"Row {row} cannot be used: {reason}.", remedy, {"row": row, **values})
    return RowFault(row, error)


class Faulty(Exception):
    """Raised inside this package where a row turns out not to be usable."""

    def __init__(self, kind: str, **values: Value) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values

    def at(self, row: int) -> RowFault:
        return fault(self.kind, row, **self.values)
