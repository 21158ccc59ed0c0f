"""Says in the banner how it stands with keeping chats, and what can be done about it.

Knows the banner and its words; what is so is told by `StoreWatch` and `Temporaries`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.banner import Action, Banner
from app.chat.temporaries import Temporaries
from app.errors import ErrorWords, Words
from app.store_watch import StoreWatch
from engine.errors import ErrorInfo


class StoreNotices(QObject):
    """Three topics: the store itself, replies not saved, chats that are only in memory."""

    restore_wanted = Signal()

    def __init__(
        self,
        banner: Banner,
        words: ErrorWords,
        watch: StoreWatch,
        temporaries: Temporaries,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._words = words
        self._watch = watch
        self._temporaries = temporaries
        self._told: dict[str, object] = {}  # what was said last, by topic
        watch.changed.connect(self._show)
        temporaries.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        watch = self._watch
        unkept = len(self._temporaries.forced) if watch.writable else 0
        if self._is_news("unkept", unkept):
            self._show_unkept(unkept)
        if self._is_news("unsaved", watch.unsaved) and watch.unsaved is not None:
            self._show_unsaved(watch.unsaved)
        error = None if watch.writable else watch.state.error
        if self._is_news("store", (watch.state.mode, error)) and error is not None:
            self._show_store(error)

    def _is_news(self, topic: str, news: object) -> bool:
        """Whether that was not said before; what the user has closed is not said twice."""
        if self._told.get(topic) == news:
            return False
        self._told[topic] = news
        self._banner.clear(topic)
        return True

    def _show_store(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        if self._watch.readable:
            said = Words(
                self.tr("Nothing can be saved at the moment"),
                words.text,
                self.tr(
                    "{advice} You can read your chats; what you write now stays in memory only."
                ).format(advice=words.advice),
            )
            self._banner.show_words(said, "store")
            return
        said = Words(self.tr("Your chats cannot be opened"), words.text, words.advice)
        restore = Action(self.tr("Restore a backup…"), self.restore_wanted.emit)
        self._banner.show_words(said, "store", restore)

    def _show_unsaved(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        advice = self.tr("{advice} Saving is tried again by itself.").format(advice=words.advice)
        said = Words(self.tr("A reply is not saved yet"), words.text, advice)
        self._banner.show_words(said, "unsaved")

    def _show_unkept(self, number: int) -> None:
        if number == 0:
            return
        if number == 1:
            text = self.tr("One chat from the meantime is in memory only.")
            keep = self.tr("Keep it")
        else:
            text = self.tr("{n} chats from the meantime are in memory only.").format(n=number)
            keep = self.tr("Keep them")
        words = Words(self.tr("Chats are saved again"), text, "")
        self._banner.show_words(words, "unkept", Action(keep, self._keep), good=True)

    @Slot()
    def _keep(self) -> None:
        self._temporaries.keep(self._temporaries.forced)
