"""Assistants as files to hand on, and those that ship with Puna, with its prompt snippets.

A file is JSON, `.puna-assistant`: `format`, `version`, and the fields of `Assistant`. Knows neither
the store nor which models and adapters are on this computer: their names are kept as data.
"""

from __future__ import annotations

import math
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

import msgspec

from engine.assistants import AdapterUse, Assistant, Setup, Snippet
from engine.errors import InvalidInput
from engine.files import storage_error, write_atomic
from engine.messages import Sampling
from engine.paths import resources
from engine.validate import MAX_ADAPTERS, MAX_SCALE, check_sampling, clean_text

SUFFIX: Final = ".puna-assistant"
VERSION: Final = 1
LONGEST_NAME: Final = 100
LONGEST_ABOUT: Final = 300
LONGEST_INSTRUCTIONS: Final = 100_000
_MAX_FILE: Final = 2_000_000
_MAX_TOKENS: Final = 1 << 31


class _File(msgspec.Struct, frozen=True, tag_field="format", tag="puna-assistant"):
    """What a file holds. Fields that are not known are passed over."""

    version: int
    name: str
    about: str = ""
    setup: Setup = Setup()


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    about: str
    instructions: str


class _Shipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `resources/assistants.toml`: the words of each language, and what they share."""

    en: _Words
    zh: _Words
    sampling: Sampling | None = None
    model: str = ""
    adapters: tuple[AdapterUse, ...] = ()


class _ShippedSnippet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: Snippet
    zh: Snippet


def read_assistant(path: Path) -> Assistant:
    """The assistant in a file, not saved yet. Raises InvalidInput, StorageError."""
    try:
        if not path.is_file() and path.exists():  # a pipe would be waited for
            raise _refused("it is not a file")
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise storage_error(path, error) from error
    if len(data) > _MAX_FILE:
        raise _refused("the file is too large for an assistant")
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refused(
            f"the file is not an assistant of Puna ({clean_text(str(error))})"
        ) from error
    if found.version > VERSION:
        raise _refused(f"the file was written by a newer Puna (format {found.version})")
    return checked_assistant(Assistant(found.name, found.about, found.setup))


def write_assistant(path: Path, assistant: Assistant) -> None:
    """Write an assistant to hand on. Raises InvalidInput where no file may hold it, StorageError.

    Of models and adapters that lie elsewhere than in the library only the name of the file is
    written: folders of this computer mean nothing on another, and are nobody's business there.
    """
    sound = checked_assistant(assistant)
    setup = msgspec.structs.replace(
        sound.setup,
        model=_without_folders(sound.setup.model),
        adapters=tuple(AdapterUse(_without_folders(a.path), a.scale) for a in sound.setup.adapters),
    )
    data = msgspec.json.encode(_File(VERSION, sound.name, sound.about, setup))
    write_atomic(path, msgspec.json.format(data, indent=2) + b"\n")


def checked_assistant(assistant: Assistant) -> Assistant:
    """The assistant with clean texts. Raises InvalidInput naming what cannot be used."""
    setup = assistant.setup
    name, about = _line(assistant.name), _line(assistant.about)
    if not name:
        raise _refused("it has no name")
    _check_length("name", name, LONGEST_NAME)
    _check_length("description", about, LONGEST_ABOUT)
    _check_length("instructions", setup.instructions, LONGEST_INSTRUCTIONS)
    _check_length("model", setup.model, LONGEST_INSTRUCTIONS)
    if len(setup.adapters) > MAX_ADAPTERS:
        raise _refused(f"it has more than {MAX_ADAPTERS} adapters")
    for adapter in setup.adapters:
        if not math.isfinite(adapter.scale) or abs(adapter.scale) > MAX_SCALE:
            raise _refused(f"the scale {adapter.scale:g} of an adapter cannot be used")
    if not 0 <= setup.max_tokens < _MAX_TOKENS:
        raise _refused(f"a limit of {setup.max_tokens:,} tokens cannot be used")
    if setup.sampling is not None:
        check_sampling(setup.sampling)
    adapters = tuple(AdapterUse(clean_text(a.path), a.scale) for a in setup.adapters)
    clean = msgspec.structs.replace(
        setup,
        model=clean_text(setup.model),
        adapters=adapters,
        instructions=clean_text(setup.instructions),
    )
    return Assistant(name, about, clean, assistant.id)


def shipped_assistants(language: str) -> tuple[Assistant, ...]:
    """Those that come with Puna, in the words of a language (`zh…` or else English)."""
    data = (resources() / "assistants.toml").read_bytes()
    entries = msgspec.toml.decode(data, type=dict[str, list[_Shipped]])["assistant"]
    found = []
    for entry in entries:
        words = entry.zh if _is_chinese(language) else entry.en
        setup = Setup(
            model=entry.model,
            adapters=entry.adapters,
            instructions=words.instructions.strip(),
            sampling=entry.sampling,
        )
        found.append(Assistant(words.name, words.about, setup))
    return tuple(found)


def shipped_snippets(language: str) -> tuple[Snippet, ...]:
    """The prompt snippets that come with Puna, in the words of a language."""
    data = (resources() / "snippets.toml").read_bytes()
    entries = msgspec.toml.decode(data, type=dict[str, list[_ShippedSnippet]])["snippet"]
    return tuple(entry.zh if _is_chinese(language) else entry.en for entry in entries)


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _check_length(what: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise _refused(f"its {what} has more than {longest:,} characters")


def _without_folders(path: str) -> str:
    """The name of a file that is told by its whole path; a library id as it is."""
    windows = PureWindowsPath(path)
    if windows.drive:
        return windows.name
    return PurePosixPath(path).name if path.startswith(("/", "~", "\\")) else path


def _refused(reason: str) -> InvalidInput:
    return InvalidInput("assistant", reason, "Change it, or choose another file.")
