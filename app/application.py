"""The one place where everything is made and put together, and taken apart again at the end.

The way to the first picture: read the settings, make the window, show it. The database opens on
its own thread, the engine process starts with the first request, files are looked at on the
bridge's worker: none of that delays the window.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from app.adapters import AdapterChoice
from app.assistants.choice import AssistantChoice, SnippetChoice
from app.bridge import Bridge
from app.calls import Calls
from app.chat.aids import Aids
from app.chat.replies import Replies
from app.chat.session import ChatSession
from app.chat.shelf import Shelf
from app.data.desk import DataDesk
from app.document_desk import DocumentDesk
from app.dropped import ARCHIVE
from app.form_check import FormCheck
from app.hub_access import HubAccess
from app.instance import Wish
from app.jobs import Jobs
from app.kept_states import KeptStates
from app.language import Language
from app.main_window import MainWindow
from app.model_choice import ModelChoice
from app.models.desk import ModelsDesk
from app.placement import where
from app.preferences import Preferences
from app.presets import PresetChoice
from app.reader.reading import Reading
from app.setup_aids import SetupAids
from app.store_watch import StoreWatch
from app.theme import Theme
from app.training.desk import Begin, TrainingDesk
from app.training.run_aids import RunAids
from app.training.run_desk import NewRunDesk
from app.tuner import Tuner
from engine.documents.documents import Documents
from engine.documents.importer.client import Importer
from engine.engine import Engine
from engine.errors import ErrorInfo, InvalidInput, PunaError, StorageError
from engine.files import load_settings, save_settings
from engine.hub.adapters import AdapterShelf
from engine.hub.client import HubClient
from engine.hub.downloads import Download, Downloads
from engine.hub.gate import Gate
from engine.hub.http import HUGGING_FACE
from engine.hub.library import Library, Model
from engine.hub.programs import Store as ModelStore
from engine.hub.tokens import Tokens
from engine.messages import Sampling
from engine.paths import Home
from engine.settings import Settings
from engine.states import States
from engine.store.backups import Backups
from engine.store.recorder import Recorder
from engine.store.records import StoredMessage
from engine.store.store import Store
from engine.store.text import title_from
from engine.training.run import TrainingRun
from engine.training.runs import Runs

log = logging.getLogger(__name__)

PATIENCE = 0.7
"""Seconds that a question to documents waits for what finds by meaning: passages come in one."""


class Application(QObject):
    """Everything of one running Puna. `fixed` is a model that stands in for the user's choice;
    `stores` are the folders of other programs that have models; `client` asks the hub,
    `trainer` starts runs."""

    def __init__(
        self,
        qt: QApplication,
        home: Home,
        fixed: Model | None = None,
        stores: Sequence[ModelStore] = (),
        client: type[HubClient] = HubClient,
        trainer: Begin = TrainingRun,
    ) -> None:
        super().__init__()
        self.home = home
        settings, refused = _read_settings(home)
        self.bridge = Bridge(self)
        save = partial(save_settings, home.settings)
        self.preferences = Preferences(settings, save, self.bridge, self)
        self.language = Language(qt)
        self.language.apply(settings.language)
        self.theme = Theme(qt)  # after the language, which decides on the fonts
        self.theme.apply(settings.theme)
        self.theme.set_zoom(settings.zoom)
        self._shown = settings
        self.watch = StoreWatch(self)
        self.store = Store(home.database, self.bridge.caller(self.watch.set_state))
        self.temporary = Store(None)
        self.recorder = Recorder(
            self.store,
            on_error=self.bridge.caller(self._on_not_saved),
            on_saved=partial(self.bridge.caller(self.watch.set_unsaved), None),
        )
        self.temporary_recorder = Recorder(self.temporary)
        kept = settings.state_disk, settings.state_memory
        made = partial(
            Documents,
            home,
            embedder=_embedder(settings),
            patience=PATIENCE,
            in_background=fixed is None,  # who shows what Puna does waits for its index
        )
        self.documents = DocumentDesk(made, self.bridge, self)
        drawer = Importer(home.documents / "pictures", in_background=False)
        self.reading = Reading(drawer, self.bridge, self.documents.documents, self)
        hold = self.documents.documents.hold
        self.engine = Engine(home.states, *kept, offload=home.offload, on_busy=hold)
        self.aids = Aids.over(self.bridge, self.preferences, self.engine, home, self.documents)
        self.library = Library(home, stores=stores)
        self.library.folders.use(settings)
        self.models = ModelChoice(self.library, self.preferences, self.bridge, fixed, self)
        self.replies = Replies(
            self.engine, self.recorder, self.temporary_recorder, self.bridge, self
        )
        self.adapters = AdapterShelf(home)
        self.session = ChatSession(
            self.store,
            self.temporary,
            self.replies,
            self.bridge,
            self.models,
            self.watch,
            self.adapters.path_of,
            self.documents,
            self.aids.measuring,
            self,
        )
        self.jobs = Jobs(self.bridge, self)
        backups = Backups(home.database, home.backups)
        self.desk = DataDesk(
            home,
            self.store,
            backups,
            self.jobs,
            self.bridge,
            lambda: self.replies.busy,
            partial(_forget, self.engine, home),
            self,
        )
        self.hub = self._make_hub(settings, client)
        self.setup_aids = SetupAids(
            PresetChoice(self.preferences, self),
            AdapterChoice(self.adapters, self.jobs, self.bridge, self),
            FormCheck(self.bridge, self),
            self.replies.thinks,
        )
        self.tuner = Tuner(home, self.models, self.jobs, self.bridge, self)
        self.kept = KeptStates(States(home.states), self.bridge, self)
        self.assistants = AssistantChoice(self.store, self.bridge, self)
        self.snippets = SnippetChoice(self.store, self.bridge, self)
        self.shelf = Shelf(
            self.store,
            self.temporary,
            self.bridge,
            self.watch,
            self.desk.caretaker.erase,
            parent=self,
        )
        self.training = TrainingDesk(Runs(home), trainer, self.bridge, self)
        after = self.assistants, home, self.jobs, self.aids.teaching, self.bridge
        self.run_aids = RunAids(self.training, *after, self)
        self.new_run = NewRunDesk(
            home,
            self.training,
            self.store,
            self.models,
            partial(_learnable, self.session),
            self.bridge,
            self,
        )
        self.window = self._make_window()
        self.session.ended.connect(self._on_ended)
        self.desk.changed.connect(self._on_data_changed)
        self.desk.replaced.connect(self.session.drafts.drop_stored)
        self.desk.replaced.connect(self._on_data_changed)
        self.desk.settings_read.connect(lambda values: self.preferences.change(**values))
        self.preferences.changed.connect(self._on_preferences_changed)
        if refused is not None:
            self.window.show_error(refused)

    def start(self, file: str = "") -> None:
        """Show the window, and look up the chosen model; or open `file`, a model or a backup."""
        self.window.show()
        self.documents.refresh()
        self.hub.start(self._make_downloads)
        self.session.start()
        if file.lower().endswith(ARCHIVE) or not file:
            self.models.start()
        else:
            self.models.refresh()
        if file:
            self.window.open_file(file)

    @Slot(object)
    def take_wish(self, wish: Wish) -> None:
        """Puna was started a second time: come up, and open what that start was given."""
        if wish.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.token  # where Qt looks for it
        self.window.come_up()
        if wish.file:
            self.window.open_file(wish.file)

    def close(self) -> None:
        """End every reply, write what is left, stop every thread and process."""
        geometry, maximized = where(self.window)
        self.preferences.change(geometry=geometry, maximized=maximized)
        self.window.hide()
        self.window.settings.take_prompt()
        self.shelf.close()
        self._gate.set_offline(True)  # what is asked of the network ends at its next step
        self.hub.close()
        self.new_run.close()
        self.run_aids.close()
        self.training.close()
        self.jobs.close()
        self.session.drafts.flush()
        self.replies.close()
        self.aids.replaying.close()
        self.engine.close()
        self.reading.close()
        self.documents.close()  # after the engine, which tells it of every reply
        saved = self.recorder.close()
        self.temporary_recorder.close()
        self.preferences.close()
        self.aids.close()
        self.bridge.close()
        self.temporary.close()
        closed = self.store.close()
        if not (saved and closed):
            log.error("not everything could be written: recorder %s, store %s", saved, closed)
        self.desk.close()
        self.window.deleteLater()
        self.language.close()

    def _make_window(self) -> MainWindow:
        self.assistants.refresh()
        self.snippets.refresh()
        self.setup_aids.presets.refresh()
        return MainWindow(
            self.session,
            self.shelf,
            self.models,
            self.preferences,
            self.watch,
            self.aids,
            self.bridge,
            self.theme,
            self.assistants,
            self.snippets,
            self.desk,
            self.setup_aids,
            self.tuner,
            self.kept,
            self.hub,
            self.training,
            self.new_run,
            self.run_aids,
            self.documents,
            self.reading,
        )

    def _make_hub(self, settings: Settings, kind: type[HubClient]) -> ModelsDesk:
        self._gate = Gate(offline=settings.offline)
        self._tokens = Tokens("")
        try:
            client = kind(self._gate, self._tokens, settings.endpoint)
        except InvalidInput:  # an address that a variable or another hand wrote: the usual one
            client = kind(self._gate, self._tokens, HUGGING_FACE)
        calls = Calls(self.bridge)
        access = HubAccess(client, self._tokens, self._gate, self.preferences, calls, self)
        return ModelsDesk(
            self.home,
            self.library,
            client,
            access,
            self.preferences,
            self.models,
            self.jobs,
            calls,
            self.bridge,
            self,
        )

    def _make_downloads(self, tell: Callable[[Sequence[Download]], None]) -> Downloads:
        parallel = self.preferences.settings.downloads_parallel
        place = self.library.folders.own[0]
        return Downloads(place, self._gate, self._tokens, parallel=parallel, on_change=tell)

    @Slot()
    def _on_data_changed(self) -> None:
        """The store has other chats than the window knows."""
        self.session.reload()
        self.assistants.refresh()
        self.snippets.refresh()

    @Slot(object)
    def _on_preferences_changed(self, settings: Settings) -> None:
        self.theme.apply(settings.theme)
        self.theme.set_zoom(settings.zoom)
        kept = settings.state_disk, settings.state_memory
        if kept != (self._shown.state_disk, self._shown.state_memory):
            self.engine.configure(*kept)
        if settings.embedder != self._shown.embedder:
            self.documents.documents.use_embedder(_embedder(settings))
        if settings.language != self._shown.language:
            self.language.apply(settings.language)
            self.theme.set_fonts()
            self._renew_window()
        self._shown = settings

    def _renew_window(self) -> None:
        """Words are chosen when a widget is made: another language takes another window."""
        self.window.settings.take_prompt()
        old, self.window = self.window, self._make_window()
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.show_settings()
        self.window.show()
        self.window.settings.language.setFocus()
        old.hide()
        old.deleteLater()

    @Slot(object)
    def _on_ended(self, reply: StoredMessage) -> None:
        if reply.stats is not None and not reply.model.startswith("scripted:"):
            self.hub.fits.note(Path(reply.model), reply.stats)

    def _on_not_saved(self, error: PunaError) -> None:
        self.watch.set_unsaved(error.info())


def _learnable(session: ChatSession) -> tuple[int, str] | None:
    """The id and the title of the open chat, where there is a reply in it to learn from."""
    if session.chat_id is None or session.temporary or session.last_reply() is None:
        return None
    asked = next((message.content for message in session.path() if message.role == "user"), "")
    return session.chat_id, title_from(asked)


def _embedder(settings: Settings) -> Path | None:
    """The model that makes documents searchable by meaning; None for the one of Puna."""
    return Path(settings.embedder) if settings.embedder else None


def _forget(engine: Engine, home: Home, keys: list[str]) -> None:
    """Remove what models read of erased chats, also where the engine process is writing it."""
    engine.forget(keys)
    States(home.states).erase(keys)


def make_qt() -> QApplication:
    """The QApplication, named for the desktop."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("puna")
    qt.setApplicationDisplayName("Puna")
    qt.setDesktopFileName("puna")
    return qt


def demo_model(script: str = "") -> Model:
    """The scripted model: it needs no file and shows everything the window does."""
    return Model(
        id="demo",
        title="Demo",
        path=Path(f"scripted:{script}"),
        size=0,
        sampling=Sampling(),
        origin="path",
    )


def _read_settings(home: Home) -> tuple[Settings, ErrorInfo | None]:
    # The one file read on the GUI thread, before there is a window: it has the theme and language.
    try:
        return load_settings(home.settings), None
    except StorageError as error:
        return Settings(), error.info()
