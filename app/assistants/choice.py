"""The assistants and the snippets there are: what New chat, the composer and Settings choose from.

Does not know how they are kept: see `Collection`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.assistants.collection import Collection
from app.bridge import Bridge
from engine.assistant_files import shipped_snippets
from engine.assistants import Assistant, Snippet
from engine.hub.first_start import offered_assistants
from engine.store.store import Store


class AssistantChoice(Collection[Assistant]):
    """Assistants: setups with a name."""

    def __init__(self, store: Store, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(store, bridge, lambda chats: chats.assistants, offered_assistants, parent)


class SnippetChoice(Collection[Snippet]):
    """Snippets: texts put into a message by `/name`."""

    def __init__(self, store: Store, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(
            store, bridge, lambda chats: chats.snippets, shipped_snippets, parent, one_word=True
        )
