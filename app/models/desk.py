"""Everything the page of models works with, made once: it outlives the window, which another
language makes anew. At start nothing of it asks the network.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.calls import Calls
from app.hub_access import HubAccess
from app.jobs import Jobs
from app.model_choice import ModelChoice
from app.models.collection import Collection
from app.models.fitting import Fits
from app.models.hub_search import HubSearch
from app.models.opened import OpenedRepository
from app.models.queue import DownloadQueue, Make
from app.preferences import Preferences
from engine.hub.client import HubClient
from engine.hub.library import Library
from engine.hub.openness import Openness
from engine.hub.starting import StartingModel, load_starting_models
from engine.paths import Home
from engine.settings import Settings

_FOUND = 100


class ModelsDesk(QObject):
    """Its parts are public: each is what one side of the page shows. `ready`: the facts of models
    and licences were read, which `openness` and `starting` need."""

    ready = Signal()

    def __init__(
        self,
        home: Home,
        library: Library,
        client: HubClient,
        access: HubAccess,
        preferences: Preferences,
        choice: ModelChoice,
        jobs: Jobs,
        calls: Calls,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.choice = choice
        self.access = access
        self._facts: tuple[Openness, Sequence[StartingModel]] | None = None
        self._library = library
        self._preferences = preferences
        self._settings = preferences.settings
        self._idle = Jobs(bridge, self)
        self._calls = calls
        self._make: Make | None = None
        # More than are shown, for the filters to choose from.
        self.search = HubSearch(lambda text: client.search(text, limit=_FOUND), calls, self)
        self.opened = OpenedRepository(client, lambda: self.openness, calls, self)
        self.collection = Collection(library, jobs, self._idle, bridge, self)
        self.queue = DownloadQueue(bridge, self)
        self.fits = Fits(home, calls, bridge, self)
        preferences.changed.connect(self._on_preferences)
        access.opened.connect(self.again)
        self.queue.arrived.connect(self._on_arrived)
        self.collection.added.connect(self._on_added)

    def start(self, make: Make) -> None:
        """List the downloads that an earlier run left. `make` makes the downloader, also anew where
        another folder is chosen."""
        self._make = make
        self.queue.use(make)

    @property
    def openness(self) -> Openness:
        """What is known of licences and families of models."""
        assert self._facts is not None  # the page is made after they were read
        return self._facts[0]

    @property
    def starting(self) -> Sequence[StartingModel]:
        """Models to begin with."""
        assert self._facts is not None
        return self._facts[1]

    def prepare(self) -> None:
        """Read what the page needs, and emit `ready`."""

        def done(facts: tuple[Openness, Sequence[StartingModel]]) -> None:
            self._facts = facts
            self.ready.emit()

        if self._facts is not None:
            self.ready.emit()
        else:
            self.bridge.run(lambda: (Openness(), load_starting_models()), done)

    @Slot()
    def look(self) -> None:
        """The page is in sight: see what there is on this computer. Asks no network."""
        self.collection.refresh()
        self.fits.measure()
        self.access.look()

    @Slot()
    def again(self) -> None:
        """Ask the hub once more what it could not be asked."""
        if self.search.state == "failed":
            self.search.again()
        if self.opened.error is not None:
            self.opened.again()

    def close(self) -> None:
        """Stop what is under way; downloads keep what has come."""
        self._calls.close()
        self._idle.close()
        self.queue.close()

    @Slot(object)
    def _on_preferences(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        folders = settings.models_folder, settings.model_folders
        if folders != (before.models_folder, before.model_folders):
            self._library.folders.use(settings)
            self.collection.refresh()
        if settings.models_folder != before.models_folder and self._make is not None:
            self.queue.use(self._make)
        self.queue.set_parallel(settings.downloads_parallel)

    @Slot(object)
    def _on_arrived(self, _: object) -> None:
        self.collection.refresh()
        self.choice.refresh()

    @Slot(object)
    def _on_added(self, _: object) -> None:
        # One that is used where it is was put to the folders of the settings.
        self._preferences.change(model_folders=self._library.folders.names)
        self.choice.refresh()
