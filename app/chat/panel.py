"""The chat page: the list, the header, the messages and the composer, wired to the session.

Holds no state of its own: it can be thrown away and made anew while a reply is written.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.chat.aids import Aids
from app.chat.chat_list import ChatList
from app.chat.citation_link import CitationLink
from app.chat.composer import Composer
from app.chat.context_bar import ContextBar
from app.chat.context_link import ContextLink
from app.chat.cut_link import CutLink
from app.chat.documents_link import DocumentsLink
from app.chat.empty import EmptyState
from app.chat.find import Find
from app.chat.folding import Folding
from app.chat.header import Header
from app.chat.list_link import ListLink
from app.chat.message_card import MessageCard
from app.chat.model_link import ModelLink
from app.chat.overflow_link import OverflowLink
from app.chat.replay_link import ReplayLink
from app.chat.session import ChatSession
from app.chat.shelf import Shelf
from app.chat.teach_link import TeachLink
from app.chat.temporary_bar import TemporaryBar
from app.chat.transcript import Transcript
from app.chat.transcript_link import TranscriptLink
from app.errors import ErrorWords
from app.model_choice import ModelChoice
from app.store_watch import StoreWatch
from app.theme import Theme
from engine.assistants import Assistant
from engine.errors import ErrorInfo
from engine.store.records import Attachment, StoredMessage

MARGIN = 22


class ChatPanel(QWidget):
    """The page of conversations."""

    link_clicked = Signal(str)
    failed = Signal(object)  # ErrorInfo that belongs to no reply

    def __init__(
        self,
        session: ChatSession,
        shelf: Shelf,
        models: ModelChoice,
        watch: StoreWatch,
        aids: Aids,
        words: ErrorWords,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._models = models
        self._watch = watch
        self._words = words
        self.list = ChatList(shelf, aids.preferences, words, theme)
        self.header = Header(theme)
        self.temporary = TemporaryBar()
        self.transcript = Transcript(theme, None, aids.pictures, aids.edits)
        self.finding = Find(self.transcript, theme, self)
        self.empty = EmptyState()
        self.transcript.set_empty_widget(self.empty)
        self.composer = Composer(theme, aids.bridge, words)
        self.bar = ContextBar(theme)
        self._foot = QWidget()
        self.folding = Folding(self.list, self, self._lay_out(), aids.preferences)
        self._link = ListLink(self.list, session, shelf, self.folding)
        # As wide as the texts above it, whose column has a margin of its own.
        self.texts = TranscriptLink(
            self.transcript, self.list, session, aids.preferences, theme, self._foot, MARGIN
        )
        asked = (session, aids.preferences, aids.measuring, theme)
        self.context = ContextLink(self.bar, self.header, self.composer, models, words, *asked)
        self.overflow = OverflowLink(
            self.transcript, self.composer, session, models, aids.measuring, theme
        )
        self._cut = CutLink(self.transcript, session)
        self.teach = TeachLink(self.transcript, session, models, aids.teaching)
        self._below.insertWidget(0, self.teach.strip)
        desk = aids.documents
        self.citations = CitationLink(self.transcript, session, desk, aids.bridge, theme)
        self.documents = DocumentsLink(
            self.composer, self.header, session, models, desk, aids.bridge
        )
        self.documents.failed.connect(self.failed)
        self._replays = ReplayLink(self.transcript, session, aids.replaying, models)
        self._choice = ModelLink(self.header, self.empty, self.composer, session, models)
        self._choice.failed.connect(self.failed)
        self._connect()
        self._on_opened()
        self._show_temporary()
        self._on_state_changed(session.state)
        shelf.refresh()

    # What the keys of the window do.

    @Slot()
    def new_chat(self) -> None:
        self._session.new_chat()
        self.composer.setFocus()

    @Slot(object)
    def new_chat_with(self, assistant: Assistant) -> None:
        self._session.new_chat(assistant)
        self.composer.setFocus()

    @Slot()
    def search(self) -> None:
        """Bring the keyboard to the search, also where the list is folded away."""
        self.folding.show()
        self.list.start_search()

    @Slot()
    def new_folder(self) -> None:
        self.folding.show()
        self.list.new_folder()

    @Slot()
    def new_temporary(self) -> None:
        self._session.new_temporary()
        self.composer.setFocus()

    @Slot()
    def regenerate(self) -> None:
        if reply := self._session.last_reply():
            self._session.regenerate(reply.id)

    @Slot()
    def proceed(self) -> None:
        """Let the model go on with the last reply, where that one is not finished."""
        reply = self._session.last_reply()
        if reply is not None and unfinished(reply):
            self._session.proceed(reply.id)

    def step_version(self, step: int) -> None:
        """Show the version before (-1) or after (1) of the last message that has several."""
        versions = self._session.versions()
        for message in reversed(self._session.path()):
            if versions[message.id][1] > 1:
                self._session.step_version(message.id, step)
                return

    @Slot()
    def copy_last(self) -> None:
        """Copy the last reply as it was written."""
        reply = self._session.last_reply()
        if reply is not None and reply.content:  # nothing is no reason to lose what was copied
            QGuiApplication.clipboard().setText(reply.content)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes on this page, in order."""
        top = (*self.header.tab_stops(), self.temporary.keep_button, *self.finding.bar.tab_stops())
        middle = (*self.transcript.tab_stops(), self.teach.strip.button)
        return [*self.list.tab_stops(), *top, *middle, *self.composer.tab_stops(), self.bar]

    # How it is built.

    def _lay_out(self) -> QHBoxLayout:
        below = QFrame()
        below.setProperty("kind", "bottom")
        row = QHBoxLayout(below)
        scroll_bar = self.transcript.verticalScrollBar().sizeHint().width()
        row.setContentsMargins(MARGIN, 12, MARGIN + scroll_bar, 6)  # below the messages
        row.addStretch(1)
        row.addWidget(self._foot, 1000)
        row.addStretch(1)
        foot = self._below = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(3)
        foot.addWidget(self.composer)
        foot.addWidget(self.bar)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line, bar = _line(), self.finding.bar
        for widget in (self.header, self.temporary, bar, self.transcript, line, below):
            column.addWidget(widget, 1 if widget is self.transcript else 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column, 1)
        return layout

    def _connect(self) -> None:
        session, models, cards = self._session, self._models, self.transcript
        session.opened.connect(self._on_opened)
        session.kept.connect(lambda: self.list.view.show_open(session.chat_id))
        session.added.connect(self._on_added)
        session.text_added.connect(cards.append)
        session.status_changed.connect(self._on_status_changed)
        session.ended.connect(self._on_ended)
        session.state_changed.connect(self._on_state_changed)
        self.list.view.keep_wanted.connect(session.temporaries.keep)
        session.refused.connect(self._on_refused)
        self.teach.failed.connect(self.failed)
        session.moved.connect(self._on_moved)
        for changed in (session.opened, session.list_changed, self._watch.changed):
            changed.connect(self._show_temporary)
        session.temporaries.changed.connect(self._show_temporary)
        models.changed.connect(self._show_temporary)
        self.temporary.keep_requested.connect(session.keep)
        self.header.temporary_requested.connect(session.set_temporary)
        cards.card_made.connect(self._on_card_made)
        cards.copy_requested.connect(self._on_copy_requested)
        cards.edit_submitted.connect(self._on_edit_submitted)
        cards.regenerate_requested.connect(session.regenerate)
        cards.continue_requested.connect(session.proceed)
        cards.retry_requested.connect(session.retry)
        cards.version_requested.connect(session.step_version)
        cards.link_clicked.connect(self.link_clicked)
        self.finding.closed.connect(self.composer.setFocus)
        self._link.entered.connect(self.composer.setFocus)
        self.list.new.new_requested.connect(self.new_chat)
        self.list.new.temporary_requested.connect(self.new_temporary)
        self.list.new.assistant_chosen.connect(self.new_chat_with)
        self.header.fold_requested.connect(self.folding.toggle)
        self.folding.keyboard_left.connect(self.composer.setFocus)
        self.composer.submitted.connect(self._on_submitted)
        self.composer.stop_requested.connect(session.stop)
        self.composer.box.textChanged.connect(self._on_typed)
        self.composer.attached.changed.connect(self._on_attached)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.composer.setFocus()

    # What the session tells.

    @Slot()
    def _on_opened(self) -> None:
        session = self._session
        self.transcript.show_messages(session.path(), session.versions())
        self.list.view.show_open(session.chat_id)
        draft, files = session.draft(), session.files()
        if (self.composer.text(), self.composer.attached.files) != (draft, files):
            self.composer.set_text(draft, files)

    @Slot()
    def _show_temporary(self) -> None:
        session = self._session
        begun = session.chat_id is not None
        can_change = not begun and self._models.model is not None
        self.header.show_temporary(temporary=session.temporary, can_change=can_change)
        self.temporary.show_state(
            temporary=session.temporary,
            forced=session.chat_id in session.temporaries.forced,
            begun=begun,
            writable=self._watch.writable,
        )

    @Slot()
    def _on_moved(self) -> None:
        self._show_temporary()
        text = self.temporary.label.text()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.temporary, text))

    @Slot(object)
    def _on_added(self, message: StoredMessage) -> None:
        self.transcript.add(message, self._session.versions()[message.id])
        self.list.view.show_open(self._session.chat_id)  # a new chat has its number only now

    @Slot(object)
    def _on_card_made(self, card: MessageCard) -> None:
        card.set_status(self._session.statuses().get(card.message.id, ""))
        self._word_error(card)

    @Slot(int, str)
    def _on_status_changed(self, message_id: int, status: str) -> None:
        if card := self.transcript.card(message_id):
            card.set_status(status)

    @Slot(object)
    def _on_ended(self, message: StoredMessage) -> None:
        self.transcript.finish(message)
        card = self.transcript.card(message.id)
        self._word_error(card)
        self.citations.show_ended(message)
        text = self.tr("Reply failed") if message.error else self.tr("Reply finished")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.transcript, text))
        self.overflow.expect(message.id)

    def _word_error(self, card: MessageCard | None) -> None:
        if card is None or self.overflow.settle(card):
            return
        if card.message.error is not None:
            words = self._words.word(card.message.error)
            card.set_error(words.title, words.text, words.advice)

    @Slot(str)
    def _on_state_changed(self, state: str) -> None:
        self.composer.set_state(state)
        self.transcript.set_actions_enabled(state == "idle")

    @Slot(str, object, object)
    def _on_refused(self, text: str, error: ErrorInfo, files: tuple[Attachment, ...]) -> None:
        self.composer.restore(text, files)
        self.failed.emit(error)

    # What the user does.

    @Slot(str, object)
    def _on_submitted(self, text: str, files: tuple[Attachment, ...]) -> None:
        if not self._session.send(text, files):
            self.composer.restore(text, files)

    @Slot(int, str)
    def _on_edit_submitted(self, message_id: int, text: str) -> None:
        card = self.transcript.card(message_id)
        if not self._session.edit(message_id, text) and card is not None:
            card.start_editing(text)

    @Slot()
    def _on_typed(self) -> None:
        self._session.set_draft(self.composer.text())

    @Slot()
    def _on_attached(self) -> None:
        self._session.set_files(self.composer.attached.files)

    @Slot(int)
    def _on_copy_requested(self, message_id: int) -> None:
        for message in self._session.path():
            if message.id == message_id and message.content:
                QGuiApplication.clipboard().setText(message.content)


def unfinished(reply: StoredMessage) -> bool:
    """Whether the model can go on with this reply."""
    stopped = reply.state in ("interrupted", "failed")
    return stopped or (reply.state == "done" and reply.reason != "stop")


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line
