"""The rules of calls: addresses, redirects, waiting, and what a refusal means."""

from datetime import UTC, datetime

import pytest

from engine.errors import HubError, InvalidInput, NetworkError
from engine.hub import http

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        (" https://huggingface.co/ ", HUB),
        ("https://hub.example:8443/models", "https://hub.example:8443/models"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80/", "http://[::1]:80"),
    ],
)
def test_an_address_of_a_hub(text, endpoint):
    assert http.checked_endpoint(text) == endpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "huggingface.co",
        "http://huggingface.co",
        "http://127.0.0.1.example.com",
        "ftp://huggingface.co",
        "file:///etc/passwd",
        "https://",
        "https://me:secret@huggingface.co",
        "https://huggingface.co?a=b",
        "https://huggingface.co#a",
        "https://hugging face.co",
        "https://huggingface.co:0",
        "https://huggingface.co:99999",
        "https://[huggingface.co",
        "https://huggingface.co\n.example.com",
    ],
)
def test_no_address_of_a_hub(text):
    with pytest.raises(InvalidInput) as caught:
        http.checked_endpoint(text)
    assert caught.value.values["field"] == "endpoint"
    assert "secret" not in str(caught.value)


def test_the_usual_address(monkeypatch):
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert http.default_endpoint() == HUB
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert http.default_endpoint() == "https://mirror.example"
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
    with pytest.raises(InvalidInput):
        http.default_endpoint()


def test_an_origin_is_written_in_one_way():
    same = (HUB, "https://HuggingFace.co:443/a?b", "https://huggingface.co.")
    assert {http.origin(url) for url in same} == {"https://huggingface.co:443"}
    others = ("http://huggingface.co", "https://huggingface.co:444", "https://a.huggingface.co")
    assert len({http.origin(url) for url in (HUB, *others)}) == 4
    assert http.origin("https://huggingface.co@example.com/") == "https://example.com:443"
    assert http.origin("mailto:a@b") == http.origin("https://[") == http.origin("") == ""


def test_a_host_as_people_know_it():
    assert http.host_of(f"{HUB}/a/b?Signature=secret") == "huggingface.co"
    assert http.host_of("http://127.0.0.1:8080/a") == "127.0.0.1:8080"
    assert http.host_of("nothing") == "the hub"


def test_names_are_quoted_in_addresses():
    url = http.file_url(HUB, "a/b", "refs/pr/1", "Q4 K/mödel?#.gguf")
    assert url == f"{HUB}/a/b/resolve/refs%2Fpr%2F1/Q4%20K/m%C3%B6del%3F%23.gguf"


class TestRedirects:
    def test_where_they_lead(self):
        assert http.redirected(f"{HUB}/a/b", "/c") == f"{HUB}/c"
        assert http.redirected(f"{HUB}/a", "https://cdn.example/x?y") == "https://cdn.example/x?y"
        loopback = "http://127.0.0.1:1/a", "http://localhost:1/b"
        assert http.redirected(*loopback) == loopback[1]

    @pytest.mark.parametrize(
        "place",
        [
            "",
            "http://huggingface.co/a",
            "http://127.0.0.1:80/a",
            "file:///etc/passwd",
            "https://me:secret@cdn.example/",
            "https://[",
        ],
    )
    def test_where_they_must_not(self, place):
        with pytest.raises(NetworkError) as caught:
            http.redirected(f"{HUB}/a/b?token=secret", place)
        assert "secret" not in str(caught.value)


class TestWaiting:
    @pytest.mark.parametrize(
        ("said", "seconds"),
        [
            ("7", 7),
            ("0", 0),
            ("100000", http.LONGEST_WAIT),
            ("Wed, 21 Oct 2026 07:28:30 GMT", 30),
            ("Wed, 21 Oct 2026 07:00:00 GMT", 0),
            ("soon", None),
            ("", None),
            ("-3", None),
            ("\u0663", None),
        ],
    )
    def test_how_long(self, said, seconds):
        now = datetime(2026, 10, 21, 7, 28, tzinfo=UTC)
        assert http.retry_after({"retry-after": said}, now) == seconds

    def test_the_hub_tells_when_it_counts_anew(self):
        assert http.retry_after({"ratelimit": '"api";r=0;t=55'}) == 55
        assert http.retry_after({"ratelimit": '"api";r=0;t=55', "retry-after": "7"}) == 7
        assert http.retry_after({"ratelimit": '"api";r=12;t=55'}) is None

    def test_the_user_is_told(self):
        headers = {"retry-after": "42"}
        about = {"name": "a/b", "endpoint": HUB, "repo_id": "a/b"}
        assert "Wait 42 seconds" in http.refusal(429, headers, HUB, **about).advice

    def test_nothing_is_said(self):
        assert http.retry_after({}) is None

    def test_which_answers_are_worth_it(self):
        assert all(http.is_busy(status) for status in (408, 429, 500, 502, 503, 504))
        assert not any(http.is_busy(status) for status in (200, 301, 400, 401, 403, 404, 416))


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("bytes 0-9/10", (0, 9, 10)),
        ("bytes 5-9/*", None),
        ("bytes */10", None),
        ("items 0-9/10", None),
        ("bytes 0-9", None),
        ("bytes -1-9/10", None),
        ("", None),
    ],
)
def test_what_a_partial_answer_says_it_has(said, span):
    assert http.content_range({"content-range": said}) == span


