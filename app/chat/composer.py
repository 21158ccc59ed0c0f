"""Where the user types: a box that grows with its text, its files, and one button that sends or
stops.

Knows nothing of chats or models: it emits what is to be sent, and shows the state it is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.bridge import Bridge
from app.chat.attached import Attached
from app.chat.attachment_chips import AttachmentChips
from app.chat.document_chips import DocumentChips
from app.chat.offer_bar import Given, OfferBar, sorted_out
from app.chat.snippet_popup import SnippetPopup
from app.chat.source_popup import SourcePopup
from app.chat.text_box import TextBox
from app.errors import ErrorWords
from app.icons import icon
from app.text import clean
from app.theme import Theme
from engine.assistants import Snippet
from engine.errors import ErrorInfo
from engine.store.records import Attachment
from engine.validate import MAX_BYTES

BUTTON_WIDTH = 92  # the same for each of its words
_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")


class Composer(QFrame):
    """The box, its files, its buttons and one line of notice."""

    submitted = Signal(str, object)  # the text, and a tuple of Attachment
    stop_requested = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, words: ErrorWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._bridge = bridge
        self._busy = False
        self._has_snippets = False
        self._refusals: list[str] = []  # of files, since the text was changed
        self.setProperty("kind", "card")
        self.setObjectName("composer")
        self.box = TextBox(theme)
        self.box.setAccessibleName(self.tr("Message"))
        self.box.setPlaceholderText(self.tr("Write a message"))
        self.setFocusProxy(self.box)
        self.attached = Attached(bridge, lambda: len(self.text().encode()), self)
        self.chips = AttachmentChips(theme, removable=True)
        self.attach_button = QPushButton(self.tr("Attach"))
        self.attach_button.setProperty("kind", "pill")
        self.attach_button.setToolTip(self.tr("Attach text files"))
        self.attach_button.setAccessibleName(self.tr("Attach text files"))
        self.button = QPushButton()
        self.button.setMinimumWidth(BUTTON_WIDTH)
        self.notice = QLabel()
        self.notice.setProperty("kind", "small")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.documents = DocumentChips(theme)
        self.offer = OfferBar(theme)
        self.snippets = SnippetPopup(self.box)
        self.sources = SourcePopup(self.box)
        self._lay_out()

        self.box.submitted.connect(self._submit)
        self.box.refused.connect(self._on_refused)
        self.box.files_pasted.connect(self.give)
        self.offer.attach_wanted.connect(self.attach)
        self.box.textChanged.connect(self._on_text_changed)
        self.box.installEventFilter(self)
        self.button.clicked.connect(self._on_clicked)
        self.button.installEventFilter(self)
        self.attach_button.clicked.connect(self.choose_files)
        self.attached.changed.connect(self._on_attached_changed)
        self.attached.refused.connect(self._on_file_refused)
        self.chips.clicked.connect(self._on_chip_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_state("idle")

    def text(self) -> str:
        """What is typed."""
        return self.box.toPlainText()

    def set_text(self, text: str, files: Sequence[Attachment] = ()) -> None:
        """Replace what is typed and attached, with the cursor at the end."""
        self.attached.set_files(files)
        self.box.set_text(text)

    def restore(self, text: str, files: Sequence[Attachment] = ()) -> None:
        """Give back what could not be sent, before anything typed since."""
        typed = self.text()
        self.set_text(f"{text}\n{typed}" if typed else text, [*files, *self.attached.files])

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        """What `/` offers at the start of a line."""
        self.snippets.set_snippets(snippets)
        self._has_snippets = bool(snippets)
        if not self.documents.chips:
            self._name_box()

    def _name_box(self) -> None:
        self.box.setPlaceholderText(
            self.tr("Write a message, or / for a snippet")
            if self._has_snippets
            else self.tr("Write a message")
        )

    def set_asking(self, asking: bool) -> None:
        """Whether documents are asked with the message."""
        if asking:
            self.box.setPlaceholderText(self.tr("Ask your documents"))
        else:
            self._name_box()

    @Slot(object)
    def give(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped or pasted: texts are attached, others are offered to ask."""

        def sort(given: Given) -> None:
            if given.attached:
                self.attach(given.attached)
            if given.documents:
                self.offer.offer(given)

        self._bridge.run(lambda: sorted_out(paths), sort)

    @Slot(object)
    def attach(self, paths: Sequence[Path]) -> None:
        """Add files to the message. What cannot be added is said in the notice."""
        self.attached.add(paths)

    @Slot()
    def choose_files(self) -> None:
        """Ask for files to attach. Does not block."""
        dialog = QFileDialog(self, self.tr("Attach text files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.give([Path(name) for name in names]))
        dialog.open()

    def set_state(self, state: str) -> None:
        """Show `idle`, `loading`, `answering` or `stopping`."""
        self._busy = state != "idle"
        if self._busy:
            stopping = state == "stopping"
            self.button.setText(self.tr("Stopping…") if stopping else self.tr("Stop  Esc"))
            self.button.setAccessibleName(self.tr("Stop the reply"))
        else:
            self.button.setText(self.tr("Send"))
            self.button.setAccessibleName(self.tr("Send the message"))
        self.button.setProperty("kind", "" if self._busy else "primary")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        self._on_text_changed()
        self.button.setEnabled(state != "stopping" and (self._busy or self._can_send()))

    def say(self, notice: str) -> None:
        """Show one line under the box; it goes with the next change of the text."""
        self.notice.setText(notice)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        above = (*self.offer.tab_stops(), *self.documents.tab_stops())
        return [*above, self.box, *self.chips.buttons(), self.attach_button, self.button]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.button:
            # The second click of a double click on Send would be one on Stop.
            return event.type() == QEvent.Type.MouseButtonDblClick
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_focus()
        return False

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.attach_button)
        row.addWidget(self.notice, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 13, 11, 9)
        layout.setSpacing(8)
        layout.addWidget(self.offer)
        layout.addWidget(self.documents)
        layout.addWidget(self.box)
        layout.addWidget(self.chips)
        layout.addLayout(row)

    @Slot()
    def _on_clicked(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        else:
            self._submit()
        self.box.setFocus()

    @Slot()
    def _submit(self) -> None:
        if self.attached.reading:
            self.say(self.tr("The files are being read. Send again in a moment."))
            return
        if not self._can_send():
            return
        if self._busy:
            self.say(self.tr("A reply is being written. Stop it with Esc, or send when it ends."))
            return
        # Blanks at the start of the first line may be the indentation of code.
        text = _BLANK_LINES.sub("", clean(self.text())).rstrip()
        files = self.attached.files
        size = len(text.encode()) + self.attached.size()
        if files and size > MAX_BYTES:
            self._on_refused(size)
            return
        self.set_text("")
        self.submitted.emit(text, files)

    @Slot()
    def _on_text_changed(self) -> None:
        self._refusals.clear()
        self.say("" if self._busy else self.tr("Enter sends · Shift+Enter starts a new line"))
        if not self._busy:
            self.button.setEnabled(self._can_send())

    @Slot(object)
    def _on_refused(self, size: int) -> None:
        self.say(self.box.refusal(size))

    @Slot()
    def _on_attached_changed(self) -> None:
        self.chips.show_files(self.attached.files)
        self._on_text_changed()

    @Slot(object)
    def _on_file_refused(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self._refusals.append(words.text)
        self.say(" ".join([*self._refusals, words.advice]).strip())

    @Slot(int)
    def _on_chip_clicked(self, number: int) -> None:
        self.attached.remove(number)
        self.box.setFocus()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.attach_button.setIcon(icon("attach", self._theme, "muted"))
        self._show_focus()

    @Slot()
    def _show_focus(self) -> None:
        border = self._theme.tokens.accent if self.box.hasFocus() else self._theme.tokens.line
        self.setStyleSheet(f"QFrame#composer {{ border: 1px solid {border}; }}")

    def _can_send(self) -> bool:
        document = self.box.document()
        # Only a short text can be all blanks without being looked at on each key.
        long = document.characterCount() > 1000
        return long or bool(self.text().strip()) or bool(self.attached.files)
