"""What the forms of files of examples are called."""

from __future__ import annotations

from PySide6.QtCore import QObject

from engine.examples.records import Format


class FormWords(QObject):
    """In the language of the window; names of the field stay as they are."""

    def form(self, form: Format) -> str:
        """How the examples of a source are written."""
        return {
            "messages": self.tr("chat messages (OpenAI)"),
            "sharegpt": "ShareGPT",
            "alpaca": "Alpaca",
            "prompt": self.tr("prompt and completion"),
            "preference": self.tr("preferred and other answers (DPO)"),
            "table": self.tr("table"),
            "text": self.tr("plain text"),
            "chat": self.tr("chats of Puna"),
            "conll": self.tr("sentences with tags (CoNLL)"),
        }[form]
