"""Which part of a model is missing, and what one that is not for chat is for, in words.

The engine says so in English phrases; those it makes are known here, any other is left as it is.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject


class PartWords(QObject):
    """In the language of the window."""

    def word(self, phrase: str) -> str:
        """The same phrase."""
        for pattern, words in (
            (r"the architecture (?P<name>.+)", self.tr("the architecture {name}")),
            (r"the tokenizer (?P<name>.+)", self.tr("the tokenizer {name}")),
            (r"the pre-tokenizer (?P<name>.+)", self.tr("the pre-tokenizer {name}")),
            (r"the part (?P<name>.+)", self.tr("the part {name}")),
            (r"the name of an architecture", self.tr("the name of an architecture")),
            (
                r"a file of its own for the part that looks at pictures.*",
                self.tr(
                    "a file of its own for the part that looks at pictures, which is inside it"
                ),
            ),
            (
                r"an embedding model, made for search",
                self.tr("an embedding model, made for search"),
            ),
            (
                r"a draft model, a helper of another model",
                self.tr("a draft model, a helper of another model"),
            ),
            (r"a part of a speech model", self.tr("a part of a speech model")),
            (r"an adapter, to be used.*", self.tr("an adapter, for the model it was made for")),
            (
                r"a projector for pictures or sound.*",
                self.tr("a projector for pictures or sound, a part of another model"),
            ),
            (
                r"an importance matrix.*",
                self.tr("an importance matrix, made for quantising a model"),
            ),
            (
                r"not made to continue a text.*",
                self.tr("it is not made to continue a text"),
            ),
            (
                r"a model without a vocabulary.*",
                self.tr("a model without a vocabulary, which cannot read text"),
            ),
        ):
            if found := re.fullmatch(pattern, phrase):
                return words.format(**found.groupdict())
        return phrase
