"""What kinds of private things are called, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QObject


class PrivateWords(QObject):
    """Kinds as `engine.examples.privacy` finds them."""

    def kind(self, kind: str) -> str:
        """A kind, in the plural."""
        return {
            "name": self.tr("names"),
            "phone": self.tr("phone numbers"),
            "address": self.tr("addresses"),
            "email": self.tr("e-mail addresses"),
            "order": self.tr("order numbers"),
            "iban": self.tr("bank accounts"),
            "card": self.tr("card numbers"),
            "secret": self.tr("passwords and keys"),
        }.get(kind, kind)

    def counted(self, counts: Mapping[str, int]) -> str:
        """Kinds, each with how often it was found."""
        parts = [
            self.tr("{kind} ({n})").format(kind=self.kind(kind), n=QLocale().toString(n))
            for kind, n in counts.items()
        ]
        return self.tr(", ").join(parts)
