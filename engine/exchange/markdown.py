"""A chat as one Markdown text for people: the path that was shown last, with its authors.

Knows no file. Versions that were not shown are in the JSON of Puna only.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

import msgspec

from engine.attachments import as_text
from engine.documents.records import Sources
from engine.exchange.found import FoundWords, found_below
from engine.messages import Role
from engine.prompt import without_thinking
from engine.store.text import storable
from engine.store.tree import ChatTree, TreeMessage

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]+')
_DEVICES: Final = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])", re.IGNORECASE
)
_LONGEST_NAME: Final = 150  # bytes: most systems take 255, and an ending and a number follow
_LATEST: Final = 1e11


class Headings(msgspec.Struct, frozen=True):
    """What stands above what an author said; the window gives them in its language."""

    user: str = "You"
    assistant: str = "Assistant"
    system: str = "Instructions"
    documents: FoundWords = FoundWords()

    def of(self, role: Role) -> str:
        return {"user": self.user, "assistant": self.assistant, "system": self.system}[role]


def as_markdown(tree: ChatTree, headings: Headings | None = None) -> str:
    """The shown path of a chat, each message below the name of its author.

    What a model thought is left out; attachments stand below their message, fenced, and below an
    answer from documents what of it was found there.
    """
    words = headings or Headings()
    blocks = [f"# {_one_line(tree.title) or 'Chat'}"]
    if day := _day(tree.created_at):
        blocks.append(f"*{day}*")
    asked: Sources | None = None
    for message in shown_path(tree):
        if message.role == "user":
            asked = message.sources
        content = message.content
        if message.role == "assistant":
            content = without_thinking(content)
        said = as_text(content, message.attachments).strip("\n")
        if said.strip():
            blocks += [_heading(message, words), said]
            if message.checked is not None and asked is not None:
                below = found_below(message.content, message.checked, asked, words.documents)
                blocks += [below] if below else []
    return storable("\n\n".join(blocks)) + "\n"


def shown_path(tree: ChatTree) -> list[TreeMessage]:
    """The messages from the first one down to the leaf; to the last one where none is named."""
    messages = {message.id: message for message in tree.messages}
    at = messages.get(tree.leaf or "", tree.messages[-1] if tree.messages else None)
    path: list[TreeMessage] = []
    while at is not None:
        path.append(at)
        at = messages.pop(at.parent, None) if at.parent is not None else None
    return path[::-1]


def file_name(tree: ChatTree) -> str:
    """A name for the file of a chat, without its ending, that every system takes."""
    day, title = _day(tree.created_at), safe_name(tree.title)
    return f"{day} {title}" if day else title


def safe_name(text: str) -> str:
    """`text` as a name of a file or folder that Windows takes too; never empty."""
    kept = "".join(c for c in storable(text) if unicodedata.category(c)[0] != "C")
    kept = " ".join(_FORBIDDEN.sub(" ", kept).split())
    kept = kept.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ")
    if _DEVICES.fullmatch(kept.split(".")[0].strip()):
        kept = f"_{kept}"
    return kept or "chat"


def _heading(message: TreeMessage, headings: Headings) -> str:
    model = _one_line(PurePath(message.model.replace("\\", "/")).name)
    who = headings.of(message.role)
    return f"## {who} ({model})" if model and message.role == "assistant" else f"## {who}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(seconds: float) -> str:
    """The day in UTC: the same file wherever it is written. Empty where it is not known."""
    if not 0 < seconds < _LATEST:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
