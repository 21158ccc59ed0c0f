"""The hub of the tests goes wrong as it says: else the tests of downloads would prove nothing."""

import http.client
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from helpers.fakehub import FakeHub, HubProcess

DATA = bytes(range(256)) * 4096  # 1 MiB
ASKED = 1000, 600_000


@pytest.fixture
def hub():
    with FakeHub() as hub:
        hub.add("o/n", {"m.gguf": DATA})
        yield hub


def get(hub, span=ASKED, **headers: str):
    """Status, headers and body, or the error; the body as far as it came."""
    if span:
        headers["Range"] = f"bytes={span[0]}-{span[1] - 1}"
    url = f"{hub.endpoint}/o/n/resolve/main/m.gguf"
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(Request(url, headers=headers), timeout=10) as answer:
            try:
                return answer.status, answer.headers, answer.read()
            except http.client.IncompleteRead as error:
                return answer.status, answer.headers, error.partial
    except HTTPError as error:
        error.close()
        return error
    except OSError as error:
        return error


def test_a_range(hub):
    status, headers, body = get(hub)
    assert (status, body) == (206, DATA[slice(*ASKED)])
    assert headers["Content-Range"] == f"bytes 1000-599999/{len(DATA)}"
    assert headers["ETag"] == f'"{hub.repository("o/n").files["m.gguf"].sha256}"'
    assert get(hub, None)[2] == DATA


def test_a_condition_on_the_file(hub):
    tag = get(hub)[1]["ETag"]
    assert get(hub, **{"If-Range": tag})[0] == 206
    assert get(hub, **{"If-Range": '"other"'})[0] == 200


def test_a_range_behind_the_end(hub):
    assert get(hub, (len(DATA), len(DATA) + 1)).code == 416


def test_it_redirects_to_another_host_name(hub):
    get(hub)
    assert [seen.to_hub for seen in hub.requests] == [True, False]
    assert [seen.status for seen in hub.requests] == [302, 206]
    assert hub.sent == hub.requests[0].sent + ASKED[1] - ASKED[0]


@pytest.mark.parametrize("kind", ["drop", "stall"])
def test_a_break_at_a_place(hub, kind):
    hub.fault(kind, at=300_000, seconds=0.1)
    assert get(hub)[2] == DATA[1000:300_000]
    assert get(hub)[2] == DATA[slice(*ASKED)]


def test_breaks_are_taken_one_by_one_in_their_order(hub):
    for place in (500_000, 2000, 900_000):
        hub.fault("drop", at=place)
    assert [len(get(hub)[2]) for _ in range(3)] == [1000, 499_000, 599_000]
    assert len(hub.faults.waiting()) == 1


def test_a_reset(hub):
    hub.fault("reset", at=300_000)
    assert isinstance(get(hub), ConnectionResetError)


def test_a_break_after_every_so_many_bytes(hub):
    hub.fault("drop_every", at=1000, times=2)
    assert [len(get(hub)[2]) for _ in range(3)] == [1000, 1000, 599_000]


def test_a_flipped_bit(hub):
    hub.fault("flip", at=5000)
    pairs = zip(get(hub)[2], DATA[1000:], strict=False)
    wrong = [place for place, (came, sent) in enumerate(pairs) if came != sent]
    assert wrong == [4000]


def test_a_short_file(hub):
    hub.fault("short", at=400_000)
    status, headers, body = get(hub)
    assert (status, len(body)) == (206, 399_000)
    assert headers["Content-Range"] == "bytes 1000-399999/400000"


def test_a_wrong_size(hub):
    hub.fault("size", at=500)
    status, headers, body = get(hub)
    assert (status, len(body), headers["Content-Length"]) == (206, 599_000, "599500")


def test_ranges_that_are_not_given(hub):
    hub.fault("ignored_range")
    assert (get(hub)[0], get(hub)[0]) == (200, 206)
    hub.fault("other_range")
    status, headers, body = get(hub)
    assert (status, headers["Content-Range"]) == (206, f"bytes 0-598999/{len(DATA)}")
    assert body == DATA[:599_000]
    hub.fault("lying_range")
    status, headers, body = get(hub)
    assert (status, headers["Content-Range"]) == (206, f"bytes 1000-599999/{len(DATA)}")
    assert body == DATA[:599_000]


def test_another_etag(hub):
    before = get(hub)[1]["ETag"]
    hub.fault("etag")
    assert get(hub)[1]["ETag"] != before == get(hub)[1]["ETag"]


@pytest.mark.parametrize("where", ["hub", "cdn"])
def test_a_status(hub, where):
    hub.fault("status", status=429, retry_after="3", where=where)
    error = get(hub)
    assert (error.code, error.headers["Retry-After"]) == (429, "3")
    assert get(hub)[0] == 206


@pytest.mark.parametrize("kind", ["page", "login"])
def test_a_web_page(hub, kind):
    hub.fault(kind)
    assert get(hub)[1]["Content-Type"].startswith("text/html")


def test_a_fault_of_one_file_only(hub):
    hub.fault("status", status=404, path="*/other.gguf")
    assert get(hub)[0] == 206


def test_a_process_of_its_own(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(DATA)
    with HubProcess({"o/n": {"m.gguf": path}}, rate=50e6) as hub:
        assert get(hub)[2] == DATA[slice(*ASKED)]
        hub.fault("status", status=404)
        assert get(hub).code == 404
        assert [seen.status for seen in hub.requests] == [302, 206, 302, 404]
