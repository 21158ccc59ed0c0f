"""What the hub says of its repositories and files, as plain frozen data.

Knows nothing of how it was asked for. Sizes in bytes; times as ISO 8601 text, empty where unknown.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

import msgspec

Gated = Literal["", "auto", "manual"]
"""Whether terms must be accepted first, and whether somebody must then agree by hand."""


class RepoSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A repository as a search lists it. `base_models`: repositories it was made from, nearest
    first; `license`: the tag its uploader gave it, several with commas between; `languages`: codes
    as the hub has them."""

    id: str
    downloads: int = 0
    likes: int = 0
    updated: str = ""
    base_models: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    license: str = ""
    license_name: str = ""
    license_link: str = ""
    gated: Gated = ""
    purpose: str = ""
    tags: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        return self.id.partition("/")[2]


class RemoteFile(msgspec.Struct, frozen=True):
    """One file of a repository. `path` is below the repository's root and is not to be trusted;
    `sha256` is empty where the hub gives no digest, which it does for every large file."""

    path: str
    size: int
    sha256: str = ""


class Variant(msgspec.Struct, frozen=True):
    """One model of a repository in one quantisation: one file, or all parts of a split one in
    order. `bits` per weight is 0 where the name does not tell it. `role` `projector`: the part of a
    model that looks at pictures, which is no chat model itself."""

    quantisation: str
    files: tuple[RemoteFile, ...]
    bits: float = 0.0
    role: Literal["model", "projector", "adapter"] = "model"

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def name(self) -> str:
        """The name of its first file, without folders."""
        return PurePosixPath(self.files[0].path).name


class Repository(msgspec.Struct, frozen=True):
    """A repository at one revision: `revision` is a commit of 40 hexadecimal digits, pinned."""

    summary: RepoSummary
    revision: str
    variants: tuple[Variant, ...]
    endpoint: str

    @property
    def id(self) -> str:
        return self.summary.id

    def models(self) -> tuple[Variant, ...]:
        """Those of its files that can be chatted with, the smallest first."""
        found = (variant for variant in self.variants if variant.role == "model")
        return tuple(sorted(found, key=lambda variant: variant.size))
