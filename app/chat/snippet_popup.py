"""The list of prompt snippets that `/` opens at the start of a line, filtered as one types.

Knows no store: it is given the snippets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.chat.popup import Offer, Popup
from app.plain_box import PlainBox
from app.text import clean
from engine.assistants import Snippet

_MOST_EXCERPT: Final = 80
_TRIGGER = re.compile(r"^/\S{0,40}$")


class SnippetPopup(Popup):
    """Puts the text of what is chosen in place of what was typed."""

    def __init__(self, box: PlainBox) -> None:
        super().__init__(box, _TRIGGER, "")
        self.setAccessibleName(self.tr("Snippets"))
        self._snippets: list[Snippet] = []

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        """What can be chosen, in this order."""
        self._snippets = list(snippets)
        self._look()

    def look_up(self, typed: str) -> None:
        matching = [snippet for snippet in self._snippets if _matches(snippet, typed[1:])]
        self.offer([_offer(snippet) for snippet in matching])

    def take(self, value: object) -> str:
        return clean(str(value))


def _offer(snippet: Snippet) -> Offer:
    excerpt = " ".join(snippet.text.split())[:_MOST_EXCERPT]
    return Offer(snippet.name, f"/{snippet.name}   {excerpt}", snippet.text)


def _matches(snippet: Snippet, typed: str) -> bool:
    """Whether a word of the name begins with what was typed."""
    name, wanted = snippet.name.casefold(), typed.casefold()
    joined = "".join(name.split())
    return joined.startswith(wanted) or any(
        word.startswith(wanted) for word in re.split(r"[\s_-]+", name)
    )
