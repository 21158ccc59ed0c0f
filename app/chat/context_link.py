"""Between the open chat and the bar: what the next reply would be asked is counted as it changes.

Also opens the inspector. Lives as long as the page.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.chat.composer import Composer
from app.chat.context_bar import ContextBar
from app.chat.context_use import ContextUse
from app.chat.header import Header
from app.chat.inspector import Inspector
from app.chat.measuring import Measuring
from app.chat.rules import asked_of
from app.chat.session import ChatSession
from app.errors import ErrorWords
from app.model_choice import ModelChoice
from app.preferences import Preferences
from app.text import sentences
from app.theme import Theme
from engine.documents.records import Sources
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, Measured, Overflow
from engine.store.records import StoredMessage

TYPED_MS = 250
STREAMED_MS = 1500  # a reply grows by itself: no need to count with each word
BAR, INSPECTOR = "bar", "inspector"


class ContextLink(QObject):
    """`bar` shows what is counted of `session` and of what is typed."""

    def __init__(
        self,
        bar: ContextBar,
        header: Header,
        composer: Composer,
        models: ModelChoice,
        words: ErrorWords,
        session: ChatSession,
        preferences: Preferences,
        measuring: Measuring,
        theme: Theme,
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._session = session
        self._measuring = measuring
        self._words = words
        self._theme = theme
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._count)
        bar.clicked.connect(self.inspect)
        header.inspect_requested.connect(self.inspect)
        header.more_menu.aboutToShow.connect(
            lambda: header.inspect_action.setEnabled(self.request() is not None)
        )
        for changed in (composer.box.textChanged, composer.attached.changed):
            changed.connect(self._soon)
        for changed in (session.opened, session.added, session.ended, session.setup_changed):
            changed.connect(self._soon)
        session.cut.connect(self._soon)
        session.text_added.connect(self._later)
        models.changed.connect(self._soon)
        preferences.changed.connect(self._soon)
        self._soon()

    def request(self) -> ChatRequest | None:
        """What would be asked now; None without a model, or where nothing is said yet."""
        session = self._session
        path, draft, files = session.path(), session.draft(), session.files()
        if draft.strip() or files:
            sources = self._expected()
            typed = StoredMessage(0, 0, None, "user", draft, attachments=files, sources=sources)
            path.append(typed)
        return session.request(path) if path else None

    @Slot()
    def inspect(self) -> Inspector | None:
        """Open what the model sees; None where there is nothing."""
        request = self.request()
        if request is None:
            return None
        window: QWidget = self._bar.window()
        inspector = Inspector(self._theme, self._follows(request), window)
        typed = bool(self._session.draft().strip() or self._session.files())
        asked = None if typed else asked_of(self._session.path())
        sources = asked.sources if asked is not None else self._expected()
        inspector.show_sources(sources, soon=typed and sources is not None)

        def show(measured: Measured | None, error: ErrorInfo | None) -> None:
            if measured is not None:
                inspector.show_measured(measured, ContextUse.of(measured, request))
            elif error is not None:
                words = self._words.word(error)
                inspector.show_error(sentences(words.text, words.advice))
            else:
                inspector.close()

        self._measuring.ask(INSPECTOR, inspector, request, show, text=True)
        inspector.open()
        return inspector

    def _expected(self) -> Sources | None:
        """What is told with what is typed, before it is searched for: whole files stay, the rules
        are the same. None where no documents are asked."""
        setup = self._session.setup
        if setup is None or not setup.documents:
            return None
        asked = asked_of(self._session.path())
        if asked is not None and asked.sources is not None and asked.sources.mode == "whole":
            return asked.sources
        return Sources("passages", ())

    def _follows(self, request: ChatRequest) -> Overflow | None:
        """What is done where it does not fit, once what is typed is sent."""
        typed = self._session.draft().strip() or self._session.files()
        return request.overflow if typed else None

    @Slot()
    def _soon(self) -> None:
        self._timer.start(TYPED_MS)

    @Slot()
    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start(STREAMED_MS)

    @Slot()
    def _count(self) -> None:
        request = self.request()
        if request is None:
            self._measuring.drop(BAR)
            self._bar.show_use(None)
        else:
            self._measuring.ask(BAR, self, request, partial(self._on_counted, request))

    def _on_counted(
        self, request: ChatRequest, measured: Measured | None, error: ErrorInfo | None
    ) -> None:
        if measured is not None:
            self._bar.show_use(ContextUse.of(measured, request), self._follows(request))
        elif error is not None:
            self._bar.show_use(None)  # sending tells what is wrong
