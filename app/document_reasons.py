"""Words for files that cannot be read as documents: what happened, and what to do.

Works from an error's kind and values, as `app.errors` does, which uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import QObject

from app.hub_words import Said
from engine.errors import Value


class DocumentReasons(QObject):
    """In the language of the window."""

    def document(self, values: Mapping[str, Value]) -> Said:
        """The words of a `DocumentError`."""
        fault = str(values["fault"])
        text, advice = {**self._of_files(), **self._of_reading()}.get(
            fault,
            (
                self.tr("{path} cannot be read: {reason}."),
                self.tr("The other files are not affected. Correct this one, then read it again."),
            ),
        )
        name = PurePath(str(values["path"])).name or str(values["path"])
        return Said(
            self.tr("This file cannot be read"),
            text.format(path=name, reason=str(values["reason"]).rstrip(".")),
            advice,
        )

    def short(self, values: Mapping[str, Value]) -> str:
        """Why a file was not read, in a few words for a list of files."""
        return {
            "missing": self.tr("Not there any more"),
            "changed": self.tr("Changed while it was read"),
            "kind": self.tr("Not a format Puna reads"),
            "empty": self.tr("Empty"),
            "no_text": self.tr("No text: scanned pages"),
            "encrypted": self.tr("Locked with a password"),
            "damaged": self.tr("Damaged"),
            "too_large": self.tr("Too large"),
            "too_many_pages": self.tr("Too many pages"),
            "bomb": self.tr("Unpacks to far too much"),
            "time": self.tr("Took too long to read"),
            "memory": self.tr("Needed too much memory"),
            "crashed": self.tr("Ended the reader"),
            "page": self.tr("No such page"),
        }.get(str(values.get("fault", "")), self.tr("Cannot be read"))

    def _of_files(self) -> Mapping[str, tuple[str, str]]:
        return {
            "missing": (
                self.tr("{path} is not there any more."),
                self.tr("Put it back where it was, then read it again. Or remove it here."),
            ),
            "changed": (
                self.tr("{path} was changed while it was read."),
                self.tr("Read it again once nothing writes to it."),
            ),
            "kind": (
                self.tr("{path} has no format that Puna reads."),
                self.tr("Save it as PDF, DOCX, HTML or text, and add that file."),
            ),
            "empty": (
                self.tr("There is nothing in {path}."),
                self.tr("Save it with its contents, then read it again. Or remove it here."),
            ),
            "no_text": (
                self.tr("The pages of {path} are pictures: there is no text in it."),
                self.tr("Have a program for text recognition (OCR) add the text, then read again."),
            ),
            "encrypted": (
                self.tr("{path} is locked with a password."),
                self.tr("Save a copy without the password, and add that file."),
            ),
            "damaged": (
                self.tr("{path} is damaged or cut off."),
                self.tr("Copy or save it once more from where it came, then read it again."),
            ),
            "page": (
                self.tr("{path} has no such page any more."),
                self.tr("Read it again: it was changed since."),
            ),
        }

    def _of_reading(self) -> Mapping[str, tuple[str, str]]:
        divide = self.tr("Divide it into parts, and add those.")
        return {
            "too_large": (self.tr("{path} is too large to be read."), divide),
            "too_many_pages": (self.tr("{path} has too many pages to be read."), divide),
            "bomb": (
                self.tr("{path} unpacks to far more than a document holds, so it was left alone."),
                self.tr("Remove it here, unless you know it well: then unpack it yourself."),
            ),
            "time": (self.tr("Reading {path} took too long, so it was stopped."), divide),
            "memory": (self.tr("Reading {path} needs more memory than it may have."), divide),
            "crashed": (
                self.tr("Reading {path} ended the process that reads. Nothing else was affected."),
                self.tr("Save it anew with the program it came from, then read it again."),
            ),
        }
