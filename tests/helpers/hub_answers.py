"""How the fake hub answers one request: pages of JSON, redirects, and ranges of files.

Knows the statuses, headers and words of huggingface.co as `huggingface_hub` 2.4 reads them.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import time
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec
from helpers.hub_faults import Fault
from helpers.hub_seen import Seen
from helpers.hub_shelf import HubFile, HubRepository

if TYPE_CHECKING:
    from helpers.fakehub import FakeHub

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CACHED = "/api/resolve-cache/models/"
PORTAL = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome</body></html>"


class Answers(BaseHTTPRequestHandler):
    """One connection, which may ask several times."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.hub: FakeHub = self.server.hub  # type: ignore[attr-defined]
        self.hub.hold(self.connection)

    def finish(self) -> None:
        self.hub.release(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: `FakeHub.requests` is the log."""

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._seen = Seen(self.command, headers.get("host", ""), self.path, headers)
        if not self.path.startswith("/_fake/"):
            self.hub.saw(self._seen)
        self._answer()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """What `HubProcess` asks for."""
        self._seen = Seen(self.command, "", self.path, {})
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/_fake/fault":
            self.hub.faults.add(msgspec.json.decode(body, type=Fault))
        elif self.path == "/_fake/clear":
            self.hub.faults.clear()
        self._json({})

    def _answer(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path == "/_fake/requests":
            self._json([asdict(seen) for seen in self.hub.requests])
        elif path == "/login":
            self._page(PORTAL, "text/html; charset=utf-8")
        elif path.startswith("/cdn/"):
            self._storage(path)
        elif self._spoiled(self.hub.faults.take("hub", path)):
            pass
        elif path == "/api/models":
            self._search(parse_qs(url.query))
        elif path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"), parse_qs(url.query))
        elif "/resolve/" in path or path.startswith(_CACHED):
            self._resolve(path)
        else:
            self._refused(404, "", "Sorry, we can't find the page you are looking for.")

    # Pages.

    def _search(self, query: dict[str, list[str]]) -> None:
        words = " ".join(query.get("search", [])).lower().split()
        filters = set(query.get("filter", []))
        found = [
            repository
            for repository in self.hub.repositories()
            if all(word in repository.id.lower() for word in words)
            and filters <= set(repository.all_tags())
            and (not repository.private or self._member())
        ]
        order = query.get("sort", ["likes"])[0]
        if order in ("downloads", "likes"):
            found.sort(key=lambda repository: -int(getattr(repository, order)))
        limit = int(query.get("limit", ["1000"])[0])
        skip = int(query.get("cursor", ["0"])[0])
        page = [
            repository.listed(
                query.get("expand", []), full="full" in query, card="cardData" in query
            )
            for repository in found[skip : skip + limit]
        ]
        more = {}
        if skip + limit < len(found):
            rest = re.sub(r"&?cursor=\d+", "", urlsplit(self.path).query)
            link = f"{self.hub.endpoint}/api/models?{rest}&cursor={skip + limit}"
            more = {"Link": f'<{link}>; rel="next"'}
        self._json(page, **more)

    def _info(self, path: str, query: dict[str, list[str]]) -> None:
        id_, _, revision = path.partition("/revision/")
        repository = self._visible(id_)
        if repository is None:
            return
        if revision not in ("", "main", repository.revision):
            self._refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return
        described = repository.described(files=True, blobs="blobs" in query)
        self._json(repository.expanded(query["expand"]) if "expand" in query else described)

    def _visible(self, id_: str) -> HubRepository | None:
        """The repository, or None after it was said why it is not there."""
        token = self._token()
        repository = self.hub.repository(id_)
        if token and token not in self.hub.tokens:
            self._refused(401, "", "Invalid credentials in Authorization header")
            return None
        if repository is None or (repository.private and not self._member()):
            # A visitor is not told whether there is such a repository.
            self._refused(404 if token else 401, "RepoNotFound", "Repository not found")
            return None
        return repository

    def _token(self) -> str:
        return str(self.headers.get("authorization", "")).removeprefix("Bearer ")

    def _member(self) -> bool:
        return self._token() in self.hub.members

    # Files.

    def _resolve(self, path: str) -> None:
        cached = path.startswith(_CACHED)
        if cached:
            owner, short, revision, name = path.removeprefix(_CACHED).split("/", 3)
            id_ = f"{owner}/{short}"
        else:
            id_, _, rest = path.strip("/").partition("/resolve/")
            revision, _, name = rest.partition("/")
        repository = self._visible(id_)
        if repository is None or not self._allowed(repository):
            return
        if revision not in ("main", repository.revision):
            self._refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return
        file = repository.files.get(name)
        if file is None:
            self._refused(404, "EntryNotFound", "Entry not found")
            return
        if cached:
            self._send_file(file, path, "hub")
            return
        commit = repository.revision
        if not file.lfs:
            place = f"{_CACHED}{id_}/{commit}/{quote(name)}"
            self._redirect(307, place, {"X-Repo-Commit": commit})
            return
        place = f"{self.hub.storage}/cdn/{quote(id_)}/{commit}/{quote(name)}?Signature=a1b2c3"
        about = {
            "X-Repo-Commit": commit,
            "X-Linked-Size": str(file.size),
            "X-Linked-ETag": f'"{file.sha256}"',
            "Accept-Ranges": "bytes",
        }
        self._redirect(302, place, about)

    def _allowed(self, repository: HubRepository) -> bool:
        """Whether a gated repository gives its files to this visitor; else it was said why not."""
        if not repository.gated or self._member():
            return True
        name = repository.id
        if not self._token():
            self._refused(
                401,
                "GatedRepo",
                f"Access to model {name} is restricted. You must have access to it and be"
                " authenticated to access it. Please log in.",
            )
        else:
            self._refused(
                403,
                "GatedRepo",
                f"Access to model {name} is restricted and you are not in the authorized list."
                f" Visit https://huggingface.co/{name} to ask for access.",
            )
        return False

    def _storage(self, path: str) -> None:
        owner, name, commit, rest = path.removeprefix("/cdn/").split("/", 3)
        repository = self.hub.repository(f"{owner}/{name}")
        file = repository.files.get(rest) if repository else None
        if repository is None or file is None or repository.revision != commit:
            self._refused(404, "", "NoSuchKey")
        else:
            self._send_file(file, path, "cdn")

    def _send_file(self, file: HubFile, path: str, where: str) -> None:
        start, end = self._range(file)
        faults = self.hub.faults.take(where, path, start, end)
        if self._spoiled(faults):
            return
        kinds = {fault.kind: fault for fault in faults}
        data: Any = memoryview(file.data)
        tag = file.sha256 if file.lfs else file.oid
        if "etag" in kinds:
            tag = tag[::-1]
        if "short" in kinds:
            data = data[: kinds["short"].at]
            end = min(end, len(data))
        if start >= len(data) > 0:
            self._empty(416, {"Content-Range": f"bytes */{len(data)}"})
            return
        if self.headers.get("if-range", f'"{tag}"') != f'"{tag}"' or "ignored_range" in kinds:
            start, end = 0, len(data)
        said = shown = start, end
        if "other_range" in kinds:
            shown = said = 0, end - start
        if "lying_range" in kinds:
            said = 0, end - start
        partial = shown != (0, len(data)) or "other_range" in kinds or "lying_range" in kinds
        extra = kinds["size"].at if "size" in kinds else 0
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(said[1] - said[0] + extra),
            "ETag": f'"{tag}"',
            "Accept-Ranges": "bytes",
        }
        if where == "hub":
            headers["X-Repo-Commit"] = path.removeprefix(_CACHED).split("/")[2]
        if partial:
            headers["Content-Range"] = f"bytes {shown[0]}-{shown[1] - 1}/{len(data) + extra}"
        self._head(206 if partial else 200, headers)
        if self.command == "GET":
            self._send(data, *said, kinds)
        if extra:
            self.close_connection = True

    def _range(self, file: HubFile) -> tuple[int, int]:
        """What is asked for, from and to before; the whole file where nothing is."""
        match = _RANGE.fullmatch(self.headers.get("range", ""))
        if not match or match[1] == match[2] == "":
            return 0, file.size
        if not match[1]:
            return max(file.size - int(match[2]), 0), file.size
        return int(match[1]), min(int(match[2]) + 1, file.size) if match[2] else file.size

    def _send(self, data: Any, start: int, end: int, kinds: dict[str, Fault]) -> None:
        stop = end
        stalled = kinds.get("stall")
        for kind in ("drop", "reset", "stall"):
            if kind in kinds:
                stop = min(stop, kinds[kind].at)
        if "drop_every" in kinds:
            stop = min(stop, start + kinds["drop_every"].at)
        flip = kinds["flip"].at if "flip" in kinds else -1
        begin, at = time.monotonic(), start
        while at < stop and not self.hub.closing.is_set():
            until = min(at + _PIECE, stop)
            piece: Any = data[at:until]
            if at <= flip < until:
                piece = bytearray(piece)
                piece[flip - at] ^= 0x10
            self._seen.sent += until - at
            self.connection.sendall(piece)
            at = until
            if self.hub.rate:
                ahead = (at - start) / self.hub.rate - (time.monotonic() - begin)
                if ahead > 0:
                    self.hub.closing.wait(ahead)
        if stalled:
            self.hub.closing.wait(stalled.seconds)
        if stop < end:
            self._break(torn="reset" in kinds)

    # Pieces of answers.

    def _spoiled(self, faults: tuple[Fault, ...]) -> bool:
        """Whether one of the faults was the whole answer."""
        for fault in faults:
            if fault.kind == "wait":
                self.hub.closing.wait(fault.seconds)
            elif fault.kind == "status":
                after = {"Retry-After": fault.retry_after} if fault.retry_after else {}
                self._refused(fault.status, "", "", **after)
                return True
            elif fault.kind == "page":
                self._page(PORTAL, "text/html; charset=utf-8")
                return True
            elif fault.kind == "login":
                self._redirect(302, f"{self.hub.storage}/login", {})
                return True
            elif fault.kind == "drop" and fault.where == "hub":
                self._break(torn=False)
                return True
        return False

    def _json(self, value: Any, **headers: str) -> None:
        self._page(json.dumps(value).encode(), "application/json; charset=utf-8", **headers)

    def _page(self, body: bytes, kind: str, **headers: str) -> None:
        self._head(200, {"Content-Type": kind, "Content-Length": str(len(body)), **headers})
        self._body(body)

    def _refused(self, status: int, code: str, message: str, **headers: str) -> None:
        """As the hub refuses: the reason in headers, and again in the body."""
        body = json.dumps({"error": message}).encode() if message else b""
        if message:
            headers["X-Error-Message"] = message
        if code:
            headers["X-Error-Code"] = code
        kind = {"Content-Type": "application/json; charset=utf-8"}
        self._head(status, {**kind, **headers, "Content-Length": str(len(body))})
        self._body(body)

    def _redirect(self, status: int, place: str, headers: dict[str, str]) -> None:
        body = f"Found. Redirecting to {place}".encode()
        about = {"Content-Type": "text/plain", "Content-Length": str(len(body)), **headers}
        self._head(status, {"Location": place, **about})
        self._body(body)

    def _empty(self, status: int, headers: dict[str, str]) -> None:
        self._head(status, {"Content-Length": "0", **headers})

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self._seen.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _body(self, body: bytes) -> None:
        if self.command != "HEAD":
            self._seen.sent += len(body)
            self.wfile.write(body)

    def _break(self, *, torn: bool) -> None:
        """End the connection in the middle: what was sent arrives, unless it is `torn` down."""
        self.close_connection = True
        if torn:
            now = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.rfile.close()
            self.connection.close()
