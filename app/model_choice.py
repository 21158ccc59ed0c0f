"""Which model answers: the user's choice among the files of the library, or the open chat's own.

Looking at files is done on the bridge's worker thread. Knows neither menus nor how a model runs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QLocale, QObject, Signal, Slot

from app.bridge import Bridge
from app.preferences import Preferences
from engine.errors import ErrorInfo, PunaError, StorageError
from engine.hub.first_start import STARTER, FirstStart, first_starts
from engine.hub.library import Defaults, Library, Model
from engine.settings import Settings

__all__ = ["STARTER", "ModelChoice"]

_log = logging.getLogger(__name__)


class ModelChoice(QObject):
    """The chosen model and those that could be. `fixed` takes the place of any choice."""

    changed = Signal()
    chosen = Signal()  # by the user, just now
    refused = Signal(object)  # ErrorInfo
    lost = Signal(object)  # ErrorInfo: the chat's own model is not there, the chosen one answers

    def __init__(
        self,
        library: Library,
        preferences: Preferences,
        bridge: Bridge,
        fixed: Model | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._preferences = preferences
        self._bridge = bridge
        self._fixed = fixed
        self._chosen: Model | None = fixed
        self._own = ""  # the name of the model that the open chat brings along
        self._lookups = 0
        self._waiting: list[Callable[[], None]] = []
        self._defaults: dict[str, Defaults] = {}
        self.model: Model | None = fixed
        self.known: Sequence[Model] = (fixed,) if fixed else ()
        self.settled = fixed is not None  # whether the choice of last time was looked up
        self.first: FirstStart | None = None  # what `choose_first` would take; None: not known yet

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return self._fixed is not None

    @property
    def looking(self) -> bool:
        """Whether it is being found out which model answers."""
        return self._lookups > 0

    @property
    def defaults(self) -> Defaults:
        """How chats with the model that answers begin, as the user set it."""
        return self._defaults.get(self.model.id, Defaults()) if self.model else Defaults()

    @property
    def in_force(self) -> Settings:
        """The settings, where the model that answers has none of its own."""
        settings, own = self._preferences.settings, self.defaults
        return msgspec.structs.replace(
            settings,
            n_ctx=own.n_ctx or settings.n_ctx,
            sampling=own.sampling or settings.sampling,
            system_prompt=own.system_prompt or settings.system_prompt,
        )

    def note_defaults(self, name: str, defaults: Defaults) -> None:
        """The defaults of a model are others now."""
        self._defaults[name] = defaults
        if self.model is not None and self.model.id == name:
            self.changed.emit()

    def enlarge(self, n_ctx: int) -> None:
        """Have this many tokens of context, wherever that is set."""
        own, model = self.defaults, self.model
        if own.n_ctx and model is not None:
            larger = msgspec.structs.replace(own, n_ctx=n_ctx)
            library, name = self._library, model.id
            self._bridge.run(lambda: library.set_defaults(name, larger))
            self.note_defaults(name, larger)
        else:
            self._preferences.change(n_ctx=n_ctx)

    def start(self) -> None:
        """Look up the model chosen last time, and the models there are."""
        if self._fixed is not None:
            return
        if name := self._preferences.settings.model:
            self._look_up(name, self._choose, self._on_lost)
        else:
            self.settled = True
            self.changed.emit()
            self.find_first()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look again at which models there are."""
        if self._fixed is None:
            self._bridge.run(self._library.list, self._on_listed, self.refused.emit)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Take and remember the model of that path, alias or id. Emits `chosen` or `refused`."""
        if self._fixed is not None:
            self.chosen.emit()
            return
        self._own = ""

        def take(model: Model) -> None:
            self._choose(model)
            self._preferences.change(model=name)
            self.chosen.emit()
            self.refresh()

        self._look_up(name, take, self.refused.emit)

    @Slot()
    def find_first(self) -> None:
        """Look up what the first start offers in the language of the window."""
        library, language = self._library, QLocale().name()
        self._bridge.run(
            lambda: first_starts(library, language)[0], self._on_first_found, self.refused.emit
        )

    @Slot()
    def choose_first(self) -> None:
        """Take and remember the best of what came with Puna, for the language of the window; the
        next best where that cannot be had. Emits `chosen` or `refused`."""
        library, language = self._library, QLocale().name()

        def take(first: FirstStart) -> None:
            self.choose(first.model)

        self._bridge.run(lambda: _prepare(library, language), take, self.refused.emit)

    def use(self, name: str) -> None:
        """Let the model of that name answer for now; with "" the chosen one again.

        Where it is not there the chosen one answers, and `lost` says so.
        """
        if self._fixed is not None or name == self._own:
            return
        self._own = name
        if not name:
            self._show(self._chosen)
            return

        def found(model: Model) -> None:
            if self._own == name:  # no other was asked for meanwhile
                self._show(model)

        def failed(error: ErrorInfo) -> None:
            if self._own == name:
                self._show(self._chosen)
                self.lost.emit(error)

        self._look_up(name, found, failed)

    @Slot()
    def look_again(self) -> None:
        """Something else may be known of the model that answers."""
        model = self.model
        if model is None or self._fixed is not None:
            return

        def found(again: Model) -> None:
            if self.model is not model or again == model:
                return
            if self._chosen is model:
                self._chosen = again
            self._show(again)

        self._look_up(str(model.path), found, lambda _: None)

    def when_settled(self, call: Callable[[], None]) -> None:
        """Call once it is known which model answers: now, where nothing is being looked up."""
        if self._lookups:
            self._waiting.append(call)
        else:
            call()

    def _look_up(
        self, name: str, found: Callable[[Model], None], failed: Callable[[ErrorInfo], None]
    ) -> None:
        library = self._library
        self._lookups += 1

        def look() -> tuple[Model, Defaults]:
            model = library.resolve(name)
            try:
                return model, library.defaults(model.id)
            except StorageError:
                return model, Defaults()  # without them rather than not at all

        def done(looked_up: tuple[Model, Defaults]) -> None:
            model, self._defaults[looked_up[0].id] = looked_up
            found(model)
            self._looked_up()

        def lost(error: ErrorInfo) -> None:
            failed(error)
            self._looked_up()

        self._bridge.run(look, done, lost)

    def _looked_up(self) -> None:
        self._lookups -= 1
        if not self._lookups:
            waiting, self._waiting = self._waiting, []
            for call in waiting:
                call()

    def _choose(self, model: Model) -> None:
        self._chosen = model
        self.settled = True
        if self._own:  # the open chat goes on with its own
            self.changed.emit()
        else:
            self._show(model)

    def _show(self, model: Model | None) -> None:
        self.model = model
        self.changed.emit()

    def _on_first_found(self, first: FirstStart) -> None:
        self.first = first
        self.changed.emit()

    def _on_lost(self, error: ErrorInfo) -> None:
        self.settled = True
        self.changed.emit()
        self.refused.emit(error)

    def _on_listed(self, models: Sequence[Model]) -> None:
        if tuple(models) != self.known:  # else an open menu would be filled again
            self.known = tuple(models)
            self.changed.emit()


def _prepare(library: Library, language: str) -> FirstStart:
    """The first model that is there and can be opened, with how its chats begin remembered."""
    *others, last = first_starts(library, language)
    for first in others:
        try:
            model = library.resolve(first.model)
            if library.defaults(model.id) == Defaults():  # else the user's own
                library.set_defaults(model.id, first.defaults)
            return first
        except PunaError as error:
            _log.warning("%s cannot be started with: %s", first.model, error)
    return last
