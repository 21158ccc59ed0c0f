"""Bytes of a file on the hub, by range: for its header, long before the file is downloaded.

Trusts no answer: each must have exactly the bytes that were asked for, of a file of the size the
hub told. Knows nothing of GGUF. Imports the HTTP library: import it inside functions.
"""

from __future__ import annotations

import time
from typing import Final

import httpx2
from huggingface_hub import get_session

from engine.errors import DownloadError, HubError, NetworkError
from engine.hub.http import content_range
from engine.hub.session import Visit, network_error, visiting

_TRIES: Final = 3
_TRYING_SECONDS: Final = 20.0
"""After a silence longer than this, a further try would only be another wait."""


class RemoteFileBytes:
    """One file of `size` bytes at `url`, which the hub redirects to its storage."""

    def __init__(self, url: str, size: int, visit: Visit) -> None:
        self._url = self._place = url
        self._size = size
        self._visit = visit

    def fetch(self, start: int, count: int) -> bytes:
        """The bytes from `start` on. Tries again where a connection breaks, and where the storage
        no longer knows the address that it was redirected to.

        Raises `NetworkError`, `HubError`, `DownloadError`, `Offline`.
        """
        end = min(start + count, self._size)
        until = time.monotonic() + _TRYING_SECONDS
        for attempt in range(_TRIES):
            try:
                return self._ask(start, end)
            except NetworkError:
                if attempt == _TRIES - 1 or time.monotonic() > until:
                    raise
            except HubError as error:
                moved = self._place != self._url and error.values["fault"] == "busy"
                if not moved or attempt == _TRIES - 1:
                    raise
            self._place = self._url
        raise AssertionError("the last try returns or raises")

    def _ask(self, start: int, end: int) -> bytes:
        asked = {"Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
        with (
            visiting(self._visit),
            get_session().stream("GET", self._place, headers=asked) as response,
        ):
            self._check(response, start, end)
            url = str(response.url)
            try:
                data = self._read(response, end - start)
            except httpx2.RequestError as error:
                raise network_error(url, error) from error
        # The storage's own address is asked from now on: half the requests, and no limit of calls.
        self._place = url
        return data

    def _check(self, response: httpx2.Response, start: int, end: int) -> None:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status_code == 200 and start == 0:
            said = headers.get("content-length", "")
            if said and said != str(self._size):
                raise self._refused("size", f"it has {said} bytes, not {self._size:,}")
        elif response.status_code != 206:
            raise self._refused("range", "the server does not send parts of files")
        elif content_range(headers) != (start, end - 1, self._size):
            raise self._refused("range", "the server sends another part than was asked for")

    def _read(self, response: httpx2.Response, count: int) -> bytes:
        """The first `count` bytes of the body; what follows is not read."""
        data = bytearray()
        for piece in response.iter_raw():
            data += piece
            if len(data) >= count:
                break
        if len(data) < count:
            raise self._refused("size", f"{count - len(data):,} bytes are missing")
        return bytes(data[:count])

    def _refused(self, fault: str, reason: str) -> DownloadError:
        advice = "Try again later, or set another address for the hub."
        return DownloadError(fault, self._visit.name, reason, advice)
