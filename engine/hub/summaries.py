"""What the hub says of a repository, made into records: with nothing trusted to be there, to be of
its type, or to be short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from engine.hub.records import Gated, RemoteFile, RepoSummary
from engine.validate import clean_text

if TYPE_CHECKING:
    from huggingface_hub import ModelInfo

_REPOSITORY: Final = re.compile(r"(?:\b[\w.-]{1,96}\b/)?\b[\w.-]{1,96}\b", re.A)
_REVISION: Final = re.compile(r"[0-9a-f]{40}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 1_000
_MOST: Final = 500
_MOST_FILES: Final = 10_000


def is_repository_id(text: str) -> bool:
    """Whether the hub can have a repository of that name: `owner/name`, or an old one's `name`."""
    odd = ".." in text or "--" in text or text.endswith(".git")
    return bool(_REPOSITORY.fullmatch(text)) and not odd


def is_revision(text: str) -> bool:
    """Whether it is a whole commit."""
    return bool(_REVISION.fullmatch(text))


def summary_of(info: ModelInfo) -> RepoSummary:
    """One answer as a record."""
    card = _card(info)
    tags = _texts(info.tags)
    return RepoSummary(
        id=_text(info.id),
        downloads=_count(info.downloads),
        likes=_count(info.likes),
        updated=info.last_modified.isoformat() if isinstance(info.last_modified, datetime) else "",
        base_models=_base_models(card, tags),
        languages=_texts(card.get("language")),
        license=_license(card, tags),
        license_name=_text(card.get("license_name")),
        license_link=_text(card.get("license_link")),
        gated=_gated(info.gated),
        purpose=_text(info.pipeline_tag),
        tags=tags,
    )


def files_of(info: ModelInfo) -> Iterator[RemoteFile]:
    """The files of an answer that was asked for with their sizes."""
    for sibling in (info.siblings or [])[:_MOST_FILES]:
        size, digest = sibling.size, ""
        if sibling.lfs is not None:
            size, digest = sibling.lfs.size, sibling.lfs.sha256
        path = sibling.rfilename
        if isinstance(size, int) and size >= 0 and isinstance(path, str) and _is_path(path):
            known = isinstance(digest, str) and bool(_SHA256.fullmatch(digest))
            yield RemoteFile(clean_text(path), size, digest if known else "")


def _is_path(path: str) -> bool:
    """Whether git can have a file there: an address with `..` in it would be that of another."""
    return not {"", ".", ".."} & set(path.split("/"))


def _card(info: ModelInfo) -> Mapping[str, object]:
    """The header of its README, as far as it is one."""
    return getattr(info.card_data, "__dict__", {})


def _base_models(card: Mapping[str, object], tags: tuple[str, ...]) -> tuple[str, ...]:
    named = _texts(card.get("base_model"))
    # The hub writes each one twice into the tags: bare, and with how it was made from it.
    tagged = tuple(
        tag[11:] for tag in tags if tag.startswith("base_model:") and tag.count(":") == 1
    )
    return tuple(name for name in named or tuple(tagged) if is_repository_id(name))


def _license(card: Mapping[str, object], tags: tuple[str, ...]) -> str:
    """All that are named, for one of them alone may allow what another forbids."""
    tagged = (tag.removeprefix("license:") for tag in tags if tag.startswith("license:"))
    return ", ".join(_texts(card.get("license")) or tagged)[:_LONGEST]


def _gated(value: object) -> Gated:
    if value == "manual":
        return "manual"
    return "auto" if value else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _texts(value: object) -> tuple[str, ...]:
    """A list of texts, also where there is only one and it stands bare."""
    several = value if isinstance(value, list | tuple) else (value,)
    return tuple(filter(None, map(_text, several[:_MOST])))


def _text(value: object) -> str:
    if value is False:
        return "no"  # YAML takes the code of Norwegian for a truth value
    return clean_text(value)[:_LONGEST] if isinstance(value, str) else ""
