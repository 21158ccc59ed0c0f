"""The same file in several places is one model: two names of one file, or two files with one
SHA-256. Knows nothing of what is in a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from engine.errors import StorageError
from engine.files import Cancelled, Stopped
from engine.hub.headings import Headings
from engine.hub.shelves import Found


def together(files: Iterable[Found], headings: Headings) -> list[list[Found]]:
    """The files in groups that are known to be the same, in the order of the first of each.

    Nothing is computed: see `tell_apart`.
    """
    groups: list[list[Found]] = []
    by_mark: dict[object, list[Found]] = {}
    for found in files:
        marks = list(_marks(found, headings))
        group = next((by_mark[mark] for mark in marks if mark in by_mark), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(found)
        for mark in marks:
            by_mark.setdefault(mark, group)
    return groups


def tell_apart(files: Sequence[Found], headings: Headings, cancelled: Cancelled) -> None:
    """Compute the digests of those files that may be the same: where sizes and headings are equal.

    Reads gigabytes. Ends early, keeping what was done, when `cancelled` says so; a file that
    cannot be read is left out.
    """
    alike = defaultdict(list)
    for group in together(files, headings):
        first = group[0]
        known = headings.known(first)
        if known.heading and not first.lacks:
            shape = first.size, known.heading.architecture, known.heading.name
            alike[shape].append(first)
    for some in alike.values():
        if len(some) < 2:
            continue
        for found in some:
            try:
                headings.digest(found, cancelled)
            except Stopped:
                return
            except StorageError:
                continue


def _marks(found: Found, headings: Headings) -> Iterator[object]:
    """What only names of the same content have in common."""
    if found.file:
        yield found.file
    if digest := found.digest or headings.known(found).digest:
        yield digest
