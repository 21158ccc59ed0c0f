"""A hub of models on this computer, for tests: it searches, describes, redirects and serves ranges
as huggingface.co does, and goes wrong where a test wants it to (`helpers.hub_faults`).

The hub is `http://127.0.0.1:PORT`; large files are redirected to `http://localhost:PORT`, so to
another host name, as the real one redirects to its storage. Every request is kept with its headers.
`FakeHub` runs in threads of the test, `HubProcess` in a process of its own.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import ProxyHandler, Request, build_opener

import msgspec
from helpers.hub_answers import Answers
from helpers.hub_faults import Fault, Faults
from helpers.hub_seen import Seen
from helpers.hub_shelf import Content, HubRepository, file_of


class FakeHub:
    """The hub, in threads. Use it in a `with` statement; `rate` in bytes a second, 0 for no limit.

    `tokens`: those that are valid; `members`: those of them that were let into gated and private
    repositories.
    """

    def __init__(
        self, *, rate: float = 0, tokens: Sequence[str] = (), members: Sequence[str] = ()
    ) -> None:
        self.rate = rate
        self.tokens = {*tokens, *members}
        self.members = set(members)
        self.faults = Faults()
        self.closing = threading.Event()
        self._repositories: dict[str, HubRepository] = {}
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._open: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", 0), Answers)
        self._server.hub = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def storage(self) -> str:
        """Where large files really are: another host name."""
        return f"http://localhost:{self.port}"

    def add(self, id_: str, files: Mapping[str, Content], **about: Any) -> HubRepository:
        """A repository with these files; `about` are the other fields of `HubRepository`. One that
        is there already is replaced."""
        made = {path: file_of(path, content) for path, content in files.items()}
        self._repositories[id_] = HubRepository(id_, made, **about)
        return self._repositories[id_]

    def repository(self, id_: str) -> HubRepository | None:
        return self._repositories.get(id_)

    def repositories(self) -> Sequence[HubRepository]:
        return tuple(self._repositories.values())

    def fault(self, kind: Any, **about: Any) -> None:
        """Let something go wrong: the fields of `helpers.hub_faults.Fault`."""
        self.faults.add(Fault(kind, **about))

    @property
    def requests(self) -> Sequence[Seen]:
        with self._lock:
            return tuple(self._seen)

    def forget_requests(self) -> None:
        with self._lock:
            self._seen.clear()

    @property
    def sent(self) -> int:
        """Bytes of all bodies sent until now."""
        return sum(seen.sent for seen in self.requests)

    def saw(self, seen: Seen) -> None:
        with self._lock:
            self._seen.append(seen)

    def hold(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)
        if self.closing.is_set():  # it came while the others were being closed
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def release(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def start(self) -> Self:
        self._thread.start()
        return self

    def close(self) -> None:
        """End it: what is being sent breaks off, and no thread stays."""
        self.closing.set()
        self._server.shutdown()
        with self._lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with suppress(OSError):  # its client was faster
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    # Threads are waited for in server_close, so that a test leaves none behind.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64
    hub: FakeHub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault; anything else must be seen."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class HubProcess:
    """The same hub as a process of its own, for measurements. Files are given by path only."""

    def __init__(
        self,
        repositories: Mapping[str, Mapping[str, Path]],
        *,
        rate: float = 0,
        about: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._spec = {
            "rate": rate,
            "repositories": {
                id_: {"files": {name: str(path) for name, path in files.items()}}
                | {"about": dict((about or {}).get(id_, {}))}
                for id_, files in repositories.items()
            },
        }
        self._opener = build_opener(ProxyHandler({}))
        self.endpoint = ""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "helpers.fakehub"]
        tests = Path(__file__).resolve().parent.parent
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tests
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(self._spec).encode() + b"\n")
        self._process.stdin.flush()
        self.endpoint = self._process.stdout.readline().decode().strip()
        assert self.endpoint, "the hub did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()  # the end of its input ends it
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()

    def fault(self, kind: Any, **about: Any) -> None:
        self._call("fault", msgspec.json.encode(Fault(kind, **about)))

    def clear_faults(self) -> None:
        self._call("clear", b"{}")

    @property
    def requests(self) -> Sequence[Seen]:
        return [Seen(**item) for item in self._call("requests", None)]

    @property
    def sent(self) -> int:
        return sum(seen.sent for seen in self.requests)

    def _call(self, name: str, body: bytes | None) -> Any:
        request = Request(f"{self.endpoint}/_fake/{name}", body)
        with self._opener.open(request, timeout=10) as answer:
            return json.load(answer)


def _serve() -> None:
    spec = json.loads(sys.stdin.buffer.readline())
    with FakeHub(rate=spec["rate"]) as hub:
        for id_, repository in spec["repositories"].items():
            files = {name: Path(path) for name, path in repository["files"].items()}
            hub.add(id_, files, **repository["about"])
        sys.stdout.write(f"{hub.endpoint}\n")
        sys.stdout.flush()
        sys.stdin.buffer.read()


if __name__ == "__main__":
    _serve()
