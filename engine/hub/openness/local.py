"""What a model file says of its origin, put as a repository on the hub would say it.

A file may say anything: what comes of it is as sure as its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.gguf import Gguf
from engine.hub.openness.family import Family, plain_name
from engine.hub.records import RepoSummary

_REPO = re.compile(r"huggingface\.co/([\w.-]+/[\w.-]+)", re.ASCII)
_URLS = ("general.repo_url", "general.source.repo_url", "general.url", "general.source.url")
_MOST_BASES = 16


def described(gguf: Gguf, families: Mapping[str, Family]) -> RepoSummary:
    """A summary made of a file's metadata; its id has no owner where the file names none."""
    return RepoSummary(
        id=_id(gguf, families),
        base_models=_bases(gguf, "general.base_model"),
        license=gguf.license,
        license_name=gguf.text("general.license.name"),
        license_link=gguf.text("general.license.link"),
    )


def repositories(gguf: Gguf) -> frozenset[str]:
    """The repositories of which the file gives the address."""
    keys = (*_URLS, *(f"general.base_model.{number}.repo_url" for number in range(_MOST_BASES)))
    found = (_REPO.search(gguf.text(key)) for key in keys)
    return frozenset(match[1] for match in found if match)


def _id(gguf: Gguf, families: Mapping[str, Family]) -> str:
    """The repository that the file names; else its maker and the name by which it is known."""
    for key in _URLS:
        if found := _REPO.search(gguf.text(key)):
            return found[1]
    owner = plain_name(gguf.text("general.organization"))
    fields = ("general.basename", "general.size_label", "general.finetune")
    together = "-".join(part for field in fields if (part := gguf.text(field)))
    names = [plain_name(name) for name in (gguf.text("general.name"), together, gguf.path.stem)]
    for name in names:
        if any(family.is_original(owner, name) for family in families.values()):
            return f"{owner}/{name}"
    return f"{owner}/{next(filter(None, names), '')}"


def _bases(gguf: Gguf, key: str) -> tuple[str, ...]:
    """The repositories that the file says it was made from."""
    count = min(max(gguf.integer(f"{key}.count"), 0), _MOST_BASES)
    found = []
    for number in range(count):
        if url := _REPO.search(gguf.text(f"{key}.{number}.repo_url")):
            found.append(url[1])
        elif name := gguf.text(f"{key}.{number}.name"):
            owner = plain_name(gguf.text(f"{key}.{number}.organization"))
            found.append(f"{owner}/{plain_name(name)}")
    return tuple(found)
