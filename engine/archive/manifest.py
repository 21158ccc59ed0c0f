"""The table of contents of an archive: what it holds, how large, and with which SHA-256.

Everything in it was written by somebody else, and is checked before it is believed.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from engine.errors import InvalidInput

VERSION: Final = 1
NAME: Final = "manifest.json"
LARGEST: Final = 4_000_000  # bytes of a manifest

_MOST_MEMBERS: Final = 10_000
_LARGEST_MEMBER: Final = 1 << 50  # a petabyte
_LARGEST_SETTINGS: Final = 1_000_000
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

Kind = Literal["database", "settings", "adapter", "model"]


class Member(msgspec.Struct, frozen=True):
    """One file. `name` is its name in the zip file, `file` what it was called in the home, with
    slashes between folders; `size` in bytes, `sha256` in lower-case hexadecimal digits."""

    kind: Kind
    name: str
    size: int
    sha256: str
    file: str = ""


class Manifest(msgspec.Struct, frozen=True, tag_field="format", tag="puna-archive"):
    """All files of an archive. `puna` is the version that made it, at `made_at`, in seconds since
    1970."""

    version: int
    puna: str
    made_at: float
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together, unpacked."""
        return sum(member.size for member in self.members)

    def of(self, kind: Kind) -> tuple[Member, ...]:
        """The files of one kind."""
        return tuple(member for member in self.members if member.kind == kind)


class _Version(msgspec.Struct, tag_field="format", tag="puna-archive"):
    version: int


def decoded(data: bytes) -> Manifest:
    """The manifest in `data`. Raises InvalidInput for one that cannot be believed."""
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version != VERSION:
            raise InvalidInput(
                "archive",
                f"it was made by a newer Puna (format {version}, this one knows {VERSION})",
                "Install the newest Puna, then open the file again.",
            )
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise broken("its table of contents cannot be read") from error
    if reason := _wrong(manifest):
        raise broken(reason)
    return manifest


def _wrong(manifest: Manifest) -> str:
    """What is wrong with a manifest; empty where nothing is."""
    members = manifest.members
    if len(members) > _MOST_MEMBERS:
        return f"it has more than {_MOST_MEMBERS:,} files"
    if len({member.name for member in members}) < len(members):
        return "two of its files have one name"
    if any(not 0 <= member.size <= _LARGEST_MEMBER for member in members):
        return "the size of one of its files cannot be"
    if any(not _SHA256.fullmatch(member.sha256) for member in members):
        return "a checksum is none"
    if len(manifest.of("database")) != 1:
        return "it has not one database"
    settings = manifest.of("settings")
    if len(settings) > 1 or any(member.size > _LARGEST_SETTINGS for member in settings):
        return "its settings cannot be"
    return ""


def broken(reason: str) -> InvalidInput:
    """The error for an archive that is damaged or was never one."""
    return InvalidInput("archive", reason, "Choose another file, or make the archive once more.")
