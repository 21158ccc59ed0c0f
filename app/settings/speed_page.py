"""How the engine works on this computer, as a page: its speed, and what it keeps of chats."""

from __future__ import annotations

from app.dialog import note
from app.fields import Page, section
from app.kept_states import KeptStates
from app.preferences import Preferences
from app.settings.speed import SpeedSection
from app.settings.states import StatesSection
from app.tuner import Tuner


class SpeedPage(Page):
    """Sections that know what they are about."""

    def __init__(self, tuner: Tuner, preferences: Preferences, kept: KeptStates) -> None:
        super().__init__()
        self.speed = SpeedSection(tuner)
        self.states = StatesSection(preferences, kept)
        told = self.tr(
            "Puna can try how many threads, what batch size and which kind of attention make "
            "the chosen model fastest here. Close other programs first. It takes some minutes."
        )
        self.add(section(self.tr("Speed on this computer"), note(told, "small"), self.speed))
        told = self.tr(
            "Puna keeps what a model has read of a chat, so that the chat goes on at once. It is "
            "made from your chats, goes with them, and can be cleared at any time."
        )
        self.add(section(self.tr("Chats kept ready"), note(told, "small"), self.states))
