"""Between the open chat and the mark above which the model sees nothing of it.

Lives as long as the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.chat.history import unseen
from app.chat.session import ChatSession
from app.chat.transcript import Transcript


class CutLink(QObject):
    """The mark is where the next reply begins to see."""

    def __init__(self, transcript: Transcript, session: ChatSession) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._session = session
        session.opened.connect(self._show)
        session.added.connect(self._show)
        session.ended.connect(self._show)
        session.cut.connect(self._on_cut)
        self._show()

    @Slot()
    def _show(self) -> None:
        count, summary = unseen(self._session.path())
        self._transcript.cards.show_cut(count, summary)

    @Slot()
    def _on_cut(self) -> None:
        """It happened just now, which is told to who cannot see the mark, too."""
        self._show()
        mark = self._transcript.cards.mark
        event = QAccessibleAnnouncementEvent(self._transcript, mark.accessibleName())
        QAccessible.updateAccessibility(event)
