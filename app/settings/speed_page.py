"""How the engine works on this computer, as a page: its speed, and what it keeps of chats."""

from __future__ import annotations

from app.dialog import note
from app.fields import Page, section
from app.settings.speed import SpeedSection
from app.tuner import Tuner


class SpeedPage(Page):
    """Sections that know what they are about."""

    def __init__(self, tuner: Tuner) -> None:
        super().__init__()
        self.speed = SpeedSection(tuner)
        told = self.tr(
            "Puna can try how many threads, how large portions and which kind of attention make "
            "the chosen model fastest here. Close other programs first. It takes some minutes."
        )
        self.add(section(self.tr("Speed on this computer"), note(told, "small"), self.speed))
