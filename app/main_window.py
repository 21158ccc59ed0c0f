"""The window: a rail of pages on the left, a banner, the page, and the keys. No logic of chats."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.assistants.choice import AssistantChoice, SnippetChoice
from app.assistants.pages import AssistantsPage, SnippetsPage
from app.assistants.preset_page import PresetsPage
from app.banner import Banner
from app.bridge import Bridge
from app.chat.aids import Aids
from app.chat.panel import ChatPanel
from app.chat.session import ChatSession
from app.chat.shelf import Shelf
from app.chat.tab_order import step_focus
from app.chat_setups import ChatSetups
from app.data.desk import DataDesk
from app.data.notices import DataNotices
from app.data.page import DataPage
from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.place import DocumentsPlace
from app.documents.progress_strip import share
from app.dropped import ARCHIVE, MODEL, dropped_files, openable_files
from app.errors import ErrorWords, Words
from app.farewell import Farewell
from app.fields import Page
from app.kept_states import KeptStates
from app.keys import KeysDialog
from app.links import LinkOpener
from app.model_choice import ModelChoice
from app.models.desk import ModelsDesk
from app.models.place import ModelsPlace
from app.placement import place
from app.preferences import Preferences
from app.rail_button import RailButton
from app.reader.pane import ReaderPane
from app.reader.place import ReaderPlace
from app.reader.reading import Reading
from app.settings.embedder import EmbedderPage
from app.settings.network import NetworkPage
from app.settings.panel import SettingsPanel
from app.settings.speed_page import SpeedPage
from app.setup_aids import SetupAids
from app.store_notices import StoreNotices
from app.store_watch import StoreWatch
from app.theme import Theme
from app.training.desk import TrainingDesk
from app.training.place import TrainingPlace
from app.training.run_aids import RunAids
from app.training.run_desk import NewRunDesk
from app.tuner import Tuner
from app.window_keys import WindowKeys
from engine.assistants import Assistant
from engine.documents.records import Progress, Source
from engine.errors import ErrorInfo

RAIL_WIDTH = 72
WITH_SOURCES = (0, 2)  # the pages that the reader stands beside: Chat and Documents


class MainWindow(QMainWindow):
    """Chat, Models, Documents, Fine-tune and Settings, one at a time."""

    def __init__(
        self,
        session: ChatSession,
        shelf: Shelf,
        models: ModelChoice,
        preferences: Preferences,
        watch: StoreWatch,
        aids: Aids,
        bridge: Bridge,
        theme: Theme,
        assistants: AssistantChoice,
        snippets: SnippetChoice,
        desk: DataDesk,
        setup_aids: SetupAids,
        tuner: Tuner,
        kept: KeptStates,
        hub: ModelsDesk,
        training: TrainingDesk,
        new_run: NewRunDesk,
        run_aids: RunAids,
        documents: DocumentDesk,
        reading: Reading,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Puna")
        place(self, preferences.settings)
        self.setAcceptDrops(True)
        self._models = models
        self._watch = watch
        self._theme = theme
        self._words = ErrorWords(self)
        self._document_words = DocumentWords(self)
        self._links = LinkOpener(self)
        self.banner = Banner(theme)
        self.chat = ChatPanel(session, shelf, models, watch, aids, self._words, theme)
        self.assistants = AssistantsPage(assistants, models, setup_aids, bridge, theme)
        self.snippets = SnippetsPage(snippets, bridge, theme)
        self.presets = PresetsPage(setup_aids.presets, bridge, theme)
        self.data = DataPage(desk, self._words, theme)
        self.hub = ModelsPlace(hub, self._words, theme)
        self.documents = DocumentsPlace(documents, self._words, theme)
        self.training = TrainingPlace(training, new_run, run_aids, self._words, theme)
        self.network = NetworkPage(preferences, hub.access, desk.home.models, self._words)
        self._downloads = hub.queue
        self._runs = training
        self.embedder = EmbedderPage(preferences, bridge, self._words, desk.home.models)
        self.speed = SpeedPage(tuner, preferences, kept)
        more = (
            (self.tr("Network and models"), self.network),
            (self.tr("Speed"), self.speed),
            (self.tr("Documents"), self.embedder),
            (self.tr("Assistants"), self.assistants),
            (self.tr("Snippets"), self.snippets),
            (self.tr("Presets"), self.presets),
            (self.tr("Your data"), self.data),
        )
        self.settings = SettingsPanel(preferences, models, more, presets=setup_aids.presets)
        self._snippets = snippets
        snippets.changed.connect(self._show_snippets)
        self._show_snippets()
        self.setups = ChatSetups(
            self.chat, session, assistants, self.assistants, models, setup_aids
        )
        self.pages = QStackedWidget()
        self.reader = ReaderPane(reading, self._words, theme)
        self.reader_place = ReaderPlace(self.pages, self.reader, preferences)
        self.rail = QFrame()
        self._group = QButtonGroup(self)
        self._lay_out()
        self._keys = WindowKeys(self, session)
        self.notices = StoreNotices(self.banner, self._words, watch, session.temporaries, self)
        self.data_notices = DataNotices(self.banner, self._words, desk, self)
        for notices in (self.notices.restore_wanted, self.data_notices.backups_wanted):
            notices.connect(self.show_data)
        self._farewell = Farewell(
            self, session.temporaries, watch, bridge, lambda: training.state != "idle"
        )

        self.chat.link_clicked.connect(self._links.ask)
        self.chat.list.view.export_wanted.connect(self.data.export_chats)
        self.chat.header.export_requested.connect(
            lambda: self.data.export_chats([session.chat_id or 0])
        )
        self.chat.failed.connect(self.show_error)
        bridge.failed.connect(self.show_error)
        preferences.save_failed.connect(self._on_save_failed)
        preferences.saved.connect(self._on_saved)
        session.state_changed.connect(self._on_state_changed)
        session.stored.connect(self._on_stored)
        models.chosen.connect(self.show_chat)
        models.lost.connect(self._on_model_lost)
        models.changed.connect(self._on_model_changed)
        self.hub.link_wanted.connect(self._links.ask)
        self.hub.failed.connect(self.show_error)
        self.training.failed.connect(self.show_error)
        documents.failed.connect(self.show_error)
        documents.show_wanted.connect(self.reader.show_passages)
        documents.file_wanted.connect(self.reader.show_file)
        self.reader.failed.connect(self.show_error)
        documents.progressed.connect(self._show_indexing)
        self.documents.ask_wanted.connect(self._on_ask_wanted)
        self.documents.settings_wanted.connect(lambda: self._show_page(self.embedder))
        self.training.chat_wanted.connect(self._on_chat_wanted)
        self.chat.header.models_requested.connect(self.show_models)
        self._downloads.changed.connect(self._show_downloads)
        self._show_downloads()
        training.state_changed.connect(self._show_training)
        training.told.connect(self._show_training)
        self._show_training()
        self._on_state_changed(session.state)

    @Slot(object)
    def show_error(self, error: ErrorInfo) -> None:
        """Show an error that belongs to no reply in the banner."""
        if error != self._watch.state.error:  # of which the banner speaks already
            self.banner.show_words(self._words.word(error), error.kind)

    def open_file(self, name: str) -> None:
        """Choose a model file, or take in what is in a file of `Move or back up`."""
        if name.lower().endswith(ARCHIVE):
            self.show_data()
            self.data.open_archive().begin(name)
        else:
            self._models.choose(name)

    def come_up(self) -> None:
        """Be in front of the other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot()
    def show_chat(self) -> None:
        self._turn_to(0)

    @Slot()
    def show_models(self) -> None:
        self._turn_to(1)
        if self.hub.page is not None:
            self.hub.page.focus_search()

    @Slot()
    def show_documents(self) -> None:
        self._turn_to(2)

    @Slot()
    def show_training(self) -> None:
        self._turn_to(3)

    @Slot()
    def show_settings(self) -> None:
        self._turn_to(4)

    @Slot()
    def show_data(self) -> None:
        """Turn to the page of the settings with the backups."""
        self._show_page(self.data)

    def _show_page(self, page: Page) -> None:
        self.settings.show_page(page)
        self.show_settings()

    @Slot()
    def show_keys(self) -> KeysDialog:
        dialog = KeysDialog(self._keys.all, self)
        dialog.open()
        return dialog

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window in the order it is seen in, the messages in their place."""
        if not self.chat.isVisible():
            return super().focusNextPrevChild(forward)
        stops = [self._group.button(0), *self.banner.tab_stops(), *self.chat.tab_stops()]
        moved = step_focus([*stops, *self.reader.tab_stops()], self.focusWidget(), forward)
        self.chat.transcript.show_stop()
        return moved or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._farewell.may_close():
            event.accept()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if openable_files(event) or dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = openable_files(event)
        models = self.hub.page if self.hub.isVisible() else None
        if files and files[0].lower().endswith(MODEL) and models is not None:
            event.acceptProposedAction()
            models.open_import(files[0])
        elif files:
            event.acceptProposedAction()
            self.open_file(files[0])
        elif texts := dropped_files(event):
            event.acceptProposedAction()
            self.show_chat()
            self.chat.composer.give(texts)

    def _lay_out(self) -> None:
        self.rail.setProperty("kind", "rail")
        self.rail.setFixedWidth(RAIL_WIDTH)
        rail = QVBoxLayout(self.rail)
        rail.setContentsMargins(3, 12, 4, 12)
        rail.setSpacing(6)
        rail.addWidget(self._rail_button(0, "chat", self.tr("Chat"), self.chat))
        rail.addWidget(self._rail_button(1, "model", self.tr("Models"), self.hub))
        rail.addWidget(self._rail_button(2, "document", self.tr("Documents"), self.documents))
        rail.addWidget(self._rail_button(3, "train", self.tr("Fine-tune"), self.training))
        rail.addStretch(1)
        rail.addWidget(self._rail_button(4, "settings", self.tr("Settings"), self.settings))
        self._group.idClicked.connect(self._turn_to)
        self._group.button(0).setChecked(True)

        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.reader_place, 1)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)

    def _rail_button(self, number: int, name: str, text: str, page: QWidget) -> RailButton:
        button = RailButton(name, text, self._theme)
        self._group.addButton(button, number)
        self.pages.insertWidget(number, page)
        return button

    @Slot(int)
    def _turn_to(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.reader_place.set_fitting(number in WITH_SOURCES)
        self._group.button(number).setChecked(True)

    @Slot()
    def _show_downloads(self) -> None:
        """How far downloads are, on the rail."""
        share, button = self._downloads.progress, self._group.button(1)
        assert isinstance(button, RailButton)
        words = self.tr("Downloads: {n} %").format(n=round(100 * (share or 0)))
        button.show_progress(share, words if share is not None else "")

    @Slot(object)
    def _on_chat_wanted(self, assistant: Assistant) -> None:
        """Begin a chat with what a run has become."""
        self.show_chat()
        self.setups.begin(assistant)

    @Slot()
    def _show_training(self) -> None:
        """How far the run under way is, on the rail."""
        share, button = self._runs.progress, self._group.button(3)
        assert isinstance(button, RailButton)
        words = self.tr("Training: {n} %").format(n=round(100 * (share or 0)))
        button.show_progress(share, words if share is not None else "")

    @Slot(object)
    def _on_ask_wanted(self, sources: Sequence[Source]) -> None:
        """Begin a chat that asks documents."""
        self.show_chat()
        self.setups.ask(sources)

    @Slot(object)
    def _show_indexing(self, progress: Progress | None) -> None:
        """How far documents are read, on the rail."""
        button = self._group.button(2)
        assert isinstance(button, RailButton)
        words = self._document_words.progress(progress) if progress is not None else ""
        button.show_progress(share(progress) if progress is not None else None, words)

    @Slot()
    def _show_snippets(self) -> None:
        self.chat.composer.set_snippets(self._snippets.all)

    @Slot(str)
    def _on_state_changed(self, state: str) -> None:
        # Esc belongs to dialogs, menus and editing while there is nothing to stop.
        self._keys.stop.setEnabled(state in ("loading", "answering"))

    @Slot(object)
    def _on_save_failed(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self.banner.show_words(words, "settings")

    @Slot()
    def _on_saved(self) -> None:
        self.banner.clear("settings")

    @Slot()
    def _on_stored(self) -> None:
        self.banner.clear("storage")  # what the disk refused before, it takes now

    @Slot(object)
    def _on_model_lost(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        model = self._models.model
        if model is not None:
            advice = self.tr("{model} answers instead.").format(model=model.title)
            words = Words(words.title, words.text, advice)
        self.banner.show_words(words, "model")

    @Slot()
    def _on_model_changed(self) -> None:
        self.banner.clear("model")
