"""What a download is, as plain data: what is wanted, and how far it has come.

Knows no network and no disk.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from engine.errors import ErrorInfo
from engine.hub.records import RemoteFile, Repository, Variant

State = Literal["waiting", "running", "checking", "paused", "failed", "done"]
"""`waiting`: for its turn, or for another Puna that fetches the same; `checking`: every byte is
here and is compared with the hub's digest."""


class Wanted(msgspec.Struct, frozen=True):
    """A model to fetch: all its files, from one repository at one commit.

    `id` is "owner/repo/file.gguf" of its first file and tells it from others; `title` is for
    people. Paths come from the hub and are not to be trusted.
    """

    id: str
    repository: str
    revision: str
    endpoint: str
    files: tuple[RemoteFile, ...]
    title: str

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def key(self) -> str:
        """The name of this content: the same for the same files, at whatever revision."""
        facts = msgspec.json.encode((self.repository, self.files))
        return hashlib.sha256(facts).hexdigest()[:32]


def wanted_of(repository: Repository, variant: Variant) -> Wanted:
    """One model of a repository, as what is to be fetched."""
    return Wanted(
        f"{repository.id}/{variant.files[0].path}",
        repository.id,
        repository.revision,
        repository.endpoint,
        variant.files,
        f"{repository.summary.name} {variant.quantisation}".strip(),
    )


class Download(msgspec.Struct, frozen=True):
    """How far a download has come: `done` of `total` bytes, at `speed` bytes per second (0 where
    not known), `left` seconds to go. `error` says why it failed or was paused by itself, or
    what keeps one that runs waiting; `path` is the model's first file, once it is `done`."""

    wanted: Wanted
    state: State
    done: int
    total: int
    speed: float = 0.0
    left: float | None = None
    error: ErrorInfo | None = None
    path: Path | None = None


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long a network is waited for. Times in seconds.

    `tries` is how many attempts in a row may bring nothing; each waits twice as long as the one
    before, from `first_wait` up to `longest_wait`. A server that asks for more than `longest_ask`
    is not waited for.
    """

    connect: float = 15.0
    stall: float = 20.0
    tries: int = 8
    first_wait: float = 0.5
    longest_wait: float = 30.0
    longest_ask: float = 300.0
