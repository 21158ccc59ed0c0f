"""Reads chats from files of other programs and of Puna, whichever they turn out to be.

A file is known by its content, never by its name. Broken conversations are skipped and counted.
Knows no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import InvalidInput, StorageError
from engine.exchange.chatgpt import from_chatgpt, is_chatgpt
from engine.exchange.lm_studio import from_lm_studio, is_lm_studio
from engine.exchange.loose import broken, items, mapping
from engine.exchange.open_webui import from_open_webui, is_open_webui
from engine.exchange.own import from_own, is_own
from engine.exchange.sources import Source, sources, unreadable
from engine.exchange.split import decoded, own_version, pieces, utf8
from engine.files import Cancelled, Progress, Stopped
from engine.store.tree import VERSION, ChatTree

_Conversation = Mapping[str, object]
_Parser = Callable[[_Conversation], ChatTree]
_FORMATS: Final[tuple[tuple[Callable[[_Conversation], bool], _Parser], ...]] = (
    (is_own, from_own),
    (is_chatgpt, from_chatgpt),
    (is_open_webui, from_open_webui),
    (is_lm_studio, from_lm_studio),
)
_STRANGER: Final = "it is not a conversation"


class Skipped(msgspec.Struct, frozen=True):
    """A conversation that was left out: where it stands, and why."""

    where: str
    reason: str


class ChatReader:
    """The chats at a path, read one at a time while one iterates; once.

    `skipped` grows meanwhile. Iterating raises InvalidInput where there is no chat of a format
    that is known, StorageError, and Stopped between two chats as soon as `cancelled` says so.
    """

    def __init__(
        self, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        self._path = path
        self._progress = progress
        self._cancelled = cancelled
        self._known = False
        self.skipped: list[Skipped] = []

    def __iter__(self) -> Iterator[ChatTree]:
        found = sources(self._path)
        total = sum(source.size for source in found)
        done = 0
        for source in found:
            if self._cancelled and self._cancelled():
                raise Stopped
            yield from self._of_source(source, done, total)
            done += source.size
            self._report(done, total)
        if not self._known:
            reasons = [skipped.reason for skipped in self.skipped]
            raise unreadable(self._path, next(iter(reasons), "there are no chats in it"))

    def _of_source(self, source: Source, done: int, total: int) -> Iterator[ChatTree]:
        """The chats of one text. Where it has none it is passed over: archives hold other lists."""
        known = False
        strangers: list[Skipped] = []
        for number, (end, is_known, result) in enumerate(_results(self._load(source)), start=1):
            if self._cancelled and self._cancelled():
                raise Stopped
            known |= is_known
            if isinstance(result, ChatTree):
                yield _kept_in(source.folder, result)
            else:
                where = f"{source.name}, conversation {number}".removeprefix(", ")
                skipped = Skipped(where, str(result.values["reason"]))
                (strangers if skipped.reason == _STRANGER else self.skipped).append(skipped)
            self._report(done + min(end, source.size), total)
        self._known |= known
        if known:
            self.skipped += strangers

    def _load(self, source: Source) -> bytes:
        """The text of a source; nothing, and counted, where one of several cannot be read."""
        try:
            data = utf8(source.read())
            version = own_version(data)
            if version is not None and version > VERSION:
                raise unreadable(self._path, f"it was written by a newer Puna (format {version})")
        except (InvalidInput, StorageError) as error:
            if not source.name:
                raise
            self.skipped.append(Skipped(source.name, str(error.values["reason"])))
            return b""
        return data

    def _report(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, total)


def read_chats(
    path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ChatReader:
    """The chats of a file, an archive (.zip) or a folder; iterate over what is returned.

    `progress` hears bytes. Files of up to `sources.MAX_FILE` bytes are read, each whole: memory
    for one file, and for one conversation of it.
    """
    return ChatReader(path, progress, cancelled)


def _results(data: bytes) -> Iterator[tuple[int, bool, ChatTree | InvalidInput]]:
    """Where each conversation ends, whether its format is known, and it, or why there is none."""
    for piece, end in pieces(data):
        try:
            value = decoded(piece)
        except InvalidInput as error:
            yield end, False, error
            continue
        for conversation in _unwrapped(value):
            parser = next((parse for known, parse in _FORMATS if known(conversation)), None)
            yield end, parser is not None, _parsed(parser, conversation)


def _parsed(parser: _Parser | None, conversation: _Conversation) -> ChatTree | InvalidInput:
    if parser is None:
        return broken(_STRANGER)
    try:
        return parser(conversation)
    except InvalidInput as error:
        return error


def _unwrapped(value: object) -> list[_Conversation]:
    """The conversations in what was decoded: itself, or Puna's own chats in another layout."""
    found = mapping(value)
    if found.get("format") != "puna-chats":
        return [found]
    return [mapping(chat) for chat in items(found.get("chats"))]


def _kept_in(folder: str, tree: ChatTree) -> ChatTree:
    """A chat with the folder its file was in, where it says none itself."""
    return tree if tree.folder or not folder else msgspec.structs.replace(tree, folder=folder)
