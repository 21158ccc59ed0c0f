"""The repositories of a fake hub, and what the real one says of such in JSON.

The answers have the fields, names and forms that `huggingface_hub` 2.4 reads: `list_models`,
`model_info` with and without `files_metadata`.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Content = bytes | Path
LFS_FROM = 10 * 1024
"""Files from this size on are stored outside git, with a digest, as GGUF files always are."""


@dataclass
class HubFile:
    """One file. `Path` content is mapped, not read."""

    path: str
    data: bytes | mmap.mmap
    sha256: str

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def lfs(self) -> bool:
        return self.size >= LFS_FROM or self.path.endswith(".gguf")

    @property
    def oid(self) -> str:
        """The git blob id: 40 digits that change with the file."""
        return _digits(self.path + self.sha256)

    def described(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "rfilename": self.path,
            "blobId": self.oid,
            "size": self.size,
        }
        if self.lfs:
            described["lfs"] = {"sha256": self.sha256, "size": self.size, "pointerSize": 134}
        return described


def file_of(path: str, content: Content) -> HubFile:
    if isinstance(content, Path):
        with content.open("rb") as stream:
            data: bytes | mmap.mmap = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    else:
        data = content
    return HubFile(path, data, hashlib.sha256(data).hexdigest())


@dataclass
class HubRepository:
    """One repository. `gated`: its terms must be accepted; `private`: it is not there for a visitor
    without an accepted token."""

    id: str
    files: dict[str, HubFile]
    card: Mapping[str, Any] = field(default_factory=dict)
    downloads: int = 0
    likes: int = 0
    updated: str = "2026-08-01T12:00:00.000Z"
    gated: Literal["", "auto", "manual"] = ""
    private: bool = False
    pipeline_tag: str = "text-generation"
    tags: tuple[str, ...] = ()

    @property
    def revision(self) -> str:
        """The commit that `main` is at: another one once a file changed."""
        parts = "".join(f"{name}{file.sha256}" for name, file in sorted(self.files.items()))
        return _digits(self.id + parts)

    def all_tags(self) -> list[str]:
        """The card's tags, and those that the hub makes of it."""
        made = list(self.tags)
        if any(name.endswith(".gguf") for name in self.files):
            made.append("gguf")
        # YAML takes the code of Norwegian for a truth value; the hub's tags have it right.
        made += [code or "no" for code in _several(self.card.get("language"))]
        for base in _several(self.card.get("base_model")):
            relation = self.card.get("base_model_relation", "quantized")
            made += [f"base_model:{base}", f"base_model:{relation}:{base}"]
        if license_ := self.card.get("license"):
            made.append(f"license:{license_}")
        return [*dict.fromkeys(made), "region:us"]

    def described(self, *, files: bool, blobs: bool) -> dict[str, Any]:
        """The answer of /api/models/ID."""
        described: dict[str, Any] = {
            "_id": self.revision[:24],
            "id": self.id,
            "modelId": self.id,
            "author": self.id.partition("/")[0],
            "sha": self.revision,
            "lastModified": self.updated,
            "createdAt": "2025-01-01T00:00:00.000Z",
            "private": self.private,
            "gated": self.gated or False,
            "disabled": False,
            "pipeline_tag": self.pipeline_tag,
            "tags": self.all_tags(),
            "downloads": self.downloads,
            "likes": self.likes,
            "model-index": None,
            "config": {},
            "cardData": dict(self.card),
            "spaces": [],
            "usedStorage": sum(file.size for file in self.files.values()),
        }
        if files:
            described["siblings"] = [
                file.described() if blobs else {"rfilename": file.path}
                for file in self.files.values()
            ]
        return described

    def expanded(self, expand: list[str]) -> dict[str, Any]:
        """Only what was asked for, as the hub answers to `expand`."""
        whole = self.described(files=True, blobs=False)
        if bases := _several(self.card.get("base_model")):
            models = [{"_id": _digits(base)[:24], "id": base} for base in bases]
            relation = self.card.get("base_model_relation", "quantized")
            whole["baseModels"] = {"relation": relation, "models": models}
        return {key: value for key, value in whole.items() if key in ("_id", "id", *expand)}

    def listed(self, expand: list[str], *, full: bool, card: bool) -> dict[str, Any]:
        """Its item in the answer of /api/models."""
        if expand:
            return self.expanded(expand)
        whole = self.described(files=full, blobs=False)
        left_out = {"sha", "lastModified", "disabled", "model-index", "config", "spaces"}
        left_out |= {"usedStorage", "gated", "author"}
        if full:
            left_out -= {"sha", "lastModified", "gated", "author", "disabled"}
        if not card:
            left_out.add("cardData")
        return {key: value for key, value in whole.items() if key not in left_out}


def _several(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return list(value)
    return [value] if isinstance(value, str) else []


def _digits(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()
