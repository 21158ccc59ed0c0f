"""Where a cited passage stands in its file now: as it was, elsewhere, or nowhere any more.

Blocks: for a worker thread. Knows no window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.reader.stored import stored_page
from engine.documents.importer.client import Importer
from engine.documents.records import Hit, Page, Passage, Span
from engine.errors import DocumentError, ErrorInfo, PunaError

Neighbours = Callable[[str], Sequence[Hit]]
"""All chunks of a file by its key, in order; none where the index has it no more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page to show, and where the passage is in its text.

    `changed`: the file is another one than when the passage was read; `partly`: only a sentence of
    the passage was found in it. `stored`: the page is no page of the file, but what was kept of
    it; `error` says why, unless the passage was not found, and `missing` that there is no file.
    """

    page: Page
    span: Span
    changed: bool = False
    partly: bool = False
    stored: bool = False
    error: ErrorInfo | None = None
    missing: bool = False


def open_passage(importer: Importer, passage: Passage, neighbours: Neighbours) -> Opened:
    """Find the passage in its file, or show what was kept of it."""
    try:
        found = _find(importer, passage)
    except PunaError as error:
        return _stored(passage, neighbours, changed=False, error=error.info())
    if isinstance(found, Opened):
        return found
    return _stored(passage, neighbours, changed=found)


def _find(importer: Importer, passage: Passage) -> Opened | bool:
    """The passage in its file; else whether the file has changed."""
    path = Path(passage.path)
    changed = True  # a file with fewer pages
    try:
        page, sha256 = importer.page(path, passage.page)
    except DocumentError as error:
        if error.values["fault"] != "page":
            raise
    else:
        changed = sha256 != passage.sha256
        here = Span(passage.page, passage.start, passage.length)
        if page.text[here.start : here.start + here.length] == passage.text:
            return Opened(page, here, changed)
    there = importer.locate(path, passage.text, passage.page)
    if there is None:
        return changed
    page, _ = importer.page(path, there.page)
    now = page.text[there.start : there.start + there.length]
    return Opened(
        page, there, changed, partly="".join(now.split()) != "".join(passage.text.split())
    )


def _stored(
    passage: Passage, neighbours: Neighbours, *, changed: bool, error: ErrorInfo | None = None
) -> Opened:
    page, span = stored_page(passage, neighbours(passage.file) if passage.file else ())
    unopened = error is not None and error.values.get("fault") == "missing"
    missing = unopened and not _is_there(Path(passage.path))
    return Opened(page, span, changed, stored=True, error=error, missing=missing)


def _is_there(path: Path) -> bool:
    """Whether there is a file, also one that may not be read."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return True
