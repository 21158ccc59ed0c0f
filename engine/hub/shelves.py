"""Finds the GGUF files in folders, by names alone: no file is opened but the manifests of Ollama.

Every program lays its folder out differently; here each becomes a list of files found. Knows
nothing of what is in a model.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.gguf import is_first_part
from engine.gguf.reader import named_parts
from engine.hub.model import Shelf
from engine.hub.ollama import pulled
from engine.hub.programs import Store
from engine.hub.seen import folders_in, is_file, small_file, status_of

_DEEPEST: Final = 8
_MOST: Final = 50_000
"""Names looked at below one folder, so that a whole disk given by mistake ends."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_REPOSITORY: Final = "models--"
_UNFINISHED: Final = ("incomplete-", "incomplete_")


@dataclass(frozen=True, slots=True)
class Found:
    """A model file that is there, by its first part. `id` is another once the file changed: size of
    all `parts` in bytes, latest time in nanoseconds, and inode. `lacks` is the name of a part that
    is not there.

    `digest` where the name of the file is its SHA-256; `title`, `repository` and `projector` where
    the program that keeps it says so. `only`: no other name keeps its bytes on the disk.
    """

    path: Path
    store: Store
    id: tuple[int, int, int]
    device: int
    parts: tuple[Path, ...]
    lacks: str = ""
    digest: str = ""
    title: str = ""
    repository: str = ""
    projector: Path | None = None
    only: bool = True

    @property
    def shelf(self) -> Shelf:
        return self.store.shelf

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return self.id[0]

    @property
    def file(self) -> tuple[int, int] | None:
        """What is the same for two names of one file; None where the system does not tell."""
        return (self.device, self.id[2]) if self.id[2] else None


def look(store: Store) -> list[Found]:
    """The models of one folder, by path; none where the folder is not there."""
    match store.shelf:
        case "ollama":
            return [
                found
                for pull in pulled(store.folder)
                if (
                    found := found_at(
                        pull.blob,
                        store,
                        title=pull.title,
                        projector=pull.projector,
                    )
                )
            ]
        case "huggingface":
            return list(_snapshots(store))
        case _:
            return list(_plain(store))


def locate_in(path: Path, store: Store) -> Found | None:
    """One file of a folder; None where it is gone."""
    if store.shelf == "ollama":  # only a manifest knows what a blob is called
        return next((found for found in look(store) if found.path == path), found_at(path, store))
    return found_at(path, store)


def device_of(folder: Path) -> int | None:
    """The disk that a folder is on; None where it is not there, or is not a folder."""
    status = status_of(folder)
    return status.st_dev if status and stat.S_ISDIR(status.st_mode) else None


def _plain(store: Store) -> Iterator[Found]:
    """Files in folders as they please: `publisher/model/file.gguf` where there is an order."""
    if is_file(store.folder):
        paths: Iterable[Path] = [store.folder]
    else:
        # What is to be deleted by us must be in our folder, not behind a link in it.
        paths = sorted(_files(store.folder, links=store.shelf != "puna"))
    for path in paths:
        if not is_first_part(path):
            continue
        if found := found_at(path, store):
            yield found


def _snapshots(store: Store) -> Iterator[Found]:
    """The repositories of a Hugging Face cache, where files of a revision are links to blobs. Of a
    file that several revisions have, the revision that `main` names comes first."""
    for repository in folders_in(store.folder):
        if not repository.name.startswith(_REPOSITORY):
            continue
        seen: set[tuple[int, int, int]] = set()
        main = small_file(repository / "refs" / "main", 100).decode(errors="replace").strip()
        revisions = sorted(folders_in(repository / "snapshots"))
        revisions.sort(key=lambda folder: folder.name != main)
        for revision in revisions:
            for path in sorted(_files(revision)):
                found = is_first_part(path) and found_at(path, store)
                if found and found.id not in seen:
                    seen.add(found.id)
                    yield found


def _digest(path: Path, store: Store) -> str:
    """The digest that the name of a file is, or that of the blob which it is a link to."""
    name = path.name
    if store.shelf == "huggingface":
        try:
            name = path.readlink().name
        except OSError:  # no link: this system has none, or the file was put there by hand
            return ""
    elif store.shelf == "ollama":
        name = name.removeprefix("sha256-")
    return name if _DIGEST.fullmatch(name) else ""


def _repository(path: Path, store: Store) -> str:
    """The repository on the hub that the folders of a file tell."""
    names = path.parts[len(store.folder.parts) :]
    if store.shelf == "huggingface" and names[0].startswith(_REPOSITORY):
        return names[0].removeprefix(_REPOSITORY).replace("--", "/", 1)
    ordered = store.shelf in ("puna", "lmstudio") and len(names) >= 3 and names[0] != "local"
    return "/".join(names[:2]) if ordered else ""


def found_at(
    path: Path, store: Store, *, title: str = "", projector: Path | None = None
) -> Found | None:
    """What the system says of a file; None where it is gone, or a link leads nowhere."""
    parts = named_parts(path)
    size, changed, lacks, only = 0, 0, "", True
    try:
        first = path.stat()
        for part in parts:
            status = first if part == path else status_of(part)
            if status is None:
                lacks = lacks or part.name
            else:
                size += status.st_size
                changed = max(changed, status.st_mtime_ns)
                only = only and status.st_nlink < 2 and not part.is_symlink()
    except (OSError, ValueError):
        return None
    return Found(
        path=path,
        store=store,
        id=(size, changed, first.st_ino),
        device=first.st_dev,
        parts=parts,
        lacks=lacks,
        digest=_digest(path, store) if len(parts) == 1 else "",
        title=title,
        repository=_repository(path, store),
        projector=projector,
        only=only,
    )


def _files(folder: Path, *, links: bool = True) -> Iterator[Path]:
    """The visible GGUF files below a folder. `links` to folders are followed, each once."""
    left = _MOST
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, 0)]
    while waiting and left > 0:
        here, depth = waiting.pop()
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            if status.st_ino:
                seen.add((status.st_dev, status.st_ino))
            with os.scandir(here) as entries:
                for entry in entries:
                    left -= 1
                    if left <= 0:
                        break
                    if entry.name.startswith("."):
                        continue
                    path = here / entry.name
                    if _is_model(entry.name) and is_file(path):
                        yield path
                    elif depth < _DEEPEST and _leads_on(entry, links=links):
                        waiting.append((path, depth + 1))
        except OSError:  # it may not be looked at, or is gone
            continue


def _leads_on(entry: os.DirEntry[str], *, links: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=links)
    except OSError:  # a link to where one may not look
        return False


def _is_model(name: str) -> bool:
    return name.lower().endswith(".gguf") and not name.startswith(_UNFINISHED)
