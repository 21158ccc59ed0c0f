"""The rules of every call to the hub, whoever makes it: which addresses are allowed, who sees the
token, which proxy is asked, and what an answer that refuses means.

Opens no connection itself and imports no HTTP library: the client (`engine.hub.session`) and the
downloader keep these rules each with their own.
"""

from __future__ import annotations

import ipaddress
import os
import platform
import re
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Protocol
from urllib.parse import quote, urljoin, urlsplit

from engine.errors import HubError, InvalidInput, NetworkError, PunaError

HUGGING_FACE: Final = "https://huggingface.co"
REDIRECTS: Final = 5
"""The hub sends on once or twice; more is a loop."""
CONNECT_SECONDS: Final = 10.0
SILENCE_SECONDS: Final = 30.0
"""How long a host may take to be reached, and say nothing once it was."""
LONGEST_WAIT: Final = 600.0
"""Seconds that `Retry-After` may ask for."""

_PORTS: Final = {"https": 443, "http": 80}
_BUSY: Final = (408, 425, 429)
_BAD_TOKEN: Final = "Invalid credentials in Authorization header"
_DISABLED: Final = "Access to this resource is disabled."
_USED_UP: Final = re.compile(r";\s*r\s*=\s*0\s*;\s*t\s*=\s*([0-9]{1,6})")


class Lasting(NetworkError):
    """A fault of the network or of the settings that does not pass by asking again."""


class TokenSource(Protocol):
    """What knows the token of an address: `engine.hub.tokens.Tokens`."""

    def for_host(self, url: str) -> str: ...


def checked_endpoint(text: str) -> str:
    """An address of a hub as it is used: without a slash at its end.

    It must be https, or http on this computer, for a token and the terms of licences go there.
    Raises `InvalidInput`.
    """
    endpoint = text.strip().rstrip("/")
    try:
        parts = urlsplit(endpoint)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _bad_endpoint("it is no address") from None
    if parts.scheme not in _PORTS or not named or not endpoint.isprintable() or " " in endpoint:
        raise _bad_endpoint("it is no address of a hub")
    if parts.username is not None or parts.query or parts.fragment:
        raise _bad_endpoint("it must not hold a name, a password or a question mark")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise _bad_endpoint("plain http can be read and changed on the way")
    return endpoint


def default_endpoint() -> str:
    """The address named by HF_ENDPOINT, else huggingface.co. Raises `InvalidInput`."""
    return checked_endpoint(os.environ.get("HF_ENDPOINT") or HUGGING_FACE)


def is_loopback(host: str) -> bool:
    """Whether a host name is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def origin(url: str) -> str:
    """Scheme, host and port of an address, written in one way: what a token belongs to. Empty for
    what is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    if not port or not parts.hostname or parts.scheme not in _PORTS:
        return ""
    host = parts.hostname.lower().rstrip(".")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def host_of(url: str) -> str:
    """The host as people know it, with a port only where it is an unusual one."""
    place = origin(url)
    scheme, _, rest = place.partition("://")
    return rest.removesuffix(f":{_PORTS.get(scheme, 0)}") or "the hub"


def file_url(endpoint: str, repo_id: str, revision: str, path: str) -> str:
    """Where the hub gives a file of a repository; it answers with a redirect."""
    place = f"{quote(repo_id)}/resolve/{quote(revision, safe='')}/{quote(path)}"
    return f"{endpoint}/{place}"


def repository_page(endpoint: str, repo_id: str) -> str:
    """The page for people, where terms are accepted."""
    return f"{endpoint}/{quote(repo_id)}"


def user_agent() -> str:
    """What every call says of us: no more than that it is Puna."""
    return f"puna (python {platform.python_version()})"


def headers_for(url: str, tokens: TokenSource) -> dict[str, str]:
    """The headers of a call to this very address: the token only where it belongs, and no packing,
    for ranges and sizes are those of the file itself. Ask again after every redirect."""
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
    if token := tokens.for_host(url):
        headers["Authorization"] = f"Bearer {token}"
    return headers


def redirected(url: str, location: str) -> str:
    """Where a redirect from `url` leads. Raises `Lasting` for a place that is not to be gone
    to: none at all, no web address, or unencrypted where the way was encrypted until now."""
    try:
        target = urljoin(url, location)
        place = urlsplit(target)
    except ValueError:
        raise Lasting(host_of(url), "it redirects to what is no address") from None
    if not location or not origin(target) or place.username is not None:
        raise Lasting(host_of(url), "it redirects to what is no address")
    if place.scheme == "http" and not (
        url.startswith("http://") and is_loopback(place.hostname or "")
    ):
        raise Lasting(host_of(url), "it redirects to an unencrypted address")
    return target


