"""A digest of what a message says, kept beside it: pages of SQLite carry no checksum.

Knows no table but the names of the columns in `DIGEST`.
"""

from __future__ import annotations

import hashlib

DIGEST = (
    "message_digest(parent, CAST(role AS BLOB), CAST(content AS BLOB), CAST(attachments AS BLOB))"
)
"""SQL for the digest of a row of `message`. Casts, because damaged text may not be UTF-8."""


def message_digest(
    parent: int | None, role: bytes | None, content: bytes | None, attachments: bytes | None
) -> bytes:
    """16 bytes of BLAKE2b over all four, with their lengths, so that none runs into the next.

    Every connection of `engine.store.connection` has it as an SQL function.
    """
    role, content, attachments = role or b"", content or b"", attachments or b""
    lengths = f"{parent}:{len(role)}:{len(content)}:{len(attachments)}:".encode()
    said = b"".join((lengths, role, content, attachments))
    return hashlib.blake2b(said, digest_size=16).digest()
