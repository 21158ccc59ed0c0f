"""Where other programs on this computer keep the models they downloaded.

Paths as their documentation and sources have them in 2026. Knows nothing of what is in the folders;
whether they are there is seen when they are looked through.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from engine.hub.model import Shelf
from engine.hub.seen import small_file

_MOST: Final = 1 << 20  # bytes of a settings file


class Store(msgspec.Struct, frozen=True):
    """A folder with models. `shelf` tells whose it is, and with that how it is laid out."""

    shelf: Shelf
    folder: Path


class _Places:
    """The folders that each system has for data, in the words of its own conventions."""

    def __init__(self, environ: Mapping[str, str], home: Path, platform: str) -> None:
        self._environ = environ
        self.home = home
        self.windows, self.mac = platform == "win32", platform == "darwin"
        library = home / "Library"
        if self.windows:
            self.data = self.named("APPDATA") or home / "AppData/Roaming"
            self.local = self.cache = self.named("LOCALAPPDATA") or home / "AppData/Local"
        elif self.mac:
            self.data = self.local = library / "Application Support"
            self.cache = library / "Caches"
        else:
            self.data = self.local = self.named("XDG_DATA_HOME") or home / ".local/share"
            self.cache = self.named("XDG_CACHE_HOME") or home / ".cache"
        self.config = self.named("XDG_CONFIG_HOME") or home / ".config"

    def named(self, variable: str) -> Path | None:
        """The folder that an environment variable names."""
        value = self._environ.get(variable, "")
        if not value or "\0" in value:
            return None
        below = value[1:].lstrip("/\\") if value.startswith(("~/", "~\\")) else None
        path = Path(value) if below is None else self.home / below
        return path if path.is_absolute() else None


def other_programs(
    environ: Mapping[str, str] | None = None,
    home: Path | None = None,
    platform: str = sys.platform,
) -> Sequence[Store]:
    """The folders of all programs known here, whether or not they are there, each once.

    By default those of this user. Reads settings files of a few programs that let their folder be
    moved.
    """
    try:
        user = home or Path.home()
    except RuntimeError:  # an account without a folder
        return ()
    places = _Places(os.environ if environ is None else environ, user, platform)
    stores = [
        *(Store("huggingface", path) for path in _hugging_face(places)),
        *(Store("lmstudio", path) for path in _lm_studio(places)),
        *(Store("ollama", path) for path in _ollama(places)),
        *(Store("llama.cpp", path) for path in _llama_cpp(places)),
        *(Store("jan", path) for path in _jan(places)),
        *(Store("gpt4all", path) for path in _gpt4all(places)),
    ]
    return tuple({store.folder: store for store in stores}.values())


def _hugging_face(places: _Places) -> list[Path]:
    # Its cache is in ~/.cache on every system.
    caches = places.named("XDG_CACHE_HOME") or places.home / ".cache"
    base = places.named("HF_HOME") or caches / "huggingface"
    hub = places.named("HF_HUB_CACHE") or places.named("HUGGINGFACE_HUB_CACHE") or base / "hub"
    return [hub]


def _lm_studio(places: _Places) -> list[Path]:
    homes = [places.home / ".lmstudio", places.home / ".cache/lm-studio"]
    pointer = _text(places.home / ".lmstudio-home-pointer").strip()
    if pointer and Path(pointer).is_absolute():
        homes.insert(0, Path(pointer))
    chosen = [_setting(folder / "settings.json", "downloadsFolder") for folder in homes]
    return [*(path for path in chosen if path), *(folder / "models" for folder in homes)]


def _ollama(places: _Places) -> list[Path]:
    named = places.named("OLLAMA_MODELS")
    folders = [places.home / ".ollama/models"]
    if not (places.windows or places.mac):
        # Where the service keeps them, which runs as a user of its own.
        folders += [Path("/usr/share/ollama/.ollama/models"), Path("/var/lib/ollama/models")]
    return [named, *folders] if named else folders


def _llama_cpp(places: _Places) -> list[Path]:
    named = places.named("LLAMA_CACHE")
    return [named] if named else [places.cache / "llama.cpp"]


def _jan(places: _Places) -> list[Path]:
    base = places.data / "Jan"
    chosen = places.named("JAN_DATA_FOLDER") or _setting(base / "settings.json", "data_folder")
    folders = [chosen, base / "data", places.config / "Jan/data", places.home / "jan"]
    return [folder / kept for folder in folders if folder for kept in ("llamacpp/models", "models")]


def _gpt4all(places: _Places) -> list[Path]:
    folder = places.local / "nomic.ai/GPT4All"
    settings = places.config / "nomic.ai/GPT4All.ini"
    if places.windows:
        settings = places.data / "nomic.ai/GPT4All.ini"
    for line in _text(settings).splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "modelPath" and Path(value.strip()).is_absolute():
            return [Path(value.strip()), folder]
    return [folder]


def _setting(file: Path, key: str) -> Path | None:
    """A folder that a JSON settings file names."""
    try:
        settings = msgspec.json.decode(_text(file) or "{}", type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return None
    value = settings.get(key)
    if not isinstance(value, str) or "\0" in value or not Path(value).is_absolute():
        return None
    return Path(value)


def _text(file: Path) -> str:
    """A small text file; empty where it cannot be read."""
    return small_file(file, _MOST).decode("utf-8", "replace").replace("\0", "")
