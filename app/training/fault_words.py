"""What is wrong with a row of a file, and what to do about it, in the language of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject

from engine.errors import ErrorInfo, Value


class FaultWords(QObject):
    """Words a fault by its kind; one that is not known here, as the engine says it in English."""

    def row(self, number: int) -> str:
        """What a row is called."""
        return self.tr("Row {n}").format(n=QLocale().toString(number))

    def reason(self, error: ErrorInfo) -> str:
        """What is wrong."""
        words = self._words().get(error.kind)
        return self._filled(words[0], error) if words else error.message

    def remedy(self, error: ErrorInfo) -> str:
        """What to do."""
        words = self._words().get(error.kind)
        return self._filled(words[1], error) if words else error.advice

    def _filled(self, words: str, error: ErrorInfo) -> str:
        try:
            return words.format(**{name: _shown(value) for name, value in error.values.items()})
        except (KeyError, IndexError):
            return error.message

    def _words(self) -> dict[str, tuple[str, str]]:
        parts: tuple[Callable[[], dict[str, tuple[str, str]]], ...] = (
            self._of_rows,
            self._of_messages,
            self._of_tables,
        )
        return {kind: words for part in parts for kind, words in part().items()}

    def _of_rows(self) -> dict[str, tuple[str, str]]:
        return {
            "row_json": (
                self.tr("It is not valid JSON: {reason}."),
                self.tr("Correct the line: one object of JSON a line."),
            ),
            "row_not_object": (
                self.tr("It is {found}, not an object of JSON."),
                self.tr("Write it as an object, such as {{“messages”: […]}}."),
            ),
            "row_keys": (
                self.tr("None of its fields is known: {found}."),
                self.tr(
                    "Use messages, conversations, instruction and output, prompt and completion, "
                    "prompt and chosen, or text."
                ),
            ),
            "row_mixed": (
                self.tr("It is written as {found}, the other rows as {expected}."),
                self.tr("Write all rows in one form, or put these into a file of their own."),
            ),
            "row_empty": (
                self.tr("There is nothing in it."),
                self.tr("Remove it, or fill it in."),
            ),
            "row_too_large": (
                self.tr("It has {characters} characters; at most {most} can be used."),
                self.tr("Divide it into several rows."),
            ),
            "row_encoding": (
                self.tr("It holds bytes that are not text in the encoding of the file."),
                self.tr("Save the file as UTF-8, then choose it again."),
            ),
            "row_unreadable": (
                self.tr("Characters in it were lost before: {count} are the sign for unknown."),
                self.tr("Make the file again from its source, in UTF-8."),
            ),
            "row_markup": (
                self.tr("Its text holds {found}, a mark of a chat template."),
                self.tr("Remove such marks: Puna writes those of the model by itself."),
            ),
            "row_same": (
                self.tr("The preferred answer and the other one are the same."),
                self.tr("Write what makes the preferred answer better, or remove the row."),
            ),
            "row_template": (
                self.tr("The chat template of the model refuses it: {reason}."),
                self.tr("Let question and answer follow each other, or choose another model."),
            ),
            "row_too_long": (
                self.tr("It has {tokens} tokens; at most {most} are learnt from at once."),
                self.tr("Shorten it, or allow longer examples in the settings of the run."),
            ),
        }

    def _of_messages(self) -> dict[str, tuple[str, str]]:
        return {
            "row_message": (
                self.tr("Message {message} has no role and no content."),
                self.tr("Write each message with a role and its content."),
            ),
            "row_role": (
                self.tr("Message {message} is of the role {found}."),
                self.tr("Only system, user and assistant can be learnt from: remove the others."),
            ),
            "row_content": (
                self.tr("{field} is {found}, not text."),
                self.tr("Write it as text, in quotation marks."),
            ),
            "row_only_system": (
                self.tr("It has a system message and nothing else."),
                self.tr("Add a question and an answer, or remove the row."),
            ),
            "row_no_answer": (
                self.tr("Nobody answers in it, so there is nothing to learn."),
                self.tr("Add the answer the model should give."),
            ),
            "row_no_question": (
                self.tr("Message {message} is an answer that follows no question."),
                self.tr("Add the question before it, or join the two answers."),
            ),
            "row_empty_question": (
                self.tr("Message {message}, a question, is empty."),
                self.tr("Write the question, or remove the row."),
            ),
            "row_empty_answer": (
                self.tr("Message {message}, an answer, is empty."),
                self.tr("Write the answer the model should give, or remove the row."),
            ),
            "row_unanswered": (
                self.tr("It ends with a question that has no answer."),
                self.tr("Add the answer, or remove the last question."),
            ),
            "row_not_corrected": (
                self.tr("No reply in this chat was put right or preferred to another."),
                self.tr("Edit a reply or choose another version of it, or take the whole chat."),
            ),
            "row_system_late": (
                self.tr("Message {message} is a system message, behind others."),
                self.tr("Put the system message first."),
            ),
        }

    def _of_tables(self) -> dict[str, tuple[str, str]]:
        return {
            "row_columns": (
                self.tr("It has {found} cells; the table has {expected} columns."),
                self.tr("Put quotation marks around text that holds the separator."),
            ),
            "row_quote": (
                self.tr("A quotation mark in it is never closed."),
                self.tr("Close it, or write it twice where it is meant."),
            ),
            "row_cell": (
                self.tr("The cell {column} shows an error of the spreadsheet: {found}."),
                self.tr("Correct the formula, or remove the row."),
            ),
            "row_tag": (
                self.tr("Line {line} has no tag as O, B-PER or I-PER: {found}."),
                self.tr("Write a token and its tag on each line, and an empty line in between."),
            ),
        }


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else QLocale().toString(value)
