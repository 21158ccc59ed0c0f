"""Whose model a repository holds: followed back through what it was made from.

A repository that only packs a model differently is that model; one that trained it further is a
new one, whose maker may have added anything. Knows no network: it takes what was asked for before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from engine.hub.openness.family import Family, plain_name
from engine.hub.records import RepoSummary

_NEW_MODEL = ("finetune", "adapter", "merge")


class Origin(msgspec.Struct, frozen=True):
    """Where a model comes from.

    `model`: the repository of the model itself, which a packed one was made from. `family`: the one
    it is an original of, or, where `derived`, the one that the nearest known ancestor `base` is an
    original of; None for neither. `by_name`: only the name says so, not the owner. `chain`: all
    repositories, nearest first. `ancestors`: all that a derived model was made from whose family is
    known, for a merge has several.
    """

    chain: tuple[RepoSummary, ...]
    model: RepoSummary
    family: Family | None = None
    base: RepoSummary | None = None
    by_name: bool = False
    ancestors: tuple[tuple[RepoSummary, Family], ...] = ()

    @property
    def derived(self) -> bool:
        return self.base is not None

    @property
    def named(self) -> RepoSummary:
        """The repository whose family is known."""
        return self.base or self.model


def trace(
    summary: RepoSummary, lineage: Sequence[RepoSummary], families: Mapping[str, Family]
) -> Origin:
    """Follow a repository to its origin; without a `lineage`, by the ids it names itself."""
    chain = _chain(summary, lineage)
    model = _packed(chain)
    if family := _original(model, families):
        return Origin(chain, model, family, None, _is_by_name(model, family))
    before = chain[chain.index(model) + 1 :]
    ancestors = tuple((repo, family) for repo in before if (family := _original(repo, families)))
    for repo, family in ancestors:
        return Origin(chain, model, family, repo, _is_by_name(repo, family), ancestors)
    for repo in (model, *before):
        if family := _mentioned(plain_name(repo.name), families):
            return Origin(chain, model, family, repo, by_name=True)
    return Origin(chain, model)


def is_copy(summary: RepoSummary, base_id: str) -> bool:
    """Whether a repository holds the very model that it was made from, packed differently."""
    tags = {tag.lower() for tag in summary.tags}
    base = base_id.lower()
    if any(f"base_model:{relation}:{base}" in tags for relation in _NEW_MODEL):
        return False
    if f"base_model:quantized:{base}" in tags:
        return True
    whole = plain_name(base_id.replace("/", "-"))
    return plain_name(summary.name) in (plain_name(base_id.partition("/")[2]), whole)


def _chain(summary: RepoSummary, lineage: Sequence[RepoSummary]) -> tuple[RepoSummary, ...]:
    """The repository and all it was made from, each once, those without a summary at the end."""
    chain = {repo.id: repo for repo in (summary, *lineage)}
    for repo in tuple(chain.values()):
        for id_ in repo.base_models:
            chain.setdefault(id_, RepoSummary(id=id_))
    return tuple(chain.values())


def _packed(chain: Sequence[RepoSummary]) -> RepoSummary:
    """The first repository that is more than another packing of the next."""
    for repo, base in pairwise(chain):
        if not is_copy(repo, base.id):
            return repo
    return chain[-1]


def _original(repo: RepoSummary, families: Mapping[str, Family]) -> Family | None:
    name = plain_name(repo.name)
    for family in families.values():
        by_others = _is_by_name(repo, family) and _is_new_model(repo)
        if family.is_original(repo.owner, name) and not by_others:
            return family
    return None


def _mentioned(name: str, families: Mapping[str, Family]) -> Family | None:
    """The family that a name tells a model to come from: one of its models, or else its own."""
    whole = (family for family in families.values() if family.is_mentioned(name))
    loose = (family for family in families.values() if family.is_hinted(name))
    return next(whole, None) or next(loose, None)


def _is_by_name(repo: RepoSummary, family: Family) -> bool:
    return repo.owner.lower() not in family.owners


def _is_new_model(repo: RepoSummary) -> bool:
    """Whether a repository says that it is a model trained further."""
    starts = tuple(f"base_model:{relation}:" for relation in _NEW_MODEL)
    return any(tag.lower().startswith(starts) for tag in repo.tags)
