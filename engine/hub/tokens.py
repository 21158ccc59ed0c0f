"""The user's token of the hub: where it is kept, and which address may see it.

It comes from the environment (HF_TOKEN), the system's keyring, or stays in memory where there is no
keyring. Never in a file, a log, an argument or an error. Each token belongs to one address.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import Final, Literal

from engine.errors import InvalidInput
from engine.hub.http import HUGGING_FACE, origin

_log = logging.getLogger(__name__)

_SERVICE: Final = "Puna"
_MOST: Final = 1_000

Place = Literal["environment", "keyring", "memory", ""]


class Tokens:
    """Thread-safe. Reading the keyring may wait for the user to unlock it: not for a GUI thread.

    `endpoint`: the hub's address now, for which `save` and `forget` are meant.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, Place]] = {}

    def set_endpoint(self, endpoint: str) -> None:
        """The hub has another address now. A token given for the one before stays there."""
        self._endpoint = endpoint

    def for_host(self, url: str) -> str:
        """The token that this address may see; empty for any but the hub's own."""
        place = origin(url)
        if not place or place not in (origin(HUGGING_FACE), origin(self._endpoint)):
            return ""
        return self._token(place)[0]

    @property
    def where(self) -> Place:
        """Where the token of the hub's address is; empty where there is none."""
        return self._token(origin(self._endpoint))[1]

    def save(self, token: str) -> Literal["keyring", "memory"]:
        """Keep a token for the hub's address. Raises `InvalidInput` for what cannot be one."""
        token = token.strip()
        if not _is_token(token):
            reason = "it is not made of letters and digits"
            raise InvalidInput("token", reason, "Copy the token from the hub's settings again.")
        place = origin(self._endpoint)
        kept: Literal["keyring", "memory"] = "keyring" if _keep(place, token) else "memory"
        with self._lock:
            self._known[place] = token, kept
        return kept

    def forget(self) -> None:
        """Drop what was saved for the hub's address. One in the environment stays."""
        place = origin(self._endpoint)
        _drop(place)
        with self._lock:
            self._known[place] = "", ""

    def _token(self, place: str) -> tuple[str, Place]:
        # The variable says nothing of an address, so it is for the one it was made for.
        named = os.environ.get("HF_TOKEN", "").strip() if place == origin(HUGGING_FACE) else ""
        if _is_token(named):
            return named, "environment"
        with self._lock:
            if place not in self._known:
                kept = _kept(place)
                self._known[place] = (kept, "keyring") if kept else ("", "")
            return self._known[place]


def _is_token(text: str) -> bool:
    """Whether it can stand in a header of a call."""
    return 1 <= len(text) <= _MOST and text.isascii() and text.isprintable() and " " not in text


def _kept(place: str) -> str:
    """What the keyring has; empty where there is none, or no keyring. Other programs can write
    there, and what cannot stand in a header would be repeated by the error that says so."""
    try:
        import keyring

        kept = (keyring.get_password(_SERVICE, place) or "").strip()
    except Exception as error:  # noqa: BLE001 - each of many backends raises its own
        _log.info("no keyring to read: %s", type(error).__name__)
        return ""
    return kept if _is_token(kept) else ""


def _keep(place: str, token: str) -> bool:
    try:
        import keyring

        keyring.set_password(_SERVICE, place, token)
        # Some backends take everything and keep nothing.
        return keyring.get_password(_SERVICE, place) == token
    except Exception as error:  # noqa: BLE001 - each of many backends raises its own
        _log.info("no keyring to write: %s", type(error).__name__)
        return False


def _drop(place: str) -> None:
    try:
        import keyring

        if keyring.get_password(_SERVICE, place) is not None:
            keyring.delete_password(_SERVICE, place)
    except Exception as error:  # noqa: BLE001 - each of many backends raises its own
        _log.info("no keyring to clear: %s", type(error).__name__)
