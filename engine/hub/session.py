"""The connection to the hub that `huggingface_hub` and our own reading of ranges share.

Every hop of every call passes here: the gate is asked, the token goes to its own host only, a
refusal becomes an error of ours, and nothing is remembered of the user. Import it inside functions:
it loads huggingface_hub. Importing it makes that library use this connection, and silences what it
would send of its own accord (telemetry, the token file of other programs).
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import httpx2
from huggingface_hub import constants, set_client_factory

from engine.errors import NetworkError
from engine.hub.gate import Gate
from engine.hub.http import (
    CONNECT_SECONDS,
    REDIRECTS,
    SILENCE_SECONDS,
    TokenSource,
    bad_proxy,
    host_of,
    is_loopback,
    is_page,
    redirected,
    refusal,
    unreachable,
    user_agent,
)

_MOST: Final = 32 << 20
"""Bytes of one answer: far more than any page of the hub, and too few to fill the memory."""
_WHOLE_SECONDS: Final = 120.0
_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_ERRNO: Final = re.compile(r"^\[[^\]]*\] ")


@dataclass(frozen=True, slots=True)
class Visit:
    """One question to the hub: for what it is asked, and what an error names."""

    gate: Gate
    tokens: TokenSource
    endpoint: str
    repo_id: str
    name: str
    purpose: str


_visit: ContextVar[Visit] = ContextVar("puna_hub_visit")


@contextmanager
def visiting(visit: Visit) -> Iterator[None]:
    """Calls within are of this visit; without one, nothing can be asked at all."""
    before = _visit.set(visit)
    try:
        yield
    finally:
        _visit.reset(before)


class _Client(httpx2.Client):
    """Failures of a connection become ours here, before the library tries again and again."""

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:  # noqa: ANN401 - the base class's
        # The library asks without any limit of time, whatever the client was made with.
        limits = httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
        request.extensions = {**request.extensions, "timeout": limits.as_dict()}
        try:
            return super().send(request, **options)
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise network_error(str(request.url), error) from error
        finally:
            self.cookies.clear()


class _Watched(httpx2.SyncByteStream):
    """A body that ends where the gate is shut, where it grows too long, or takes too long."""

    def __init__(self, stream: httpx2.SyncByteStream, gate: Gate, url: str) -> None:
        self._stream, self._gate, self._url = stream, gate, url

    def __iter__(self) -> Iterator[bytes]:
        until, count = time.monotonic() + _WHOLE_SECONDS, 0
        for piece in self._stream:
            self._gate.check()
            count += len(piece)
            if count > _MOST:
                raise NetworkError(host_of(self._url), "its answer does not end")
            if time.monotonic() > until:
                raise NetworkError(host_of(self._url), "its answer takes too long")
            yield piece

    def close(self) -> None:
        self._stream.close()


def _enter(request: httpx2.Request) -> None:
    visit, url = _visit.get(), str(request.url)
    if request.url.scheme != "https" and not is_loopback(request.url.host):
        raise NetworkError(host_of(url), "it is not an encrypted address")
    visit.gate.enter(host_of(url), visit.purpose)
    request.headers["User-Agent"] = user_agent()
    request.headers.pop("Cookie", None)
    request.headers.pop("Authorization", None)
    if token := visit.tokens.for_host(url):
        request.headers["Authorization"] = f"Bearer {token}"


def _judge(response: httpx2.Response) -> None:
    visit, url = _visit.get(), str(response.request.url)
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _Watched(response.stream, visit.gate, url)
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.has_redirect_location:
        redirected(url, headers.get("location", ""))
    elif not response.is_success:
        about = {"name": visit.name, "endpoint": visit.endpoint, "repo_id": visit.repo_id}
        raise refusal(response.status_code, headers, url, **about)
    elif is_page(headers):
        raise page_error(url)


def page_error(url: str) -> NetworkError:
    """What it means that a web page came instead of an answer."""
    return NetworkError(
        host_of(url),
        "a web page came instead of its answer",
        "If this network asks you to sign in, do so in a browser; else check the hub's address.",
    )


def network_error(url: str, error: Exception) -> NetworkError:
    """The failure of a connection as an error of ours, in the system's words."""
    if isinstance(error, httpx2.TimeoutException):
        return NetworkError(host_of(url), "it does not answer")
    if isinstance(error, httpx2.TooManyRedirects):
        return NetworkError(host_of(url), "it redirects in a circle")
    if isinstance(error, httpx2.ProxyError):
        return NetworkError("the proxy", _ERRNO.sub("", str(error)) or "it refused")
    if isinstance(error, httpx2.RemoteProtocolError):
        return NetworkError(host_of(url), "the connection broke off")
    return unreachable(url, OSError(_ERRNO.sub("", str(error)) or "the connection broke off"))


def _client() -> httpx2.Client:
    try:
        return _Client(
            event_hooks={"request": [_enter], "response": [_judge]},
            follow_redirects=True,
            max_redirects=REDIRECTS,
            # What is on this computer is not asked through a proxy.
            mounts=dict.fromkeys(_LOOPBACK),
        )
    except (httpx2.InvalidURL, ValueError, ImportError):  # of a proxy: no address, or of no kind
        raise bad_proxy() from None


# It tells every address: what is searched for, and signed ones that anybody could use.
logging.getLogger("httpx2").setLevel(logging.WARNING)
constants.HF_HUB_DISABLE_TELEMETRY = True
constants.HF_HUB_DISABLE_IMPLICIT_TOKEN = True
set_client_factory(_client)
