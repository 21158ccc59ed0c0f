"""What the importer process is asked and what it answers, as frames of `engine.worker.frames`.

One request at a time; each ends with `Done` or `Failed`, and nothing of it follows that. Spans,
pages and chunks are those of `engine.documents.records`.
"""

from __future__ import annotations

import msgspec

from engine.documents.records import Chunk, PageKind, Span
from engine.errors import ErrorInfo


class PageHead(msgspec.Struct, frozen=True):
    """A page without its text."""

    number: int
    label: str = ""
    kind: PageKind = "page"


Box = tuple[float, float, float, float]


class Picture(msgspec.Struct, frozen=True):
    """A page drawn into `file`: rows of `width` times `height` pixels of four bytes, blue, green,
    red and 255. `boxes` are, for each span asked for, the rectangles around its lines: left, top,
    right and bottom in shares of the page."""

    file: str
    width: int
    height: int
    boxes: tuple[tuple[Box, ...], ...]


# Requests. End of input means: exit. Paths are as `os.fsencode` gives them.


class Parse(msgspec.Struct, frozen=True, tag="parse", forbid_unknown_fields=True):
    """Read a file: Part as often as needed, with Pages between, and `FileInfo`."""

    path: bytes


class ReadPage(msgspec.Struct, frozen=True, tag="page", forbid_unknown_fields=True):
    """Give a page: `PageRead`."""

    path: bytes
    number: int


class Draw(msgspec.Struct, frozen=True, tag="draw", forbid_unknown_fields=True):
    """Draw a page of a PDF `width` pixels wide into the new file `target`: `Picture`."""

    path: bytes
    number: int
    width: int
    spans: tuple[Span, ...]
    target: bytes


class Locate(msgspec.Struct, frozen=True, tag="locate", forbid_unknown_fields=True):
    """Find a passage, first on pages near `near`: `Located`."""

    path: bytes
    text: str
    near: int


Request = Parse | ReadPage | Draw | Locate

# Answers.


class Began(msgspec.Struct, frozen=True, tag="began", forbid_unknown_fields=True):
    """The process is ready. The first frame."""


class Pages(msgspec.Struct, frozen=True, tag="pages", forbid_unknown_fields=True):
    """So many pages are read of all; `total` is 0 where it is not known."""

    done: int
    total: int


class Part(msgspec.Struct, frozen=True, tag="part", forbid_unknown_fields=True):
    """Chunks and pages of the file, in order."""

    chunks: tuple[Chunk, ...]
    pages: tuple[PageHead, ...]


class Piece(msgspec.Struct, frozen=True, tag="piece", forbid_unknown_fields=True):
    """A part of a result that may be longer than a frame: MessagePack of what was asked for."""

    data: bytes


class Done(msgspec.Struct, frozen=True, tag="done", forbid_unknown_fields=True):
    """The request is done, and its result is all pieces together."""


class Failed(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    error: ErrorInfo


Answer = Began | Pages | Part | Piece | Done | Failed
