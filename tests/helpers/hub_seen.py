"""A request as the fake hub saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class Seen:
    """A request that came: `host` as the client named it, header names in lower case. `status` and
    `sent`, the bytes of the body, are of the answer, and grow while it is given."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    status: int = 0
    sent: int = 0

    @property
    def to_hub(self) -> bool:
        return self.host.startswith("127.0.0.1")

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")
