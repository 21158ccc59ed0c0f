"""One connection to a host that can be broken off at any moment from another thread.

Plain or TLS, through a proxy where the environment names one; HTTP/1.1 by the standard library.
Knows nothing of models or of the hub.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from engine.files import Stopped
from engine.hub.http import Lasting, host_of, proxy_for, unreachable

_LONGEST_HEAD: Final = 16 << 10
_SHORTEST_TRY: Final = 3.0


class Halt:
    """Stops one download from any thread: what it waits for ends at once."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._held: socket.socket | None = None

    def __call__(self) -> bool:
        """Whether it was stopped."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Break off what is under way. Never waits."""
        with self._lock:
            self._stopped.set()
            if self._held is not None:
                _shut(self._held)

    def check(self) -> None:
        """Raise `Stopped` where it was stopped."""
        if self._stopped.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Sleep, unless it was stopped. Raises `Stopped`."""
        if self._stopped.wait(seconds):
            raise Stopped

    @contextmanager
    def holding(self, connection: socket.socket) -> Iterator[None]:
        """A connection that `stop` breaks off, in the block."""
        # A duplicate: TLS takes the socket over, and both end the same connection.
        with closing(connection.dup()) as held:
            with self._lock:
                self._held = held
                if self._stopped.is_set():
                    _shut(held)
            try:
                yield
            finally:
                with self._lock:
                    self._held = None


class Answer:
    """What a host answers: `headers` by lower-case name, then the body piece by piece."""

    def __init__(self, url: str, response: http.client.HTTPResponse, halt: Halt) -> None:
        self.url = url
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self._response = response
        self._halt = halt

    def read(self, most: int) -> bytes:
        """What comes next, up to `most` bytes; empty at the end.

        Raises `NetworkError`, `TimeoutError` where nothing comes, and `Stopped`.
        """
        with _told(self.url, self._halt):
            return self._response.read1(most)


@contextmanager
def ask(
    url: str, headers: Mapping[str, str], halt: Halt, *, connect: float, silence: float
) -> Iterator[Answer]:
    """GET `url`, without following redirects; the connection ends with the block.

    `connect` and `silence`: seconds to be reached in, and to say nothing for. Raises
    `NetworkError`, `TimeoutError` where nothing comes, and `Stopped`.
    """
    parts = urlsplit(url)
    proxy = proxy_for(url)
    with _told(url, halt):
        introduced = _proxy_headers(proxy) if proxy else {}
        raw = _dial(urlsplit(proxy or url), connect, halt)
    with closing(raw), halt.holding(raw):
        with _told(url, halt):
            raw.settimeout(silence)
            if proxy and parts.scheme == "https":
                _tunnel(raw, parts, introduced)
            wire = _secured(raw, parts) if parts.scheme == "https" else raw
        connection = http.client.HTTPConnection(parts.hostname or "")
        connection.sock = wire
        with closing(wire), closing(connection):
            with _told(url, halt):
                target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
                sent = {"Host": parts.netloc, **headers, "Connection": "close"}
                if proxy and parts.scheme == "http":
                    target = url
                    sent |= introduced
                connection.request("GET", target, headers=sent)
                response = connection.getresponse()
            with closing(response):
                yield Answer(url, response, halt)


@contextmanager
def _told(url: str, halt: Halt) -> Iterator[None]:
    """What the network does to us, in errors of ours."""
    try:
        yield
    except TimeoutError:
        halt.check()
        raise
    except ssl.SSLCertVerificationError as error:
        halt.check()
        raise Lasting(
            host_of(url),
            f"its certificate is not valid ({error.verify_message})",
            "Sign in to the network if it asks for that, and check this computer's clock.",
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        halt.check()
        raise unreachable(url, error) from error


def _dial(place: SplitResult, seconds: float, halt: Halt) -> socket.socket:
    """A connection to the host, by whichever of its addresses answers."""
    port = place.port or (443 if place.scheme == "https" else 80)
    found = socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)
    failure: OSError = OSError("it has no address")
    for family, kind, protocol, _, address in found:
        halt.check()
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(max(seconds / len(found), min(seconds, _SHORTEST_TRY)))
        try:
            with halt.holding(connection):
                connection.connect(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            connection.close()
            failure = OSError("it does not answer") if isinstance(error, TimeoutError) else error
            continue
        return connection
    raise failure


def _secured(raw: socket.socket, parts: SplitResult) -> socket.socket:
    """TLS to the host itself."""
    import truststore  # the certificates that the system trusts, on every system

    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context.wrap_socket(raw, server_hostname=parts.hostname)


def _tunnel(raw: socket.socket, parts: SplitResult, introduced: Mapping[str, str]) -> None:
    """Have the proxy connect to the host."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    place = f"{host}:{parts.port or 443}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    lines += [f"{name}: {value}" for name, value in introduced.items()]
    raw.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    head = b""
    while not head.endswith(b"\r\n\r\n"):  # byte by byte: what follows belongs to TLS
        byte = raw.recv(1)
        head += byte
        if not byte or len(head) > _LONGEST_HEAD:
            raise OSError("the proxy gives no answer that can be understood")
    status = head.split(maxsplit=2)[1:2]
    if status == [b"407"]:
        raise Lasting(
            "the proxy", "it asks for a name and a password", "Set them in the proxy variable."
        )
    if status != [b"200"]:
        said = b"".join(status).decode("ascii", "replace")
        raise OSError(f"the proxy refuses to connect (status {said})")


def _proxy_headers(proxy: str) -> dict[str, str]:
    """What a proxy must hear to serve us; never what is behind it."""
    parts = urlsplit(proxy)
    if parts.scheme != "http":
        reason = f"downloads cannot use one of the kind {parts.scheme}"
        raise Lasting("the proxy", reason, "Name one whose address begins with http://.")
    if parts.username is None:
        return {}
    secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(secret).decode()}"}


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # not connected yet, or no longer
        connection.shutdown(socket.SHUT_RDWR)
