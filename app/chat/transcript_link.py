"""Between the transcript and what it does not know: the settings, the search, the other widths.

Lives as long as the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.chat.chat_list import ChatList
from app.chat.session import ChatSession
from app.chat.transcript import Transcript
from app.preferences import Preferences
from app.theme import LEAST_ZOOM, MOST_ZOOM, Theme
from engine.settings import Settings


class TranscriptLink(QObject):
    """`below` is as wide as the texts, less `margin` on each side."""

    def __init__(
        self,
        transcript: Transcript,
        chat_list: ChatList,
        session: ChatSession,
        preferences: Preferences,
        theme: Theme,
        below: QWidget,
        margin: int,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._list = chat_list
        self._preferences = preferences
        self._below = below
        self._margin = margin
        transcript.zoom_wanted.connect(self.zoom)
        session.reveal.connect(self._on_reveal)
        preferences.changed.connect(self._on_settings_changed)
        theme.zoomed.connect(self._on_zoomed)
        self._on_settings_changed(preferences.settings)
        self._on_zoomed()

    @Slot(int)
    def zoom(self, percent: int) -> None:
        """Make texts larger by `percent` of their size, or smaller; 0 as they are meant."""
        now = self._preferences.settings.zoom
        zoom = max(LEAST_ZOOM, min(MOST_ZOOM, now + percent)) if percent else 100
        self._preferences.change(zoom=zoom)

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._transcript.set_details(settings.details)

    @Slot()
    def _on_zoomed(self) -> None:
        width = self._transcript.cards.maximumWidth()
        self._below.setMaximumWidth(width - 2 * self._margin)

    @Slot(int)
    def _on_reveal(self, message_id: int) -> None:
        """A result of the search was chosen: its words are looked for as they were typed, then
        one by one."""
        typed = self._list.search.text().strip()
        self._transcript.reveal(message_id, [typed, *typed.split()])
