"""The reader: a passage on its page, with what parts it from the next one, the page and its size.

Shows what it is told to; asks `Reading` for pages and pictures and never waits for them. Does not
know who cites the passage, nor where in the window it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.errors import ErrorWords
from app.reader.foot import Foot
from app.reader.header import Header
from app.reader.notice import Notice
from app.reader.opening import Opened
from app.reader.picture_view import PictureView
from app.reader.program import open_outside
from app.reader.reading import Drawn, Reading
from app.reader.text_view import TextView
from app.reader.words import ReaderWords
from app.text import sentences
from app.theme import Theme
from engine.documents.records import File, Page, Passage, Span
from engine.errors import ErrorInfo, StorageError

LEAST_WIDTH: Final = 340
_SLOW_MS: Final = 400  # behind which it is said that something is being opened
_SPOKEN: Final = 400  # characters of a passage that are told when it is shown
_DESCRIBED: Final = 20_000  # characters of a page for a screen reader


class ReaderPane(QFrame):
    """Hidden until something is to be read."""

    closed = Signal()
    keyboard_taken = Signal()  # it is about to have the keyboard, by key
    keyboard_left = Signal()  # it was closed with the keyboard in it, or left by key
    failed = Signal(object)  # ErrorInfo

    def __init__(self, reading: Reading, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "reader")
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAccessibleName(self.tr("Source"))
        self._reading = reading
        self._errors = words
        self._words = ReaderWords(words, self)
        self._passages: tuple[Passage, ...] = ()
        self._which = 0
        self._path = ""
        self._page: Page | None = None
        self._span: Span | None = None  # of the passage
        self._count = 0  # pages of the file, 0 where that is not known
        self._stored = False  # what is shown is no page of the file
        self._standing = ""  # what has become of the file
        self._as_text = False
        self._undrawn: str | None = None  # the file whose pages are no pictures
        self._at_end = False
        self.header = Header(theme)
        self.notice = Notice(theme)
        self.picture = PictureView(theme)
        self.text = TextView(theme)
        self.blank = QLabel()
        self.foot = Foot(theme)
        self.pages = QStackedWidget()
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._say_opening)
        reading.forget()  # what a window in another language asked for
        self._lay_out()
        self._connect()
        self.foot.hide()
        self.hide()

    @property
    def passage(self) -> Passage | None:
        """The one that is shown; None where a file is."""
        return self._passages[self._which] if self._passages else None

    def show_passages(self, passages: Sequence[Passage], which: int = 0) -> None:
        """Show one of these passages, and have the others at hand."""
        if passages:
            self._passages = tuple(passages)
            self._go(max(0, min(len(passages) - 1, which)))

    def show_file(self, path: str, page: int = 1) -> None:
        """Show a page of a file."""
        self._passages, self._which = (), 0
        self._begin(path)
        self.header.show_source(0, 0, 0)
        self.header.place.set_words("")
        self._turn_to(page)

    def step(self, by: int) -> None:
        """Show the passage so many further on; the first and the last are the ends."""
        wanted = max(0, min(len(self._passages) - 1, self._which + by))
        if self._passages and wanted != self._which:
            self._go(wanted)

    @Slot()
    def leave(self) -> None:
        """Close it."""
        at = QApplication.focusWidget()
        held = at is not None and self.isAncestorOf(at)
        self._reading.forget()
        self._slow.stop()
        self.hide()
        self.closed.emit()
        if held:
            self.keyboard_left.emit()  # else it would be wherever Qt puts it

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        if not self.isVisible():
            return []
        views = [view for view in (self.picture, self.text) if view.isVisible()]
        return [*self.header.tab_stops(), *views, *self.foot.tab_stops()]

    def focus_page(self) -> None:
        """Give the keyboard to the page; to the header while none is in sight."""
        views = [view for view in (self.picture, self.text) if view.isVisible()]
        (views[0] if views else self.header.close_button).setFocus()

    @Slot()
    def _change_focus(self) -> None:
        at = QApplication.focusWidget()
        if at is not None and self.isAncestorOf(at):
            self.keyboard_left.emit()
        else:
            self.keyboard_taken.emit()
            self.focus_page()

    def event(self, event: QEvent) -> bool:
        # Esc is the reader's while the keyboard is in it, also while it would stop a reply.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # A passage

    def _go(self, which: int) -> None:
        self._which = which
        passage = self._passages[which]
        self._begin(passage.path)
        self.header.show_source(which + 1, len(self._passages), passage.number)
        self.header.place.set_words(self._words.place(passage))
        self._reading.open(passage, self._on_opened)

    def _begin(self, path: str) -> None:
        """Another page is on its way."""
        self._reading.forget()
        new = path != self._path
        if new:
            self._path, self._count = path, 0
        self._page, self._span, self._stored, self._at_end = None, None, False, False
        self._standing = ""
        self.picture.begin(new_file=new)
        self.header.name.set_words(PurePath(path).name, path)
        self.header.open_button.setEnabled(True)
        self._slow.start()
        self.show()

    @Slot()
    def _say_opening(self) -> None:
        self._say(self.tr("Opening…"))

    def _on_opened(self, opened: Opened) -> None:
        passage = self.passage
        assert passage is not None
        self._page, self._span, self._stored = opened.page, opened.span, opened.stored
        self._standing = self._words.standing(passage, opened)
        self.header.open_button.setEnabled(not opened.missing)
        if not opened.stored and not opened.changed:
            self._reading.count(passage.file, self._on_counted)
        self._show_page()
        spoken = passage.text[:_SPOKEN]
        self._announce(sentences(f"{self._words.place(passage)}.", self._standing, spoken))

    def _on_counted(self, file: File) -> None:
        passage = self.passage
        if file.info is not None and passage is not None and file.info.sha256 == passage.sha256:
            self._count = file.info.pages
            self._show_foot()

    # A page

    @Slot(int)
    def _turn_by(self, by: int) -> None:
        if self._page is not None and not self._stored:
            self._turn_to(self._page.number + by, at_end=by < 0)

    @Slot(int)
    def _turn_to(self, number: int, *, at_end: bool = False) -> None:
        if number < 1 or (self._count and number > self._count):
            return
        self._reading.forget()
        self._slow.start()

        def take(page: Page) -> None:
            self._page, self._at_end = page, at_end
            self._show_page()
            self._announce(f"{self._words.page(page)}.")

        self._reading.page(self._path, number, take, lambda error: self._no_page(number, error))

    def _no_page(self, number: int, error: ErrorInfo) -> None:
        """A page that cannot be read: behind the last one, the one before stays in sight."""
        self._slow.stop()
        if error.values.get("fault") == "page" and self._page is not None:
            self._count = min(self._count or number - 1, number - 1)
            self._show_page()
            return
        words = self._errors.word(error)
        self._page = None
        self._show_foot()
        self.notice.say("")
        self._say(sentences(words.text, words.advice))
        self.header.open_button.setEnabled(error.values.get("fault") != "missing")

    def _show_page(self) -> None:
        page = self._page
        assert page is not None
        self._slow.stop()
        self.notice.say(self._standing)
        self._show_foot()
        if self._is_picture(page) and not self._as_text:
            self.pages.setCurrentWidget(self.picture)  # first: it then knows how wide it is
            self._draw(self.picture.wanted_width, fresh=True)
        else:
            self._show_text(page)

    def _is_picture(self, page: Page) -> bool:
        return page.kind == "page" and not self._stored and self._undrawn != self._path

    def _show_text(self, page: Page) -> None:
        self.pages.setCurrentWidget(self.text)
        self.text.show_page(page, self._span_on(page), at_end=self._at_end)
        if not self.text.whole:
            self.notice.say(sentences(self._standing, self._words.shown_in_part()))
        self.foot.show_size(self.text.percent)

    def _draw(self, width: int, *, fresh: bool = False) -> None:
        page = self._page
        if page is None:
            return
        path, span = self._path, self._span_on(page)

        def show(drawn: Drawn) -> None:
            self.picture.setAccessibleName(self._words.page(page))
            self.picture.setAccessibleDescription(self._described(page))
            self.picture.show_picture(drawn, fresh=fresh, at_end=self._at_end)
            self.foot.show_size(self.picture.percent)
            if self.picture.is_sharp and (not self._count or page.number < self._count):
                self._reading.prepare(path, page.number + 1, self.picture.wanted_width)

        spans = (span,) if span is not None else ()
        self._reading.draw(path, page, width, spans, show, lambda error: self._undraw(page, error))

    def _undraw(self, page: Page, error: ErrorInfo) -> None:
        """A page that cannot be drawn is shown as text. Only PDF has pages to draw."""
        if error.values.get("fault") == "kind":
            self._undrawn = self._path
            self._show_foot()
        elif error.kind == StorageError.kind:
            self.failed.emit(error)
        else:
            self.notice.say(sentences(self._standing, self._words.drawn_as_text()))
        self._show_text(page)

    def _span_on(self, page: Page) -> Span | None:
        span = self._span
        return span if span is not None and span.page == page.number else None

    def _described(self, page: Page) -> str:
        """The passage first, then the page, for a screen reader."""
        span = self._span_on(page)
        said = page.text[span.start : span.start + span.length] if span is not None else ""
        cited = self.tr("Passage: {text}").format(text=said) if said else ""
        text = self.tr("Text of the page: {text}").format(text=page.text[:_DESCRIBED])
        return "\n\n".join(part for part in (cited, text) if part)

    def _show_foot(self) -> None:
        page = self._page
        self.foot.setVisible(page is not None)
        if page is not None:
            self.foot.show_page(page.number, self._count, can_turn=not self._stored)
            self.foot.show_ways(picture=self._is_picture(page), as_text=self._as_text)

    # What is done with it

    @Slot(bool)
    def _show_as_text(self, as_text: bool) -> None:
        self._as_text = as_text
        if self._page is not None:
            self._show_page()

    @Slot(int)
    def _zoom(self, by: int) -> None:
        view = self.pages.currentWidget()
        if isinstance(view, TextView | PictureView):
            view.zoom(by)

    @Slot()
    def _copy(self) -> None:
        if self.passage is not None:
            QGuiApplication.clipboard().setText(self.passage.text)
            self.header.copy_button.confirm()

    @Slot()
    def _open_outside(self) -> None:
        if not open_outside(self._path):
            self.notice.say(self.tr("No program was found to open this file with."))

    def _say(self, text: str) -> None:
        """Words in place of a page."""
        self.blank.setText(text)
        self.pages.setCurrentWidget(self.blank)

    def _announce(self, text: str) -> None:
        said = sentences(self.header.title.text(), text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _lay_out(self) -> None:
        self.blank.setProperty("kind", "muted")
        self.blank.setTextFormat(Qt.TextFormat.PlainText)
        self.blank.setWordWrap(True)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setContentsMargins(32, 0, 32, 0)
        for view in (self.blank, self.picture, self.text):
            self.pages.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        header, foot = self.header, self.foot
        header.stepped.connect(self.step)
        header.copy_wanted.connect(self._copy)
        header.open_wanted.connect(self._open_outside)
        header.close_wanted.connect(self.leave)
        foot.page_wanted.connect(self._turn_to)
        foot.turned.connect(self._turn_by)
        foot.zoom_wanted.connect(self._zoom)
        foot.text_wanted.connect(self._show_as_text)
        self.picture.wanted.connect(self._draw)
        keys = (("F4", partial(self.step, 1)), ("Shift+F4", partial(self.step, -1)))
        for key, call in (*keys, ("F6", self._change_focus)):
            action = QAction(self)  # of the window, while this is in sight
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(call)
            self.addAction(action)
        for view in (self.picture, self.text):
            view.turned.connect(self._turn_by)
            view.zoomed.connect(foot.show_size)
