"""One message of the transcript: its text, what became of it, and what can be done with it.

The user's words stand in a bubble on the right, the model's on the ground. Knows no store and no
engine: what the user asks for goes out as signals with the message's id.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.chat.body import MessageBody
from app.chat.card_actions import CardActions
from app.chat.card_addition import Addition
from app.chat.card_column import CardColumn
from app.chat.card_editing import CardEditing
from app.chat.card_files import CardFiles
from app.chat.card_note import CardNote
from app.chat.details import Details, has_details
from app.chat.error_box import ErrorBox
from app.chat.overflow_card import OverflowCard
from app.chat.pictures import Pictures
from app.plain_box import ENTER
from app.theme import Theme
from engine.store.records import StoredMessage

_BUBBLE_INDENT = 18  # percent of the column left of the user's bubble
_PADDING = 6  # pixels between text and focus ring, at the sides
_FLASH_MS = 2_500
_MOST_SPOKEN = 4_000  # characters of a message that are told at once


class MessageCard(QFrame):
    """A message, growing while its state is `streaming`. It is one stop of the keyboard, with
    author, place and text; Enter goes into the text, Escape comes back."""

    copy_requested = Signal(int)
    edit_submitted = Signal(int, str)
    edit_changed = Signal(int, object)  # what is typed into an open edit, None when it is closed
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    retry_requested = Signal(int)
    teach_requested = Signal(int)
    version_requested = Signal(int, int)  # message, step -1 or +1
    details_toggled = Signal(int, bool)
    details_made = Signal(object)  # Details
    link_clicked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        message: StoredMessage,
        versions: tuple[int, int] = (1, 1),
        parent: QWidget | None = None,
        pictures: Pictures | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message = message
        self._error: ErrorBox | None = None
        self.asking: OverflowCard | None = None
        self.addition: Addition | None = None
        self._details: Details | None = None
        self._details_shown = False
        self._files: CardFiles | None = None
        self._last = False
        self._focus_within = False
        self._flash = QTimer(self, singleShot=True, interval=_FLASH_MS)
        self._flash.timeout.connect(self._on_flashed)
        self.setProperty("kind", "message")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body = MessageBody(theme, self, message.role == "user", pictures)
        self.body.setAccessibleName(self.tr("Text of the message"))
        self.body.link_clicked.connect(self.link_clicked)
        self.body.left.connect(self.setFocus)
        self._status = QLabel(self)
        self._status.setProperty("kind", "small")
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setIndent(_PADDING)
        self._status.hide()
        self._note = CardNote(_PADDING, self)
        self._actions = CardActions(theme, message.role == "user", self)
        self._lay_out()
        self._connect()
        self.body.set_text(message.content)
        self.set_versions(*versions)
        self.set_place(0, 0)
        self._show_state()

    # What it shows

    @property
    def message(self) -> StoredMessage:
        """The message as it was given last; while it streams, `text` has more."""
        return self._message

    def text(self) -> str:
        """The text shown, as it came in."""
        return self.body.text()

    def append(self, text: str, fold: bool = True) -> None:
        """More of a reply that streams; `fold` lets its thinking fold when the answer begins."""
        self.body.append(text, fold)

    def put(self, widget: QWidget, *, above: bool) -> None:
        """Have a widget above the text, behind those that are there, or below it."""
        before = self._row if above else self._note
        self._column.put(widget, before, above=0 if above else 4, below=2 if above else 0)
        widget.show()

    def take(self, widget: QWidget) -> None:
        """Let go of a widget that was put here."""
        self._column.take(widget)

    def set_body_shown(self, shown: bool) -> None:
        """Whether the text is in sight."""
        self._bubble.setVisible(shown)

    def set_status(self, text: str) -> None:
        """A small line on what is going on; empty hides it."""
        self._status.setText(text)
        self._status.setVisible(bool(text))

    def set_error(self, title: str, text: str, advice: str) -> None:
        """Say what went wrong, in words, with a button to try again."""
        if self._error is None:
            self._error = ErrorBox(self._theme, self)
            self._error.retry_requested.connect(self._on_retry)
            self._column.put(self._error, self._note, above=4)
        self._error.set_words(title, text, advice)
        self._error.show()

    def set_asking(self, asking: OverflowCard | None) -> None:
        """Ask what to do, in place of an error; None: no more."""
        if self.asking is not None:
            self._column.take(self.asking)
        self.asking = asking
        if asking is not None:
            self._column.put(asking, self._note, above=4)
            if self._error is not None:
                self._error.hide()

    def finish(self, message: StoredMessage) -> None:
        """The final state of a reply that streamed, or of one that changed."""
        self._message = message
        self.set_asking(None)
        if message.content == self.body.text():
            self.body.finish()
        else:
            self.body.set_text(message.content)
        self.set_status("")
        if self._details is not None:
            self._column.take(self._details)
            self._details = None
        self._show_state()

    def set_versions(self, index: int, count: int) -> None:
        """This is version `index` (from 1) of `count`."""
        self._actions.set_versions(index, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Whether actions that change the chat can be used; copying always can."""
        self._actions.set_changes_enabled(enabled)
        self._note.button.setEnabled(enabled)
        if self._error is not None:
            self._error.set_retry_enabled(enabled)
        if self.asking is not None:
            self.asking.set_enabled(enabled)

    def set_place(self, number: int, count: int) -> None:
        """The place in the chat, from 1, for the accessible name; 0 for none."""
        user = self._message.role == "user"
        if number:
            name = (
                self.tr("Message {n} of {count}, from you")
                if user
                else self.tr("Message {n} of {count}, from Puna")
            ).format(n=number, count=count)
        else:
            name = self.tr("You") if user else self.tr("Puna")
        self.setAccessibleName(name)

    def set_last(self, last: bool) -> None:
        """Whether this is the last message, whose actions are always in sight."""
        self._last = last
        self._show_continue()
        self._show_actions()

    def set_focus_within(self, within: bool) -> None:
        """Whether the keyboard is in this card, so that its actions are in sight."""
        self._focus_within = within
        self._show_actions()

    def flash(self) -> None:
        """Stand out for a moment: this is what was looked for."""
        self._set_flashed(True)
        self._flash.start()

    def _set_flashed(self, flashed: bool) -> None:
        self.setProperty("flashed", flashed)
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def _on_flashed(self) -> None:
        self._set_flashed(False)
        self.body.mark("", 0)

    def set_details(self, shown: bool) -> None:
        """Whether the figures of a reply are shown below it, where it has any."""
        self._details_shown = shown
        there = has_details(self._message) and self._message.state != "streaming"
        if shown and there and self._details is None:
            self._details = Details(self._theme, self._message, self)
            self._column.put(self._details, above=2, below=4)
            self.details_made.emit(self._details)
        if self._details is not None:
            self._details.setVisible(shown and there)
        self._actions.set_details(shown if there else None)

    @property
    def details(self) -> Details | None:
        """The table of figures, once it was wanted."""
        return self._details

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes inside this card, in order, from the card itself on."""
        stops: list[QWidget] = [self, *(self.addition.tab_stops() if self.addition else ())]
        stops += self.body.buttons()
        if self._files is not None:
            stops += self._files.tab_stops()
        stops.append(self._note.button)
        if self._error is not None:
            stops.append(self._error.retry)
        if self.asking is not None:
            stops += self.asking.tab_stops()
        stops += self._editing.tab_stops()
        stops += self._actions.buttons()
        if self._details is not None:
            stops += self._details.tab_stops()
        return [stop for stop in stops if stop.isVisible() and stop.isEnabled()]

    # Editing

    def start_editing(self, text: str | None = None, *, begin: bool = True) -> None:
        """Put a text box in place of the user's words, with `text` or with these words in it;
        `begin` gives it the keyboard."""
        if self._message.role != "user" or self._editing.editor is not None:
            return
        words = self.body.text() if text is None else text
        self._editing.start(words, may_be_empty=bool(self._message.attachments), begin=begin)

    @Slot(object)
    def _on_edit_changed(self, text: str | None) -> None:
        """The box was opened, typed into, or closed."""
        self._actions.setVisible(text is None)
        self.edit_changed.emit(self._message.id, text)
        if text is None:
            self.setFocus()
            self._show_actions()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.edit_submitted.emit(self._message.id, text)

    # Inside

    def _lay_out(self) -> None:
        self._bubble = QFrame(self)
        self._bubble.setProperty("kind", "user" if self._message.role == "user" else "reply")
        inner = QVBoxLayout(self._bubble)
        inner.setSpacing(0)
        row = self._row = QHBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(_PADDING, 0, _PADDING, 0)
        user = self._message.role == "user"
        if user:
            # The actions are in the room beside the bubble, so that none is kept free below it.
            inner.setContentsMargins(14, 8, 14, 10)
            row.addWidget(self._actions, _BUBBLE_INDENT, Qt.AlignmentFlag.AlignBottom)
        else:
            inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.body)
        if self._message.attachments:
            inner.setSpacing(8)
            self.body.setVisible(bool(self._message.content))
            self._files = CardFiles(self._theme, self._message.attachments, self._bubble)
            inner.addWidget(self._files)
        row.addWidget(self._bubble, 100 - _BUBBLE_INDENT)
        self._column = CardColumn(self, _PADDING)
        self._column.setContentsMargins(0, 4, 0, 4 if user else 0)
        self._column.addLayout(row)
        self._column.addWidget(self._status)
        self._column.addWidget(self._note)
        if not user:
            self._column.addWidget(self._actions)
        self._editing = CardEditing(self._theme, self._column, self._bubble, self)

    def _connect(self) -> None:
        self._editing.submitted.connect(self._on_edited)
        self._editing.changed.connect(self._on_edit_changed)
        self._note.continue_clicked.connect(self._on_continue)
        self._actions.copy_clicked.connect(self._on_copy)
        self._actions.edit_clicked.connect(lambda: self.start_editing())
        self._actions.regenerate_clicked.connect(self._on_regenerate)
        self._actions.continue_clicked.connect(self._on_continue)
        self._actions.teach_clicked.connect(lambda: self.teach_requested.emit(self._message.id))
        self._actions.version_clicked.connect(self._on_version)
        self._actions.details_toggled.connect(self._on_details_toggled)

    def _show_state(self) -> None:
        """Caret, note, error, details and actions, as the message's state and reason say."""
        message = self._message
        streaming = message.state == "streaming"
        self.body.set_caret(streaming)
        self._note.show_state(message)
        if message.state == "failed":
            error = message.error
            # The window words it again in the user's language.
            title = self.tr("The reply failed")
            self.set_error(title, error.message if error else "", error.advice if error else "")
        elif self._error is not None:
            self._error.hide()
        self._actions.set_streaming(streaming)
        self.set_details(self._details_shown)
        self._show_continue()
        self._show_actions()

    def _show_continue(self) -> None:
        """Only the end of a chat can be continued, and only where there is room for more."""
        unfinished = self._note.unfinished and self._last
        self._note.button.setVisible(unfinished)
        self._actions.set_unfinished(unfinished)

    def _show_actions(self) -> None:
        seen = self._last or self._focus_within or self.hasFocus() or self.underMouse()
        self._actions.set_shown(seen and self._editing.editor is None)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_actions()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Told when it is wanted, and not each time a reply grows.
        text = self.body.shown_text()[:_MOST_SPOKEN] if self._bubble.isVisibleTo(self) else ""
        said = self.addition.spoken() if self.addition else ""
        spoken = [text, said, self._note.words(), self._status.text()]
        self.setAccessibleDescription("\n".join(part for part in spoken if part))
        super().focusInEvent(event)
        self._show_actions()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_actions()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alone = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and alone == Qt.KeyboardModifier.NoModifier and self.hasFocus():
            self.body.enter()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_copy(self) -> None:
        self.copy_requested.emit(self._message.id)

    @Slot()
    def _on_regenerate(self) -> None:
        self.regenerate_requested.emit(self._message.id)

    @Slot()
    def _on_continue(self) -> None:
        self.continue_requested.emit(self._message.id)

    @Slot()
    def _on_retry(self) -> None:
        self.retry_requested.emit(self._message.id)

    @Slot(int)
    def _on_version(self, step: int) -> None:
        self.version_requested.emit(self._message.id, step)

    @Slot(bool)
    def _on_details_toggled(self, shown: bool) -> None:
        self.set_details(shown)
        self.details_toggled.emit(self._message.id, shown)
