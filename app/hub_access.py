"""The way to the hub, as the window has it: offline or not, its address, and the user's token.

Everything is done on other threads, for a keyring may wait for its user. Knows no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.calls import Calls
from app.preferences import Preferences
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Place, Tokens
from engine.settings import Settings


class HubAccess(QObject):
    """`changed`: something of it is another now; `opened`: the hub may answer what it did not."""

    changed = Signal()
    opened = Signal()
    refused = Signal(object)  # ErrorInfo

    def __init__(
        self,
        client: HubClient,
        tokens: Tokens,
        gate: Gate,
        preferences: Preferences,
        calls: Calls,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._tokens = tokens
        self._gate = gate
        self._preferences = preferences
        self._calls = calls
        self._offline = preferences.settings.offline
        self.token_place: Place = ""
        preferences.changed.connect(self._on_preferences)

    @property
    def offline(self) -> bool:
        """Whether the switch is on."""
        return self._preferences.settings.offline

    @property
    def endpoint(self) -> str:
        """The hub's address."""
        return self._client.endpoint

    @Slot(bool)
    def set_offline(self, offline: bool) -> None:
        """Turn the switch; what is under way ends."""
        self._preferences.change(offline=offline)

    @Slot(str)
    def set_endpoint(self, endpoint: str) -> None:
        """Use another address of the hub, if it can be one; empty for the usual one. The token of
        the address before does not go to it."""
        client = self._client

        def done(_: object) -> None:
            self._preferences.change(endpoint=endpoint)
            self.look()
            self.changed.emit()
            self.opened.emit()

        self._calls.run(lambda: client.set_endpoint(endpoint), done, self.refused.emit)

    @Slot(str)
    def save_token(self, token: str) -> None:
        """Keep a token for the hub's address."""

        def done(_: object) -> None:
            self.look()
            self.opened.emit()

        self._calls.run(lambda: self._tokens.save(token), done, self.refused.emit)

    @Slot()
    def forget_token(self) -> None:
        """Drop the token."""
        self._calls.run(self._tokens.forget, lambda _: self.look(), self.refused.emit)

    @Slot()
    def look(self) -> None:
        """Find out where a token is kept."""

        def found(place: Place) -> None:
            if place != self.token_place:
                self.token_place = place
                self.changed.emit()

        self._calls.run(lambda: self._tokens.where, found, self.refused.emit)

    @Slot(object)
    def _on_preferences(self, settings: Settings) -> None:
        if settings.offline != self._offline:
            self._offline = settings.offline
            self._gate.set_offline(settings.offline)
            self.changed.emit()
            if not settings.offline:
                self.opened.emit()
