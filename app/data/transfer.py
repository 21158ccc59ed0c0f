"""Chats from a file into the store, and from the store into a file.

Long work, for a thread of its own: it waits for the store's thread. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine.errors import ErrorInfo, PunaError
from engine.exchange import Headings, Skipped, read_chats, write_json, write_markdown
from engine.exchange.stored import stored_chats, take_chats
from engine.files import Cancelled, Progress, Stopped
from engine.paths import Home
from engine.store.snapshot import size_with_wal
from engine.store.store import Store

Format = Literal["markdown", "json"]

PORTION: Final = 32  # chats between two looks at what came of them


class Imported(msgspec.Struct, frozen=True):
    """What an import did. `known` chats were there already. `error` ended it early; `stopped`:
    the user did. What was added by then stays."""

    added: int = 0
    known: int = 0
    skipped: tuple[Skipped, ...] = ()
    stopped: bool = False
    error: ErrorInfo | None = None


class Exported(msgspec.Struct, frozen=True):
    """What was written: chats, where, and bytes."""

    chats: int
    path: Path
    size: int


class Sizes(msgspec.Struct, frozen=True):
    """Bytes of the database and of the models of a home, and how many files these are."""

    database: int = 0
    models: int = 0
    model_files: int = 0


def import_chats(store: Store, path: Path, progress: Progress, cancelled: Cancelled) -> Imported:
    """Add the chats of a file or folder. `progress` in bytes read.

    Raises InvalidInput for a file without chats, and StorageError where nothing could be added.
    """
    reader = read_chats(path, progress, cancelled)
    trees = iter(reader)
    added = known = 0
    skipped: list[Skipped] = []
    error: ErrorInfo | None = None
    stopped = False
    try:
        while portion := list(islice(trees, PORTION)):
            taken = take_chats(store, portion)
            added += taken.taken
            known += taken.present
            skipped += taken.refused
    except Stopped:
        stopped = True
    except PunaError as fault:
        if not added:
            raise
        error = fault.info()
    return Imported(added, known, (*reader.skipped, *skipped), stopped, error)


def export_chats(
    store: Store,
    chat_ids: Sequence[int] | None,
    target: Path,
    kind: Format,
    headings: Headings,
    progress: Progress,
    cancelled: Cancelled,
) -> Exported:
    """Write chats to a file, all of them for None. `progress` in chats.

    Raises InvalidInput and StorageError; then there is no new file.
    """
    ids = chat_ids
    if ids is None:
        # The oldest first: chats of one moment stay in their order where the file is imported.
        ids = [chat.id for chat in reversed(store.call(lambda chats: chats.list()).result())]
    trees = stored_chats(store, ids, progress, cancelled)
    json = kind == "json"
    count = write_json(trees, target) if json else write_markdown(trees, target, headings)
    return Exported(count, target, target.stat().st_size)


def sizes_of(home: Home) -> Sizes:
    """How large what would go into an archive is now; what cannot be looked at counts nothing."""
    names = [path for path in home.models.rglob("*.gguf") if not path.name.startswith(".")]
    models = [size for path in names if (size := _size(path))]
    return Sizes(size_with_wal(home.database), sum(models), len(models))


def _size(path: Path) -> int:
    try:
        return 0 if path.is_symlink() else path.stat().st_size
    except OSError:
        return 0