def test_a_web_page():
    assert http.is_page({"content-type": "Text/HTML; charset=utf-8"})
    assert not http.is_page({"content-type": "application/json"})
    assert not http.is_page({})


class TestRefusals:
    @staticmethod
    def of(status: int, code: str = "", url: str = f"{HUB}/a/b/resolve/main/c.gguf"):
        headers = {"x-error-code": code} if code else {}
        about = {"name": "a/b/c.gguf", "endpoint": HUB, "repo_id": "a/b"}
        return http.refusal(status, headers, url, **about)

    @pytest.mark.parametrize(
        ("status", "code", "fault"),
        [
            (401, "GatedRepo", "gated"),
            (403, "GatedRepo", "gated"),
            (401, "RepoNotFound", "missing"),
            (404, "RepoNotFound", "missing"),
            (404, "RevisionNotFound", "missing"),
            (404, "EntryNotFound", "missing"),
            (404, "", "missing"),
            (401, "", "token"),
            (403, "", "token"),
            (429, "", "busy"),
            (500, "", "busy"),
            (503, "", "busy"),
        ],
    )
    def test_of_the_hub(self, status, code, fault):
        error = self.of(status, code)
        assert isinstance(error, HubError)
        assert error.values["fault"] == fault
        assert error.values["name"] == "a/b/c.gguf"
        assert error.advice

    @pytest.mark.parametrize(
        ("status", "said", "fault"),
        [
            (401, "", "missing"),
            (401, "Invalid credentials in Authorization header", "token"),
            (403, "Access to this resource is disabled.", "missing"),
            (403, "", "token"),
        ],
    )
    def test_of_a_repository(self, status, said, fault):
        headers = {"x-error-message": said}
        about = {"name": "a/b", "endpoint": HUB, "repo_id": "a/b"}
        error = http.refusal(status, headers, f"{HUB}/api/models/a/b", **about)
        assert error.values["fault"] == fault

    def test_terms_come_with_their_page(self):
        error = self.of(403, "GatedRepo")
        assert error.values["link"] == f"{HUB}/a/b"
        assert f"{HUB}/a/b" in error.advice

    @pytest.mark.parametrize("status", [401, 403, 404, 429, 503])
    def test_the_storage_knows_no_user(self, status):
        # Its signed addresses run out: asking the hub again gives a new one.
        error = self.of(status, url="https://cdn.example/c?Signature=secret")
        assert error.values["fault"] == "busy"
        assert "secret" not in f"{error}{error.advice}{error.values}"

    def test_others(self):
        assert isinstance(self.of(418), NetworkError)
        assert "418" in str(self.of(418))
        assert "proxy" in str(self.of(407))


class TestProxies:
    @pytest.fixture(autouse=True)
    def _none_set(self, monkeypatch):
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)

    def test_none(self):
        assert http.proxy_for(HUB) == ""

    def test_by_scheme(self, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
        assert http.proxy_for(HUB) == "http://proxy.example:3128"
        assert http.proxy_for("http://127.0.0.1:1") == ""

    def test_for_all(self, monkeypatch):
        monkeypatch.setenv("ALL_PROXY", "proxy.example:3128")
        assert http.proxy_for(HUB) == "http://proxy.example:3128"

    def test_exceptions(self, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
        monkeypatch.setenv("NO_PROXY", "huggingface.co")
        assert http.proxy_for(HUB) == ""


@pytest.mark.parametrize("said", ["\u00b2", "9" * 5000, "-1", "", "1.5"])
def test_a_number_that_is_none(said):
    assert http.count_of(said) is None


def test_a_date_in_no_year():
    assert http.retry_after({"retry-after": "Fri, 31 Dec 9999 23:59:59 -1400"}) is None
