"""One download from its first byte to the model in its place. Knows nothing of other downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from engine.hub.downloads.answers import wrong_digest
from engine.hub.downloads.connection import Halt
from engine.hub.downloads.folder import Folder
from engine.hub.downloads.part import Part
from engine.hub.downloads.publish import find, publish
from engine.hub.downloads.records import Patience, State, Wanted
from engine.hub.downloads.transfer import Transfer, Watcher
from engine.hub.gate import Gate
from engine.hub.http import TokenSource

_LOOK_SECONDS: Final = 0.05


class Listener(Watcher, Protocol):
    """Who is told how a job goes, on the job's thread."""

    def entered(self, state: State) -> None: ...
    def reached(self, done: int) -> None:
        """So many bytes are here in all."""


class Job:
    """Fetches what is `wanted` into the folder `models`. `unwanted` says, once `halt` was stopped,
    whether what has come shall go."""

    def __init__(
        self,
        models: Path,
        wanted: Wanted,
        gate: Gate,
        tokens: TokenSource,
        patience: Patience,
        halt: Halt,
        unwanted: Callable[[], bool],
        listener: Listener,
    ) -> None:
        self._models = models
        self._wanted = wanted
        self._halt = halt
        self._unwanted = unwanted
        self._listener = listener
        self._folder = Folder(models, wanted)
        self._transfer = Transfer(wanted, gate, tokens, patience, halt, listener)

    def run(self) -> Path:
        """Returns the model's first file. Raises as `Transfer.fetch`; then all that came is kept,
        unless it is wrong or unwanted, and no model is to be seen."""
        with self._locked():
            try:
                return self._run()
            finally:
                if self._unwanted():
                    self._folder.discard()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Wait until no other Puna works on the same; in the block, none does."""
        while True:
            self._halt.check()
            with self._folder.locked() as taken:
                if taken:
                    yield
                    return
            self._listener.reached(self._folder.arrived())
            self._halt.wait(_LOOK_SECONDS)

    def _run(self) -> Path:
        path = find(self._models, self._wanted, self._reads, self._halt)
        if path is None:
            self._folder.note()
            self._fetch_all()
            self._halt.check()
            path = publish(self._models, self._wanted, self._folder.whole)
        self._folder.discard()
        return path

    def _reads(self, done: int, total: int) -> None:
        """A file of this name and size is there, and is compared."""
        self._listener.entered("checking")

    def _fetch_all(self) -> None:
        self._listener.reached(self._folder.arrived())
        with self._folder.reserved():
            for index in range(len(self._wanted.files)):
                if not self._folder.has(index):
                    self._fetch(index)

    def _fetch(self, index: int) -> None:
        """Bring one file, and once more where its digest is not the hub's."""
        file = self._wanted.files[index]
        for _ in range(2):
            self._listener.entered("running")
            with Part(self._folder.part(index), file.size) as part:
                self._transfer.fetch(file, part)
                self._listener.entered("checking")
                digest = part.digest(self._halt)
            if not file.sha256 or digest == file.sha256.lower():
                self._folder.keep(index)
                return
            self._folder.drop(index)
            self._listener.reached(self._folder.arrived())
        raise wrong_digest(file)
