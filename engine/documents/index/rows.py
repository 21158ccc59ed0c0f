"""Rows of the index as the records of `engine.documents.records`. Knows no transaction."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import msgspec

from engine.documents.index.edges import COLUMNS, JOINS, Beside, edges
from engine.documents.records import Collection, File, FileInfo, Hit, Ranks, Root
from engine.errors import ErrorInfo

COLLECTION = """
SELECT c.key, c.name, count(f.id), count(f.id) FILTER (WHERE f.chunks > 0),
    count(f.id) FILTER (WHERE f.state = 'ready'), count(f.id) FILTER (WHERE f.state = 'failed'),
    coalesce(sum(f.size), 0), coalesce(sum(f.chunks), 0), coalesce(sum(f.vectors), 0)
FROM collection c LEFT JOIN file f ON f.collection = c.id AND f.trashed_at IS NULL
WHERE c.trashed_at IS NULL
"""
"""SELECT of what `Collection` is made of, in order; ends inside of WHERE."""

ROOT = """
SELECT r.id, c.key, r.path, r.include, r.exclude, r.missing
FROM root r JOIN collection c ON c.id = r.collection
WHERE r.trashed_at IS NULL AND c.trashed_at IS NULL
"""
FILE = """
SELECT f.key, c.key, f.path, f.size, f.state, f.error, f.info, f.chunks, f.vectors, f.indexed_at
FROM file f JOIN collection c ON c.id = f.collection
WHERE f.trashed_at IS NULL AND c.trashed_at IS NULL
"""
HIT = f"""
SELECT k.id, f.key, f.path, f.info, f.sha256, k.page, k.start, k.length,
    coalesce(p.label, ''), coalesce(p.kind, 'page'), k.heading, k.text, k.tokens,{COLUMNS}
FROM chunk k JOIN file f ON f.id = k.file
LEFT JOIN page p ON p.file = k.file AND p.number = k.page{JOINS}
"""


def collection_of(row: tuple[Any, ...]) -> Collection:
    """A row of `COLLECTION`."""
    return Collection(*row)


def root_of(row: tuple[Any, ...]) -> Root:
    """A row of `ROOT`."""
    key, collection, path, include, exclude, missing = row
    return Root(key, collection, path, patterns(include), patterns(exclude), bool(missing))


def file_of(row: tuple[Any, ...]) -> File:
    """A row of `FILE`."""
    key, collection, path, size, state, error, info, chunks, vectors, indexed_at = row
    why = msgspec.json.decode(error, type=ErrorInfo) if error else None
    return File(key, collection, path, size, state, why, info_of(info), chunks, vectors, indexed_at)


def hit_of(row: tuple[Any, ...]) -> Hit:
    """A row of `HIT`: a chunk that nothing was searched for."""
    number, file, path, info, sha256, page, start, length, label, kind, *rest = row
    heading, text, tokens, *beside = rest
    begins_within, ends_within = edges(text, kind, Beside(*beside))
    return Hit(
        number,
        file,
        path,
        title_of(path, info_of(info)),
        sha256,
        page,
        start,
        length,
        label,
        kind,
        tuple(msgspec.json.decode(heading, type=list[str])),
        text,
        tokens,
        score=0.0,
        ranks=Ranks(whole=True),
        begins_within=begins_within,
        ends_within=ends_within,
    )


def info_of(text: str | None) -> FileInfo | None:
    """What the importer found out, as it is kept."""
    return msgspec.json.decode(text, type=FileInfo) if text else None


def title_of(path: str, info: FileInfo | None) -> str:
    """What a file is called: its own title, or its name."""
    return (info.title if info else "") or PurePath(path).name


def patterns(text: str) -> tuple[str, ...]:
    """Patterns as they are kept."""
    return tuple(msgspec.json.decode(text, type=list[str]))
