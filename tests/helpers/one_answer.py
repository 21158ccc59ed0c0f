"""A server on this computer that gives one answer to everything, for hubs that are none.

with OneAnswer(b"[]") as endpoint:
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress


class OneAnswer:
    """Always the same 200; `asked` gets the requests as they came."""

    def __init__(
        self,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        asked: list[bytes] | None = None,
    ) -> None:
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n\r\n"
        self._answer = head.encode() + body
        self._asked = [] if asked is None else asked

    def __enter__(self) -> str:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        for connection in self._connections():
            with connection:
                self._asked.append(connection.recv(65536))
                with suppress(OSError):  # the client has read enough
                    connection.sendall(self._answer)

    def _connections(self) -> Iterator[socket.socket]:
        try:
            while True:
                yield self._socket.accept()[0]
        except OSError:
            return
