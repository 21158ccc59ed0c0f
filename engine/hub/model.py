"""A model file as the library lists it. Knows nothing of how it was found."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from engine.messages import Sampling, Tuning

Origin = Literal["starter", "imported", "path"]
Shelf = Literal[
    "puna", "huggingface", "lmstudio", "ollama", "llama.cpp", "jan", "gpt4all", "folder"
]
"""Whose folder a file is in: Puna's own, another program's, or one that the user named."""


class Model(msgspec.Struct, frozen=True):
    """A model file. `size` in bytes, all parts of a split model together.

    `id` names it for the user and in settings; `sampling` is what suits it. `origin`: it came with
    Puna, is below Puna's models, or lies anywhere else. `tuning`, of a model that was resolved, is
    how it runs fastest here. `other_purpose` says what it is made for if not for chat.

    Of a model that was listed: `quantisation` such as Q4_K_M, `architecture` and `context` (tokens)
    are empty or 0 where not known. `missing` says which part of it this llama.cpp or the disk does
    not have, `fault` what is wrong with the file. `projector` looks at pictures for it; `copies`
    are other places of the same file. `absent`: its drive is not connected, and the rest is what
    was known of it. `freed`: bytes that deleting it makes free; 0 where it is not Puna's to delete
    or another name keeps the file. `sha256` where it is known, `repository` on the hub where the
    folders tell it. `unread`: there was no time yet to look into it.
    """

    id: str
    title: str
    path: Path
    size: int
    sampling: Sampling
    origin: Origin
    tuning: Tuning = Tuning()
    other_purpose: str = ""
    shelf: Shelf = "puna"
    quantisation: str = ""
    architecture: str = ""
    context: int = 0
    missing: str = ""
    fault: str = ""
    projector: Path | None = None
    copies: tuple[Path, ...] = ()
    absent: bool = False
    freed: int = 0
    sha256: str = ""
    repository: str = ""
    license: str = ""
    unread: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can be chatted with now, as far as its header tells."""
        return not (self.other_purpose or self.missing or self.fault or self.absent or self.unread)
