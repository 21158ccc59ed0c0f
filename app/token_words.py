"""Where the token of the hub is kept, in words. Knows no token."""

from __future__ import annotations

from PySide6.QtCore import QObject


class TokenWords(QObject):
    """In the language of the window."""

    def kept(self, place: str) -> str:
        """What to say of a token that is there, or of one that is to be given."""
        return {
            "environment": self.tr("A token comes from HF_TOKEN of the environment."),
            "keyring": self.tr("A token is in the keyring of this system."),
            "memory": self.tr(
                "A token is kept in memory until Puna is closed: this system has no keyring."
            ),
        }.get(
            place,
            self.tr(
                "There is no token yet. It goes into the keyring of this system, and to the hub "
                "and nobody else."
            ),
        )
