"""Words why a LoRA adapter cannot be used, in the user's language.

The engine gives its reasons in English sentences (`engine.gguf.adapter`, `engine.worker.adapters`,
`engine.gguf.source`); any that is not known here is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject


class AdapterReasons(QObject):
    """Words of the reasons of `engine.errors.AdapterError`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds = {
            "a model": self.tr("a model"),
            "a projector for pictures or sound, a part of another model": self.tr(
                "a projector for pictures or sound, a part of another model"
            ),
            "an importance matrix, made for quantising a model": self.tr(
                "an importance matrix, made for quantising a model"
            ),
        }
        self._reasons = [*self._of_kinds(), *self._of_models(), *self._of_files()]

    def word(self, reason: str) -> str:
        """The reason, without a full stop, as it came."""
        for pattern, words in self._reasons:
            if found := re.fullmatch(pattern, reason):
                groups = found.groupdict()
                if "kind" in groups:
                    groups["kind"] = self._kinds.get(groups["kind"], groups["kind"])
                if "reason" in groups:  # behind the part of the file that it is about
                    groups["reason"] = self.word(groups["reason"])
                return words.format(**groups)
        return reason

    def _of_kinds(self) -> Sequence[tuple[str, str]]:
        return [
            (
                r"it is of the type (?P<type>.+), not LoRA",
                self.tr("it is of the type {type}, not LoRA"),
            ),
            (r"it is (?P<kind>.+), not an adapter", self.tr("it is {kind}, not an adapter")),
            (
                "it does not say that it is an adapter",
                self.tr("it does not say that it is an adapter"),
            ),
            (
                "it does not say for which architecture it was made",
                self.tr("it does not say for which architecture it was made"),
            ),
            ("there is nothing in it", self.tr("there is nothing in it")),
            (
                r"it acts only after certain words \(an activated LoRA\)",
                self.tr("it acts only after certain words (an activated LoRA)"),
            ),
            ("its chat template is too long", self.tr("its chat template is too long")),
            (
                r"it holds (?P<name>\S+), which is no part of a pair of matrices and would be "
                "left out",
                self.tr("it contains {name}, which is not part of a pair of matrices"),
            ),
            (
                r"(?P<name>\S+) is packed as (?P<type>\S+)",
                self.tr("{name} has the format {type}"),
            ),
            (
                "its alpha is no number in single precision",
                self.tr("its alpha is not a number in single precision"),
            ),
            (
                r"(?P<name>\S+) holds a value that is no number, or far too large",
                self.tr("{name} contains a value that is not a number or far too large"),
            ),
            (r"(?P<name>\S+) is missing", self.tr("{name} is missing")),
            (r"its alpha is (?P<value>\S+)", self.tr("its alpha is {value}")),
        ]

    def _of_models(self) -> Sequence[tuple[str, str]]:
        return [
            (
                r"it is for (?P<wanted>\S+), and this model is (?P<found>\S+)",
                self.tr("it is for {wanted}, and this model is {found}"),
            ),
            (
                "it was trained on another file than that of this model",
                self.tr("it was trained on another file of this model"),
            ),
            (
                r"it changes (?P<name>\S+), which this model does not have",
                self.tr("it changes {name}, which this model does not have"),
            ),
            (
                r"it changes (?P<name>\S+), which is no matrix",
                self.tr("it changes {name}, which is not a matrix"),
            ),
            (
                r"it changes (?P<name>\S+), which is packed as (?P<type>\S+)",
                self.tr("it changes {name}, which has the format {type}"),
            ),
            (
                r"it changes (?P<name>\S+), which is the output of this model as well",
                self.tr("it changes {name}, which is the output of this model as well"),
            ),
            (
                r"the shape of (?P<name>\S+) is (?P<found>.+); (?P<wanted>.+) was expected",
                self.tr("the shape of {name} is {found}; {wanted} was expected"),
            ),
            (r"it takes (?P<n>\S+) MiB of memory", self.tr("it takes {n} MiB of memory")),
            (r"llama\.cpp refused it: (?P<reason>.+)", "{reason}"),
            ("no reason was given", self.tr("no reason was given")),
            (
                "with it, the model computes values that are no numbers",
                self.tr("with it, the model computes invalid numbers"),
            ),
        ]

    def _of_files(self) -> Sequence[tuple[str, str]]:
        return [
            ("there is no such file", self.tr("there is no such file")),
            ("no file can have this name", self.tr("no file can have this name")),
            ("it is empty", self.tr("it is empty")),
            ("it is a folder", self.tr("it is a folder")),
            ("it is not a regular file", self.tr("it is not a regular file")),
            (
                "it does not begin with GGUF, so it is another kind of file",
                self.tr("it does not begin with GGUF, so it is another kind of file"),
            ),
            (
                r"the file ends (?P<n>[\d,]+) bytes too soon",
                self.tr("the file ends too soon ({n} bytes are missing)"),
            ),
            (
                r"the header is longer than (?P<n>[\d,]+) bytes",
                self.tr("the header is longer than {n} bytes"),
            ),
            (
                r"a text of (?P<n>[\d,]+) bytes; the limit is (?P<most>[\d,]+)",
                self.tr("a text has {n} bytes; at most {most} are possible"),
            ),
            (
                r"more than (?P<n>[\d,]+) bytes of text",
                self.tr("it has more than {n} bytes of text"),
            ),
            (r"(the text|text [\d,]+) is not valid UTF-8", self.tr("a text is not valid UTF-8")),
            (r"it cannot be read: (?P<reason>.+)", self.tr("it cannot be read: {reason}")),
            (
                "it became shorter while it was read",
                self.tr("it became shorter while it was read"),
            ),
            ("it changed while it was opened", self.tr("it changed while it was opened")),
            # Last: what is wrong with a part of the file, behind its name.
            (r"file: (?P<reason>.+)", "{reason}"),
            (r"(?P<part>[^:]+): (?P<reason>.+)", self.tr("{part}: {reason}")),
        ]
