"""Which folders the library looks into: Puna's own, and those that the user named.

Knows nothing of the folders of other programs.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import msgspec

from engine.errors import StorageError
from engine.files import load_settings, save_settings, shown
from engine.hub.programs import Store
from engine.paths import Home
from engine.settings import Settings

_log = logging.getLogger(__name__)


class Folders:
    """The folders of one home. What the settings say is read at first use, unless `use` said it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._settings: Settings | None = None

    def use(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self._settings = settings

    @property
    def usual(self) -> Path:
        """The home's own folder."""
        return self._home.models.absolute()

    @property
    def own(self) -> Sequence[Path]:
        """Puna's own folders. The chosen one is first; what is in the home's stays listed."""
        chosen = _path(self._now().models_folder)
        return (chosen, self.usual) if chosen and chosen != self.usual else (self.usual,)

    @property
    def others(self) -> Sequence[Path]:
        """Folders, and single files, that the user named elsewhere."""
        paths = [path for name in self._now().model_folders if (path := _path(name))]
        own = self.own
        return tuple(path for path in dict.fromkeys(paths) if path not in own)

    def stores(self) -> list[Store]:
        """All of them, in the order they are listed in."""
        own = [Store("puna", path) for path in self.own]
        return own + [Store("folder", path) for path in self.others]

    def place(self) -> Path:
        """The folder for new models. Raises `StorageError` where the chosen one is not there: made
        anew it would be on another disk than the user meant."""
        place = self.own[0]
        if place != self.usual and not place.is_dir():
            raise StorageError(
                shown(place),
                "the folder for models is not there",
                "Connect its drive, or choose another folder for models in the settings.",
            )
        return place

    def remember(self, path: Path) -> None:
        """Put a folder or a file to those that are listed. Raises `StorageError`."""
        names = self._now().model_folders
        if str(path) not in names:
            self._save((*names, str(path)))

    def forget(self, path: Path) -> bool:
        """Take it off again; whether it was one of them. Raises `StorageError`."""
        names = self._now().model_folders
        left = tuple(name for name in names if _path(name) != path)
        if left != names:
            self._save(left)
        return left != names

    @property
    def names(self) -> tuple[str, ...]:
        """What `Settings.model_folders` is now."""
        return self._now().model_folders

    def _save(self, names: tuple[str, ...]) -> None:
        # The file may have changed since; only this one setting is ours to change.
        file = self._home.settings
        save_settings(file, msgspec.structs.replace(load_settings(file), model_folders=names))
        self._settings = msgspec.structs.replace(self._now(), model_folders=names)

    def _now(self) -> Settings:
        if self._settings is None:
            try:
                self._settings = load_settings(self._home.settings)
            except StorageError as error:
                _log.info("%s", error)  # models can be used without settings
                return Settings()
        return self._settings


def _path(name: str) -> Path | None:
    """The folder of a setting; None for what can be no folder."""
    if not name or "\0" in name:
        return None
    try:
        path = Path(name).expanduser()
    except RuntimeError:
        return None
    return path if path.is_absolute() else None
