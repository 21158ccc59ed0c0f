"""How a download stands, in one line. Knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.errors import ErrorWords
from app.models.words import ModelWords
from engine.hub.downloads import Download


class DownloadWords(QObject):
    """In the language of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures = ModelWords(self)
        self._errors = ErrorWords(self)

    def line(self, download: Download) -> str:
        """How much has come, how fast, how long it takes: `1.5 of 2.5 GB · 18 MB/s · 55 s left`."""
        figures = self._figures
        amount = self.tr("{done} of {total}").format(
            done=figures.size(download.done), total=figures.size(download.total)
        )
        state = self.state(download)
        if download.state != "running":
            return f"{amount} · {state}" if download.state != "waiting" else state
        if download.error is not None:  # which it waits to go away
            return f"{amount} · {self._errors.word(download.error).title}"
        parts = [amount]
        if download.speed > 0:
            parts.append(figures.rate(download.speed))
        if download.left is not None:
            parts.append(self.tr("{time} left").format(time=figures.duration(download.left)))
        return " · ".join(parts)

    def state(self, download: Download) -> str:
        """One or two words."""
        return {
            "waiting": self.tr("waiting for its turn"),
            "running": self.tr("downloading"),
            "checking": self.tr("checking"),
            "paused": self.tr("paused"),
            "failed": self.tr("failed"),
            "done": self.tr("done"),
        }[download.state]

    def percent(self, download: Download) -> str:
        """For a button: how far it is."""
        if download.state in ("paused", "failed", "waiting"):
            return self.state(download)
        share = 100 * download.done // download.total if download.total else 0
        return self.tr("{n} %").format(n=share)

    def buttons(self, download: Download) -> tuple[str, ...]:
        """What can be done to it."""
        if download.state in ("waiting", "running"):
            return ("pause", "cancel")
        if download.state in ("paused", "failed"):
            return ("resume", "cancel")
        return ("cancel",) if download.state == "checking" else ()
