"""Whether a database file is whole, by SQLite's own judgement."""

from __future__ import annotations

from pathlib import Path

import apsw


def problems(path: Path) -> list[str]:
    """What is wrong with the database at `path`; nothing where it is whole."""
    raw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        said = [row[0] for row in raw.execute("PRAGMA integrity_check")]
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        raw.close()
    return [one for one in said if one != "ok"] + [f"a broken reference: {row}" for row in broken]
