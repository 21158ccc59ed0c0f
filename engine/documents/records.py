"""What documents are spoken of with, between processes, in the database and in the window.

A place is (page, start, length): characters (code points) of the text of a page, as the importer
gives it for that file. Pages count from 1: those of a PDF, slides, sheets, chapters, and parts of
other files. Plain data; knows no file format, no SQL and no window.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo

Kind = Literal[
    "pdf", "docx", "pptx", "xlsx", "epub", "html", "markdown", "text", "code", "csv", "email"
]
BlockKind = Literal["text", "heading", "list", "quote", "code", "table"]
PageKind = Literal["page", "slide", "sheet", "chapter", "part"]
State = Literal["waiting", "reading", "words", "ready", "failed"]
Verdict = Literal["found", "missing", "plain"]
Mode = Literal["passages", "whole"]


class Span(msgspec.Struct, frozen=True):
    """A place: `length` characters from `start` of the text of page `page` (from 1)."""

    page: int
    start: int
    length: int


class Block(msgspec.Struct, frozen=True):
    """A run of a page's text that is drawn as one: a paragraph, a heading of `level` 1 to 6, a list
    item, a row of a table (cells parted by a tab), lines of code. Blocks are in order, do not
    overlap, and what is between them is white space."""

    kind: BlockKind
    start: int
    length: int
    level: int = 0


class Page(msgspec.Struct, frozen=True):
    """A page as it was read. `label` is what is printed on it or its name ("xiv", "Sheet 2", "How
    to begin"), empty where that is `number`."""

    number: int
    text: str
    blocks: tuple[Block, ...] = ()
    label: str = ""
    kind: PageKind = "page"


class Chunk(msgspec.Struct, frozen=True):
    """What is searched for as one: a place, with its text exactly as it is there.

    `heading`: the headings it stands under, outermost first. `tokens` is an estimate. `weak`: a
    table of contents or an index, which wins by its words and answers nothing. `words` are those
    of the text for the index, with spaces between (`engine.documents.words`).
    """

    page: int
    start: int
    length: int
    text: str
    heading: tuple[str, ...] = ()
    tokens: int = 0
    weak: bool = False
    words: str = ""


class FileInfo(msgspec.Struct, frozen=True):
    """What the importer found out about a file. `empty_pages` have no text: scanned, or blank;
    `sha256` of its bytes as they were read; `language` `en`, `zh` or empty."""

    kind: Kind
    title: str
    pages: int
    empty_pages: int
    tokens: int
    sha256: str
    language: str = ""


class Ranks(msgspec.Struct, frozen=True):
    """Why a passage was chosen: its place among all by words and by meaning, from 1, 0 where it was
    not among them; `terms` of the question that are in it; `whole`: all of the file was given."""

    words: int = 0
    meaning: int = 0
    terms: tuple[str, ...] = ()
    whole: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A passage that was found, the best first. `file` is the key of its file, `path` where that
    is, `label` of the page; `score` counts only beside others of the same search. `begins_within`
    and `ends_within`: as far as the chunks beside it tell, in the middle of a sentence."""

    chunk: int
    file: str
    path: str
    title: str
    sha256: str
    page: int
    start: int
    length: int
    label: str
    page_kind: PageKind
    heading: tuple[str, ...]
    text: str
    tokens: int
    score: float
    ranks: Ranks
    begins_within: bool = False
    ends_within: bool = False


class Source(msgspec.Struct, frozen=True):
    """What a chat or an assistant asks: a collection, or one `file` of it, by their keys. `name` is
    what it was called when it was chosen."""

    collection: str
    file: str = ""
    name: str = ""


class Passage(msgspec.Struct, frozen=True):
    """A passage as the model was given it, kept with the question so that a citation opens even
    when the index has changed. `number` is its [n]; `text` is exactly that of the place, `sha256`
    that of the file then."""

    number: int
    file: str
    path: str
    title: str
    sha256: str
    page: int
    start: int
    length: int
    text: str
    label: str = ""
    page_kind: PageKind = "page"
    heading: tuple[str, ...] = ()
    ranks: Ranks = Ranks()
    begins_within: bool = False
    ends_within: bool = False

    @classmethod
    def of(cls, hit: Hit, number: int) -> Passage:
        """What was found, as it is given to a model."""
        return cls(
            number=number,
            file=hit.file,
            path=hit.path,
            title=hit.title,
            sha256=hit.sha256,
            page=hit.page,
            start=hit.start,
            length=hit.length,
            text=hit.text,
            label=hit.label,
            page_kind=hit.page_kind,
            heading=hit.heading,
            ranks=hit.ranks,
            begins_within=hit.begins_within,
            ends_within=hit.ends_within,
        )


class Sources(msgspec.Struct, frozen=True):
    """What a question was answered from; kept with the message that asks it.

    `whole`: all chunks of whole files, told before the conversation. `near`: the nearest passages
    that were not given to the model for want of room, offered where nothing is found. `queries` is
    what was searched for. `lexical`: not all was searched by meaning, as vectors were still made.
    """

    mode: Mode
    passages: tuple[Passage, ...]
    near: tuple[Passage, ...] = ()
    queries: tuple[str, ...] = ()
    lexical: bool = False


class Cite(msgspec.Struct, frozen=True):
    """Where a statement was found: passage `number`, and in its text the place, in characters."""

    number: int
    start: int
    length: int


class Statement(msgspec.Struct, frozen=True):
    """A sentence or a cell of a table of an answer: `length` characters from `start` of its text.

    `found`: its numbers, dates, names and a run of its words are in one place of a passage, `cites`
    says where, the best first. `missing`: it claims something that is in none. `plain`: it claims
    nothing that could be looked up. `marks`: numbers [n] the model itself wrote there.
    """

    start: int
    length: int
    verdict: Verdict
    cites: tuple[Cite, ...] = ()
    marks: tuple[int, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """An answer looked up in its sources. `answered` False: the documents do not contain the
    answer, and that is what is said, whatever the text says. Counts are of statements."""

    statements: tuple[Statement, ...]
    found: int
    missing: int
    answered: bool
    checker: int = 1


class Collection(msgspec.Struct, frozen=True):
    """A set of files that is asked together. `key` stays, whatever the name is. Bytes, counts;
    `searchable` files can be found by words, `ready` ones by meaning, too."""

    key: str
    name: str
    files: int = 0
    searchable: int = 0
    ready: int = 0
    failed: int = 0
    size: int = 0
    chunks: int = 0
    vectors: int = 0


class Root(msgspec.Struct, frozen=True):
    """A folder or a file that was added: `path` absolute; patterns as of `fnmatch`, `include` empty
    for every file that can be read. `missing`: it was not there at the last look."""

    id: int
    collection: str
    path: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    missing: bool = False


class File(msgspec.Struct, frozen=True):
    """A file of a collection. `state`: `words`, it is found by words; `ready`, also by meaning;
    `failed`, `error` says why. `vectors` of `chunks` are made. `info` None: not read yet."""

    key: str
    collection: str
    path: str
    size: int
    state: State
    error: ErrorInfo | None = None
    info: FileInfo | None = None
    chunks: int = 0
    vectors: int = 0
    indexed_at: float = 0.0


class Progress(msgspec.Struct, frozen=True):
    """How far indexing is: files read of all, chunks with vectors of all, and seconds left, None
    where that is not known yet. `name` is the file being read. `held`: a reply goes first."""

    files: int
    files_all: int
    chunks: int
    chunks_all: int
    left: float | None = None
    name: str = ""
    held: bool = False
