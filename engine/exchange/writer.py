"""Writes chats to a file: Markdown for people, JSON for programs and for other computers.

A file is written whole or not at all; one that is there is replaced only then. Chats are taken one
at a time from an iterator, which may raise `Stopped` to give up. Knows no store.
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import msgspec

from engine.errors import InvalidInput
from engine.exchange.markdown import Headings, as_markdown, file_name, safe_name
from engine.files import writing
from engine.store.tree import VERSION, ChatTree


def write_json(trees: Iterable[ChatTree], target: Path) -> int:
    """Write chats in Puna's own format (`engine.store.tree`), one a line; how many.

    Raises StorageError, and whatever `trees` raises.
    """
    count = 0
    with writing(target) as file:
        file.write(b'{"format":"puna-chats","version":%d,"chats":[' % VERSION)
        for tree in trees:
            file.write(b",\n" if count else b"\n")
            file.write(msgspec.json.encode(tree))
            count += 1
        file.write(b"\n]}\n")
    return count


def write_markdown(
    trees: Iterable[ChatTree], target: Path, headings: Headings | None = None
) -> int:
    """Write chats as Markdown, each its shown path; how many.

    `target` ends in `.md` for one chat, in `.zip` for any number, a file each, in the folders they
    are in. Raises InvalidInput for another ending or several chats in one file, StorageError, and
    whatever `trees` raises.
    """
    ending = target.suffix.lower()
    if ending == ".zip":
        return _write_archive(trees, target, headings)
    if ending != ".md":
        raise _refused(f"{target.name} ends in neither .md nor .zip", "Choose a name with one.")
    chats = iter(trees)
    first = list(islice(chats, 2))
    if len(first) != 1:
        reason = "several chats do not go into one .md file" if first else "there are no chats"
        raise _refused(reason, "Choose a name that ends in .zip for several chats.")
    with writing(target) as file:
        file.write(as_markdown(first[0], headings).encode())
    return 1


def _write_archive(trees: Iterable[ChatTree], target: Path, headings: Headings | None) -> int:
    names: dict[str, int] = {}
    with writing(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for tree in trees:
            member = zipfile.ZipInfo(_free_name(tree, names), _moment(tree.updated_at))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, as_markdown(tree, headings))
    return len(names)


def _free_name(tree: ChatTree, taken: dict[str, int]) -> str:
    """A name no other chat has, also where upper and lower case are the same. `taken` has the
    last number that was tried for a name."""
    folder = f"{safe_name(tree.folder)}/" if tree.folder.strip() else ""
    stem = f"{folder}{file_name(tree)}"
    first = name = f"{stem}.md"
    number = taken.get(first.casefold(), 0)
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).md"
    taken[name.casefold()] = 1
    taken[first.casefold()] = max(number, 1)
    return name


def _moment(seconds: float) -> tuple[int, int, int, int, int, int]:
    """UTC, within the years that archives can name."""
    year, month, day, hour, minute, second, *_ = time.gmtime(min(max(seconds, 0), 4e9))
    return (year, month, day, hour, minute, second) if year >= 1980 else (1980, 1, 1, 0, 0, 0)


def _refused(reason: str, advice: str) -> InvalidInput:
    return InvalidInput("file", reason, advice)
