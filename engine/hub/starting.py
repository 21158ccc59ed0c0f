"""Models to start with: `resources/starting_models.toml`, a short list put together by hand.

Knows nothing of the hub: sizes, hashes and whether a model fits are asked for where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from engine.paths import resources

Size = Literal["tiny", "small", "medium", "large", "huge"]
Use = Literal["chat", "reasoning", "code"]


class StartingModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of them. `repository`: where its GGUF files are on the hub; `original`: what they were
    made from; `languages` as the hub writes them, or `many`."""

    repository: str
    original: str
    title: str
    size: Size
    uses: tuple[Use, ...]
    languages: tuple[str, ...]


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[StartingModel, ...]


def load_starting_models(path: Path | None = None) -> Sequence[StartingModel]:
    """All of them, in the order of the file: smallest sizes first, the best of each first."""
    data = (path or resources() / "starting_models.toml").read_bytes()
    return msgspec.toml.decode(data, type=_List).model
