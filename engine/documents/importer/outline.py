"""The outline of a PDF, page by page. Knows no PDFium."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence

from engine.documents.importer.bare import bare
from engine.documents.importer.pdf_file import Entry


class Outline:
    """Entries by page; false when there are none."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._on: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._on[entry.page].append(entry)
        self._pages = sorted(self._on)
        self._paths: list[tuple[str, ...]] = []  # of headings, as they are behind each page
        path: list[Entry] = []
        for page in self._pages:
            for entry in self._on[page]:
                path = [above for above in path if above.level < entry.level] + [entry]
            self._paths.append(tuple(bare(entry.title) for entry in path))

    def __bool__(self) -> bool:
        return bool(self._pages)

    def on(self, page: int) -> Sequence[Entry]:
        """The entries that lead to a page, in order."""
        return self._on.get(page, ())

    def titles(self, page: int) -> list[str]:
        """The titles that a page begins under, outermost first, and of what begins on it; bare."""
        before = bisect.bisect_left(self._pages, page)
        path = self._paths[before - 1] if before else ()
        return [*path, *(bare(entry.title) for entry in self.on(page))]
