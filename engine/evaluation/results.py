"""Results that are kept: a file each in the home, newest first. Knows no metric."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from engine.errors import StorageError
from engine.evaluation.records import Judge, Scores
from engine.files import sha256_of, storage_error, write_atomic
from engine.paths import Home

_log = logging.getLogger(__name__)


class Result(msgspec.Struct, frozen=True):
    """What a judgement found, when and of what. `name` is for people; `data_sha256` is empty where
    the examples are not those of a file. `made_at` in UTC, ISO 8601."""

    id: str
    name: str
    made_at: str
    judge: Judge
    scores: Scores
    data_sha256: str = ""

    def comparable(self, other: Result) -> bool:
        """Whether both were asked the same: only then do their figures tell anything together."""
        mine, theirs = self.judge, other.judge
        return (mine.task, self.data_sha256, mine.limit, self.scores.examples) == (
            theirs.task,
            other.data_sha256,
            theirs.limit,
            other.scores.examples,
        )


class Results:
    """The results of a home. Any thread may use it; each call looks at the disk."""

    def __init__(self, home: Home) -> None:
        self._folder = home.training / "results"

    def keep(self, judge: Judge, scores: Scores, name: str = "") -> Result:
        """Keep what was found. Raises StorageError."""
        now = datetime.now(UTC)
        result = Result(
            id=f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}",
            name=name or name_of(judge),
            made_at=now.isoformat(timespec="seconds"),
            judge=judge,
            scores=scores,
            data_sha256=sha256_of(Path(judge.data)) if judge.data else "",
        )
        self._write(result)
        return result

    def list(self) -> Sequence[Result]:
        """All results, newest first; files that are none are left alone. Raises StorageError."""
        try:
            paths = sorted(self._folder.glob("*.json"), reverse=True)
            found = [(path, path.read_bytes()) for path in paths]
        except OSError as error:
            raise storage_error(self._folder, error) from error
        results = []
        for path, data in found:
            try:
                results.append(msgspec.json.decode(data, type=Result))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                _log.warning("%s is no result: %s", path, error)
        return results

    def rename(self, result: Result, name: str) -> Result:
        """Raises StorageError."""
        renamed = msgspec.structs.replace(result, name=name.strip() or name_of(result.judge))
        self._write(renamed)
        return renamed

    def remove(self, id: str) -> None:
        """Raises StorageError."""
        path = self._path(id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(path, error) from error

    def put_back(self, result: Result) -> None:
        """Undo `remove`. Raises StorageError."""
        self._write(result)

    def _write(self, result: Result) -> None:
        write_atomic(self._path(result.id), msgspec.json.encode(result))

    def _path(self, id: str) -> Path:
        if not id or Path(id).name != id:
            raise StorageError(str(self._folder), f"{id!r} is no name of a result")
        return self._folder / f"{id}.json"


def name_of(judge: Judge) -> str:
    """A model and its adapters in a few words."""
    model = Path(judge.model).stem
    uses = (
        Path(use.path).stem + (f" × {use.scale:g}" if use.scale != 1 else "")
        for use in judge.adapters
    )
    return " + ".join((model, *uses))
