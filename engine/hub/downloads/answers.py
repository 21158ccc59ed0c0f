"""Whether an answer is the file that was asked for, judged by its headers.

A server that sends other bytes than it says, a sign-in page, a file that was changed: all must be
seen before a byte is kept. Knows no connection.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import DownloadError, HubError, PunaError
from engine.hub.downloads.records import Wanted
from engine.hub.http import content_range, count_of, is_busy, is_page, origin, refusal, retry_after
from engine.hub.records import RemoteFile

_LATER = "Try again later."
_SIGN_IN = "Open a web page in a browser; sign in if the network asks for it, then try again."


class Again(Exception):
    """The attempt failed in a way that another one may not. `error` is raised when none helped;
    `after`: seconds that the server asks to wait; `tries`: how many attempts at most, 0 for as
    many as usual."""

    def __init__(self, error: PunaError, after: float | None = None, tries: int = 0) -> None:
        super().__init__(error.message)
        self.error = error
        self.after = after
        self.tries = tries


def changed(file: RemoteFile) -> DownloadError:
    """The file on the hub is another one now."""
    return DownloadError(
        "changed", file.path, "the hub has another file there now", "Open the repository again."
    )


def check_pinned(headers: Mapping[str, str], file: RemoteFile) -> None:
    """Raise `DownloadError` where the hub, in its redirect, names another file than the pinned one.

    X-Linked-Etag is the SHA-256 of a large file, X-Linked-Size its bytes.
    """
    digest, size = headers.get("x-linked-etag", ""), headers.get("x-linked-size", "")
    named = digest.removeprefix("W/").strip('"').lower()
    if file.sha256 and len(named) == 64 and named != file.sha256.lower():
        raise changed(file)
    if count_of(size) not in (None, file.size):
        raise changed(file)


def check_status(
    status: int, headers: Mapping[str, str], url: str, file: RemoteFile, wanted: Wanted
) -> None:
    """Raise what an answer that is no success means: `Again` where it may be another soon."""
    if status in (200, 206):
        return
    if status == 416:
        raise Again(_wrong("size", file, "the hub's file ends before that place"), tries=2)
    name = f"{wanted.repository}/{file.path}"
    error = refusal(
        status, headers, url, name=name, endpoint=wanted.endpoint, repo_id=wanted.repository
    )
    if is_busy(status):
        raise Again(error, retry_after(headers))
    if origin(url) != origin(wanted.endpoint):
        raise Again(error, tries=3)  # a signed address that ran out: the hub gives a new one
    raise error


def check_body(status: int, headers: Mapping[str, str], file: RemoteFile, start: int) -> int:
    """How many bytes of the body come before byte `start` of the file, which was asked for.

    Raises `Again` for a body that cannot be the file from there on.
    """
    if is_page(headers):
        raise Again(_wrong("page", file, "a web page came instead", _SIGN_IN), tries=2)
    if headers.get("content-encoding", "identity") != "identity":
        raise Again(_wrong("range", file, "it came packed, which was not asked for"), tries=2)
    begin, end = 0, file.size
    if status == 206:
        span = content_range(headers)
        if span is None or start == 0 or span[0] != start or not start <= span[1] < span[2]:
            reason = "the server sent another part than was asked for"
            raise Again(_wrong("range", file, reason), tries=3)
        begin, end = start, span[1] + 1
        if span[2] != file.size:
            raise Again(_sizes(file, span[2]), tries=2)
    length = count_of(headers.get("content-length", ""))
    if length not in (None, end - begin):
        raise Again(_sizes(file, begin + (length or 0)), tries=2)
    return start - begin


def too_long(file: RemoteFile) -> Again:
    """More came than the file has."""
    return Again(_wrong("size", file, "more came than the file has"), tries=2)


def wrong_digest(file: RemoteFile) -> DownloadError:
    """All came, twice, and it is not the file."""
    return DownloadError(
        "digest",
        file.path,
        "what arrived is not the file on the hub, and not at the second try either",
        "Try another network, or later; tell the repository's owner if it stays so.",
    )


def stalled(file: RemoteFile, seconds: float) -> DownloadError:
    """Nothing comes any more."""
    reason = f"nothing came any more for {seconds:.0f} seconds"
    return DownloadError("stalled", file.path, reason, "Check the connection, then resume.")


def waits_too_long(error: PunaError, seconds: float) -> PunaError:
    """The server asks to wait for longer than anybody should sit before a window."""
    name = str(error.values.get("name", error.values.get("host", "")))
    reason = f"it asks to wait for {seconds / 60:.0f} minutes"
    return HubError("busy", name, reason, "Resume the download after that time.")


def _wrong(fault: str, file: RemoteFile, reason: str, advice: str = _LATER) -> DownloadError:
    return DownloadError(fault, file.path, reason, advice)


def _sizes(file: RemoteFile, size: int) -> DownloadError:
    return _wrong("size", file, f"it has {size:,} bytes there, {file.size:,} were announced")
