"""Brings the bytes of one file, whatever the network does on the way.

Every attempt goes on at the byte the last one came to. It asks the hub anew, whose signed addresses
run out; the token goes to the hub alone. Knows nothing of queues or of what the bytes are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from engine.errors import NetworkError, PunaError
from engine.hub.downloads.answers import (
    Again,
    check_body,
    check_pinned,
    check_status,
    stalled,
    too_long,
    waits_too_long,
)
from engine.hub.downloads.connection import Answer, Halt, ask
from engine.hub.downloads.part import Part
from engine.hub.downloads.records import Patience, Wanted
from engine.hub.gate import Gate
from engine.hub.http import (
    REDIRECTS,
    Lasting,
    TokenSource,
    file_url,
    headers_for,
    host_of,
    origin,
    redirected,
)
from engine.hub.records import RemoteFile

_LEAST: Final = 16 << 10
_MOST: Final = 1 << 20
# An attempt that brings less than this counts as one that brought nothing.
_PROGRESS: Final = 16 << 10
# A person who watches is told why nothing comes, if it takes as long as this.
_LONG_SECONDS: Final = 1.0
_REDIRECTS: Final = (301, 302, 303, 307, 308)


class Watcher(Protocol):
    """Who is told how a transfer goes, on its thread."""

    def arrived(self, count: int) -> None:
        """So many bytes more came."""

    def troubled(self, error: PunaError) -> None:
        """It does not go on now, and will be tried again."""


class Transfer:
    """Fetches files of what is `wanted`."""

    def __init__(
        self,
        wanted: Wanted,
        gate: Gate,
        tokens: TokenSource,
        patience: Patience,
        halt: Halt,
        watcher: Watcher,
    ) -> None:
        self._wanted = wanted
        self._gate = gate
        self._tokens = tokens
        self._patience = patience
        self._halt = halt
        self._watcher = watcher

    def fetch(self, file: RemoteFile, part: Part) -> None:
        """Bring what is missing of a file, until `part` is as long as it.

        Raises `Stopped`, `Offline`, `StorageError`, and when no attempt helps `NetworkError`,
        `HubError` or `DownloadError`; what came by then stays in the part.
        """
        failures = 0
        while part.length < file.size:
            before = part.length
            try:
                self._attempt(file, part)
                continue
            except Again as again:
                failure = again
            except Lasting as error:
                failure = Again(error, tries=2)  # soon told: a sign-in, a proxy, a wrong clock
            except NetworkError as error:
                failure = Again(error)
            except TimeoutError:
                failure = Again(stalled(file, self._patience.stall))
            failures = 0 if part.length - before >= _PROGRESS else failures + 1
            if failures >= (failure.tries or self._patience.tries):
                raise failure.error
            self._wait(failure, failures)

    def _wait(self, failure: Again, failures: int) -> None:
        patience = self._patience
        if failure.after is not None and failure.after > patience.longest_ask:
            raise waits_too_long(failure.error, failure.after)
        seconds = 0.0
        if failures:
            doubled = patience.first_wait * 2.0 ** (failures - 1)
            # Not all who were refused at once come back at once.
            seconds = min(doubled, patience.longest_wait) * random.uniform(0.75, 1.0)
        seconds = max(seconds, failure.after or 0.0)
        if seconds >= _LONG_SECONDS:
            self._watcher.troubled(failure.error)
        self._halt.wait(seconds)

    def _attempt(self, file: RemoteFile, part: Part) -> None:
        """Ask once, and keep what comes."""
        start = part.length
        with self._opened(file, start) as answer:
            skip = check_body(answer.status, answer.headers, file, start)
            most = _LEAST
            while part.length < file.size and (data := answer.read(most)):
                # What is on its way can still be read from a connection that was broken off.
                self._halt.check()
                self._gate.check()
                most = min(max(2 * len(data), _LEAST), _MOST)
                fresh = memoryview(data)[skip:]
                skip -= len(data) - len(fresh)
                if len(fresh) > file.size - part.length:
                    raise too_long(file)
                if fresh:
                    part.write(fresh)
                    self._watcher.arrived(len(fresh))
            if part.length < file.size:
                raise Again(_ended(answer.url))

    @contextmanager
    def _opened(self, file: RemoteFile, start: int) -> Iterator[Answer]:
        """The answer that holds the file from byte `start` on, behind all redirects."""
        wanted = self._wanted
        url = file_url(wanted.endpoint, wanted.repository, wanted.revision, file.path)
        for _ in range(REDIRECTS + 1):
            headers = headers_for(url, self._tokens)
            if start:
                headers["Range"] = f"bytes={start}-"
            self._gate.enter(host_of(url), "download")
            patience = self._patience
            with ask(
                url, headers, self._halt, connect=patience.connect, silence=patience.stall
            ) as answer:
                if answer.status not in _REDIRECTS:
                    check_status(answer.status, answer.headers, url, file, wanted)
                    yield answer
                    return
                if origin(url) == origin(wanted.endpoint):
                    check_pinned(answer.headers, file)
                url = redirected(url, answer.headers.get("location", ""))
        raise NetworkError(host_of(url), "it redirects without end")


def _ended(url: str) -> NetworkError:
    return NetworkError(host_of(url), "the connection ended in the middle")
