"""What the views of chats share, and what outlives them: another language takes a new window."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.bridge import Bridge
from app.chat.measuring import Measuring
from app.chat.pictures import Pictures
from app.chat.replaying import Replaying
from app.document_desk import DocumentDesk
from app.preferences import Preferences
from app.teaching import Teaching
from engine.engine import Engine
from engine.paths import Home


@dataclass(slots=True)
class Aids:
    """`edits` is what is typed into messages that are being edited, by message."""

    bridge: Bridge
    preferences: Preferences
    pictures: Pictures
    replaying: Replaying
    measuring: Measuring
    teaching: Teaching
    documents: DocumentDesk
    edits: dict[int, str] = field(default_factory=dict)

    @classmethod
    def over(
        cls,
        bridge: Bridge,
        preferences: Preferences,
        engine: Engine,
        home: Home,
        documents: DocumentDesk,
    ) -> Aids:
        """Those of one application."""
        return cls(
            bridge,
            preferences,
            Pictures(bridge),
            Replaying(engine, bridge),
            Measuring(engine, bridge),
            Teaching(home, bridge),
            documents,
        )

    def close(self) -> None:
        """End what runs for them."""
        self.pictures.close()
        self.measuring.close()