def proxy_for(url: str) -> str:
    """The proxy that the environment or the system names for an address, as an address; empty
    for none. Its name and password, where it has them, are in it: not to be shown.

    Raises `NetworkError` for one that is no address.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return ""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    proxy = proxy if not proxy or "://" in proxy else f"http://{proxy}"
    try:
        named = not proxy or bool(urlsplit(proxy).hostname and urlsplit(proxy).port != 0)
    except ValueError:  # its text repeats a part of the password
        named = False
    if not named:
        raise bad_proxy() from None
    return proxy


def bad_proxy() -> Lasting:
    """The variable that names a proxy cannot be used. Nothing of it is repeated."""
    return Lasting(
        "the proxy",
        "the variable that names it holds no address that can be used",
        "Write it as http://host:port; in a name and a password, write # as %23 and @ as %40.",
    )


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that a busy host asks to wait, at most `LONGEST_WAIT`; None where it says nothing.

    `headers` by lower-case name. Retry-After is seconds or a date (RFC 9110 section 10.2.3); a hub
    also tells in RateLimit when it counts anew (draft-ietf-httpapi-ratelimit-headers).
    """
    said = headers.get("retry-after", "").strip()
    if not said and (match := _USED_UP.search(headers.get("ratelimit", ""))):
        said = match[1]
    if (seconds := count_of(said)) is not None:
        return min(float(seconds), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # no date, or one in no year of this computer
        return None
    left = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(left, 0.0), LONGEST_WAIT)


def count_of(text: str) -> int | None:
    """A number as headers have it; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def is_busy(status: int) -> bool:
    """Whether the same question may be answered a little later."""
    return status in _BUSY or status >= 500


def is_page(headers: Mapping[str, str]) -> bool:
    """Whether a web page came, which is never what was asked for. `headers` by lower-case name."""
    return headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml"))


def content_range(headers: Mapping[str, str]) -> tuple[int, int, int] | None:
    """First byte, last byte and size of the whole that an answer 206 says it has; None where it
    does not say all three."""
    unit, _, rest = headers.get("content-range", "").partition(" ")
    span, _, total = rest.partition("/")
    first, _, last = span.partition("-")
    start, end, size = count_of(first), count_of(last), count_of(total)
    if unit != "bytes" or start is None or end is None or size is None:
        return None
    return start, end, size


def unreachable(url: str, error: Exception) -> NetworkError:
    """The failure of a connection, in words. Never with the address itself: it may be signed."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return NetworkError(host_of(url), str(reason).strip().rstrip("."))


def refusal(
    status: int, headers: Mapping[str, str], url: str, *, name: str, endpoint: str, repo_id: str
) -> PunaError:
    """What an answer that is no success means. `headers` by lower-case name; `url` is the address
    that gave it, `name` what was asked for: a repository, with the file where one was meant.

    The hub says why in X-Error-Code and X-Error-Message. To a visitor, a repository that is private
    looks like one that is not there, and older hubs answer both with a bare 401.
    """
    code = headers.get("x-error-code", "")
    page = repository_page(endpoint, repo_id)
    if origin(url) != origin(endpoint):
        return _storage_refusal(status, headers, url, name)
    if code == "GatedRepo":
        waits = status == 403
        return HubError(
            "gated",
            name,
            "its owner asks to accept terms first",
            f"Open {page} in a browser, sign in and accept the terms"
            + (", or wait until the owner agrees." if waits else "; then give Puna your token."),
            page,
        )
    said = headers.get("x-error-message", "")
    hidden = status == 401 and name == repo_id and said != _BAD_TOKEN
    if code == "RepoNotFound" or hidden:
        return HubError(
            "missing",
            name,
            "there is no such repository, or it is private",
            "Check its name; for a private one, give Puna a token that may read it.",
        )
    if code == "RevisionNotFound":
        reason = "there is no such revision"
        return HubError("missing", name, reason, "Open the repository again.")
    if said == _DISABLED:
        return HubError("missing", name, "the hub has disabled it", "Choose another repository.")
    if status in (401, 407) or (status == 403 and not code):
        return _token_refusal(status, url, name)
    if status in (404, 410) or code == "EntryNotFound":
        return HubError("missing", name, "there is no such file", "Open the repository again.")
    return _other_refusal(status, headers, url, name)


def _token_refusal(status: int, url: str, name: str) -> PunaError:
    if status == 407:
        reason = "the proxy asks for a name and a password"
        return NetworkError(host_of(url), reason, "Set them in the proxy variable.")
    reason = "it asks for a valid token" if status == 401 else "the token may not read it"
    return HubError(
        "token", name, reason, "Make a token that may read at the hub, and give it to Puna."
    )


def _storage_refusal(status: int, headers: Mapping[str, str], url: str, name: str) -> PunaError:
    """The storage behind the hub: 401, 403 and 404 mean that its signed address has run out."""
    if status in (401, 403, 404, 410):
        return HubError(
            "busy", name, f"its storage refused (status {status})", "Try again in a minute."
        )
    return _other_refusal(status, headers, url, name)


def _other_refusal(status: int, headers: Mapping[str, str], url: str, name: str) -> PunaError:
    if status == 429:
        seconds = retry_after(headers)
        wait = f"{seconds:.0f} seconds" if seconds else "a few minutes"
        return HubError(
            "busy",
            name,
            "too many requests came from this address",
            f"Wait {wait}. With a token, the hub allows more.",
        )
    if is_busy(status):
        reason = f"it has a fault of its own now (status {status})"
        return HubError("busy", name, reason, "Try again in a few minutes.")
    return NetworkError(host_of(url), f"it answers with status {status}, which it should not")


def _bad_endpoint(reason: str) -> InvalidInput:
    return InvalidInput("endpoint", reason, "Write an address as https://huggingface.co.")
