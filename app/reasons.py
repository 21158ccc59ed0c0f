"""Words why something cannot be used, in the user's language: files with chats, names, numbers.

The engine gives its reasons in English sentences; those that users meet are known here, and any
other is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject


class Reasons(QObject):
    """Words of the fields, reasons and advices of `engine.errors.InvalidInput`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = {
            "file": self.tr("file"),
            "archive": self.tr("backup file"),
            "assistant": self.tr("assistant"),
            "snippet": self.tr("snippet"),
            "preset": self.tr("preset"),
            "receipt": self.tr("receipt"),
            "folder": self.tr("folder"),
            "chat": self.tr("chat"),
            "conversation": self.tr("conversation"),
            "message": self.tr("message"),
            "model": self.tr("model"),
            "context size": self.tr("context size"),
            "threads": self.tr("threads"),
            "endpoint": self.tr("address"),
            "token": self.tr("token"),
            "repository": self.tr("repository"),
            "collection": self.tr("collection"),
            "download": self.tr("download"),
        }
        self._reasons = [
            *self._of_chats(),
            *self._of_archives(),
            *self._of_summaries(),
            *self._of_hubs(),
            *self._of_named(),
        ]
        self._advices = self._all_advices()

    def field(self, name: str) -> str:
        """The name of what cannot be used."""
        return self._fields.get(name, name)

    def reason(self, reason: str) -> str:
        """Why it cannot be used; without a full stop, as it came."""
        for pattern, words in self._reasons:
            if found := re.fullmatch(pattern, reason):
                groups = found.groupdict()
                # The name of a file stands before what is wrong with it.
                inner = {"reason": self.reason(groups["reason"])} if "reason" in groups else {}
                return words.format(**(groups | inner))
        return reason

    def advice(self, advice: str) -> str:
        """What to do about it; nothing where the advice is not known."""
        return self._advices.get(advice, "")

    def place(self, where: str) -> str:
        """A place in a file: its name, and which of its chats."""
        found = re.fullmatch(r"(?P<file>.*?)(?:, )?conversation (?P<n>\d+)", where)
        if found is None:
            return where
        chat = self.tr("chat {n}").format(n=found["n"])
        return self.tr("{file}, {chat}").format(file=found["file"], chat=chat) if found[1] else chat

    def _of_chats(self) -> Sequence[tuple[str, str]]:
        return [
            ("there are no chats in it", self.tr("there are no chats in it")),
            ("it has no messages", self.tr("it has no messages")),
            ("it is not valid JSON, or cut off", self.tr("it is not valid JSON, or cut off")),
            ("it is nested too deeply", self.tr("it is nested too deeply")),
            ("it is not a file", self.tr("it is not a file")),
            ("the archive is damaged", self.tr("the archive is damaged")),
            (
                "the archive is damaged or has a password",
                self.tr("the archive is damaged or has a password"),
            ),
            (
                r"there are more than (?P<n>[\d,]+) files in it",
                self.tr("there are more than {n} files in it"),
            ),
            (
                r"it has more than (?P<n>[\d,]+) MiB of text",
                self.tr("it has more than {n} MiB of text"),
            ),
            (
                r"(it|the file|its chats) (was|were) (written|made) by a newer Puna.*",
                self.tr("it was written by a newer Puna"),
            ),
        ]

    def _of_archives(self) -> Sequence[tuple[str, str]]:
        return [
            (r"it is no archive of Puna.*", self.tr("it is not a backup file of Puna")),
            (
                "it is damaged or not an archive of Puna",
                self.tr("it is damaged or not a backup file of Puna"),
            ),
            (r"(?P<name>.+) in it is damaged", self.tr("{name} in it is damaged")),
            (r"(?P<name>.+) is a file of Puna", self.tr("{name} is a file of Puna")),
        ]

    def _of_summaries(self) -> Sequence[tuple[str, str]]:
        return [
            (
                "the last message leaves no room for a summary",
                self.tr("the last message leaves no room for a summary"),
            ),
            (
                "the summary leaves no room for the reply",
                self.tr("the summary leaves no room for the reply"),
            ),
            ("the context is too small for that", self.tr("the context is too small for that")),
            ("the model wrote no summary", self.tr("the model wrote no summary")),
        ]

    def _of_hubs(self) -> Sequence[tuple[str, str]]:
        return [
            ("it is no address", self.tr("it is no address")),
            ("it is no address of a hub", self.tr("it is no address of a hub")),
            (
                "it must not hold a name, a password or a question mark",
                self.tr("it must not hold a name, a password or a question mark"),
            ),
            (
                "plain http can be read and changed on the way",
                self.tr("plain http can be read and changed on the way"),
            ),
            (
                "it is not made of letters and digits",
                self.tr("it is not made of letters and digits"),
            ),
            ("it is no name of one", self.tr("it is no name of one")),
            (
                r"(?P<name>.+) is not in Puna's models folder",
                self.tr("{name} is not in Puna's models folder"),
            ),
        ]

    def _of_named(self) -> Sequence[tuple[str, str]]:
        return [
            ("it has no name", self.tr("it has no name")),
            ("it has no name or no text", self.tr("it has no name or no text")),
            (
                "there is one called (?P<name>.+) already",
                self.tr("there is one called {name} already"),
            ),
            ("there is one named (?P<name>.+)", self.tr("there is one called {name} already")),
            ("it was removed", self.tr("it was removed")),
            (r"the file is not an assistant of Puna.*", self.tr("it is not an assistant of Puna")),
            (r"the file is not a snippet of Puna.*", self.tr("it is not a snippet of Puna")),
            (
                r"the file is not a preset of .*",
                self.tr("it is not a preset of Puna or LM Studio"),
            ),
            (
                "the tokens of the reply are not known",
                self.tr("the tokens of the reply are not known"),
            ),
            (r"the file is too large for .*", self.tr("the file is too large")),
            # Last: what is wrong with a file, behind its name.
            (r"(?P<name>[^:]+): (?P<reason>.+)", self.tr("{name}: {reason}")),
        ]

    def _all_advices(self) -> dict[str, str]:
        return {
            "Choose an export of Puna, ChatGPT, Open WebUI or LM Studio.": self.tr(
                "Choose an export of Puna, ChatGPT, Open WebUI or LM Studio."
            ),
            "Choose another file, or make the archive once more.": self.tr(
                "Choose another file, or make the backup file once more."
            ),
            "Copy the archive once more from where it was made. Nothing was changed.": self.tr(
                "Copy the backup file once more from where it was made. Nothing was changed."
            ),
            "Install the newest Puna, then open the file again.": self.tr(
                "Install the newest Puna, then open the file again."
            ),
            "Change it, or choose another file.": self.tr("Choose another file."),
            "Choose another file.": self.tr("Choose another file."),
            "Regenerate the reply instead: the new one keeps all that is needed.": self.tr(
                "Regenerate the reply instead: the new one keeps all that is needed."
            ),
            "Write an address as https://huggingface.co.": self.tr(
                "Write an address as https://huggingface.co."
            ),
            "Copy the token from the hub's settings again.": self.tr(
                "Copy the token from the hub's settings again."
            ),
            "Write it as owner/name.": self.tr("Write it as owner/name."),
            "Choose another name.": self.tr("Choose another name."),
            "Choose another collection.": self.tr("Choose another collection."),
            "Choose another place.": self.tr("Choose another place."),
            "Rename the file.": self.tr("Rename the file."),
        }
