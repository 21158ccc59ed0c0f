"""Answers judged by their headers alone."""

import pytest

from engine.errors import DownloadError
from engine.hub.downloads.answers import Again, check_body, check_pinned
from engine.hub.records import RemoteFile

DIGEST = "ab" * 32
FILE = RemoteFile("m.gguf", 1000, DIGEST)


def ranged(text, **more):
    return {"content-range": text, **more}


@pytest.mark.parametrize(
    ("status", "headers", "start", "skip"),
    [
        (200, {"content-length": "1000"}, 0, 0),
        (200, {}, 0, 0),
        (200, {"content-length": "1000"}, 300, 300),
        (206, ranged("bytes 300-999/1000"), 300, 0),
        (206, {"content-range": "bytes 300-999/1000", "content-length": "700"}, 300, 0),
        (206, {"content-range": "bytes 300-399/1000", "content-length": "100"}, 300, 0),
        (200, {"content-type": "binary/octet-stream", "content-encoding": "identity"}, 0, 0),
    ],
)
def test_a_body_that_can_be_used(status, headers, start, skip):
    assert check_body(status, headers, FILE, start) == skip


@pytest.mark.parametrize(
    ("status", "headers", "start", "fault"),
    [
        (200, {"content-type": "text/html; charset=utf-8"}, 0, "page"),
        (206, {"content-type": "text/html"}, 300, "page"),
        (200, {"content-encoding": "gzip"}, 0, "range"),
        (200, {"content-length": "999"}, 0, "size"),
        (200, {"content-length": "700"}, 300, "size"),
        (206, {}, 300, "range"),
        (206, ranged("bytes 0-999/1000"), 300, "range"),
        (206, ranged("bytes 301-999/1000"), 300, "range"),
        (206, ranged("bytes 300-1000/1000"), 300, "range"),
        (206, ranged("bytes 300-200/1000"), 300, "range"),
        (206, ranged("bytes 300-999/*"), 300, "range"),
        (206, ranged("bytes 0-999/1000"), 0, "range"),
        (206, ranged("bytes 300-1999/2000"), 300, "size"),
        (206, {"content-range": "bytes 300-999/1000", "content-length": "600"}, 300, "size"),
        (206, {"content-type": "multipart/byteranges; boundary=x"}, 300, "range"),
    ],
)
def test_a_body_that_cannot(status, headers, start, fault):
    with pytest.raises(Again) as raised:
        check_body(status, headers, FILE, start)
    assert raised.value.error.values["fault"] == fault


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-linked-etag": f'"{DIGEST}"', "x-linked-size": "1000"},
        {"x-linked-etag": f'W/"{DIGEST.upper()}"'},
        {"x-linked-etag": '"0123456789"'},  # of a small file: no SHA-256
    ],
)
def test_the_file_that_was_pinned(headers):
    check_pinned(headers, FILE)


@pytest.mark.parametrize(
    "headers", [{"x-linked-etag": f'"{"cd" * 32}"'}, {"x-linked-size": "1001"}]
)
def test_another_file_than_was_pinned(headers):
    with pytest.raises(DownloadError) as raised:
        check_pinned(headers, FILE)
    assert raised.value.values["fault"] == "changed"
