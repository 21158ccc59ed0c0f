"""How open a model is: its card, made from what is known of its family and its licence.

Asks nothing of the network: it takes what the hub said before, or what a file says of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from engine.gguf import Gguf
from engine.hub.openness import rules
from engine.hub.openness.card import Answer, Card, Osaid, Verdict
from engine.hub.openness.facts import Fact, Part, Reason, Remark
from engine.hub.openness.family import Facts, Family, load_facts, plain_name
from engine.hub.openness.lineage import Origin, trace
from engine.hub.openness.local import described, repositories
from engine.hub.openness.parts import ROWS, parts_of, row
from engine.hub.openness.terms import Licenses, Terms, listed, load_licenses
from engine.hub.records import RepoSummary


class Openness:
    """Reads both files of facts once; nothing in it changes afterwards."""

    def __init__(self, licenses: Licenses | None = None, facts: Facts | None = None) -> None:
        self._licenses = licenses or load_licenses()
        self._facts = facts or load_facts()

    def card(self, summary: RepoSummary, lineage: Sequence[RepoSummary] = ()) -> Card:
        """The card of a repository; surer with the `lineage`: its base models, nearest first."""
        origin = trace(summary, lineage, self._facts.families)
        family = origin.family
        terms = self._terms(origin)
        parts = parts_of(origin, self._facts)
        answers = {name: part.answer for name, part in parts.items()}
        osaid = rules.osaid(terms, answers)
        company, questions = rules.company(terms)
        caveats = tuple(self._caveats(origin))
        return Card(
            open=rules.verdict(terms, osaid),
            reasons=(*self._licence(terms, summary), *_published(parts), *caveats),
            company=company,
            company_reasons=(*self._business(terms, questions, summary), *caveats),
            rows=tuple(row(name, parts[name]) for name in ROWS),
            terms=terms,
            osaid=osaid,
            osaid_reasons=tuple(self._definition(terms, parts, osaid, origin)),
            mof=rules.mof(terms, answers),
            original=_root(origin),
            family=family.id if family else "",
            title=family.name if family else "",
            derived=origin.derived,
            contradiction=self._contradiction(summary, origin),
        )

    def card_of(self, gguf: Gguf) -> Card:
        """The card of a file, by what it says of itself."""
        card = self.card(described(gguf, self._facts.families))
        named = card.original in repositories(gguf)
        return card if named else msgspec.structs.replace(card, original="")

    def brief(self, summary: RepoSummary) -> Verdict:
        """The first headline alone, for a filter."""
        return self.card(summary).open

    def company(self, summary: RepoSummary) -> Answer:
        """The second headline alone, for a filter."""
        return self.card(summary).company

    def terms(self) -> Mapping[str, Terms]:
        """All licences that are known, by id."""
        return self._licenses.known

    def _tagged(self, repo: RepoSummary) -> Terms | None:
        """The licence that a repository is tagged with: of several, the strictest. One that is
        named and not known may say anything, so that an open one beside it is no answer."""
        names = (repo.license_name, repo.license_link, *listed(repo.license))
        found = [terms for name in names if (terms := self._licenses.find(name))]
        strictest = rules.strictest(found[::-1])
        named = (repo.license_name, *listed(repo.license))
        foreign = any(name and name != "other" and not self._licenses.find(name) for name in named)
        return None if foreign and not rules.restricts(strictest) else strictest

    def _terms(self, origin: Origin) -> Terms | None:
        """The licence that holds: the family's own, and what the tags leave of it."""
        own, known = self._own(origin), self._known(origin)
        if known and not origin.derived:
            # Who only packs a model cannot take away what its maker gives; but a name may be borne
            # by another model, and the maker's page is newer than what is known here.
            claimed = own if origin.by_name else self._tagged(origin.model)
            return rules.strictest([terms for terms in (claimed, known) if terms])
        held = [terms for _, terms, _ in self._inherited(origin)]
        strictest = rules.strictest([terms for terms in (own, known, *held) if terms])
        return strictest if own or rules.restricts(strictest) else None

    def _own(self, origin: Origin) -> Terms | None:
        """What the model's maker says, or else who packed it, where anybody may know."""
        packed = origin.chain[: origin.chain.index(origin.model) + 1]
        for repo in reversed(packed):
            if repo.license or repo.license_name:
                terms = self._tagged(repo)
                family = None if origin.derived else origin.family
                asked = (
                    family and not self._known(origin) and repo.owner.lower() not in family.owners
                )
                return None if asked and not rules.restricts(terms) else terms
        return None

    def _known(self, origin: Origin) -> Terms | None:
        """The licence of the original, or of what the model was derived from, by its family."""
        return self._of_family(origin.family, origin.named)

    def _of_family(self, family: Family | None, repo: RepoSummary) -> Terms | None:
        license_ = family.license_of(plain_name(repo.name)) if family else ""
        return self._licenses.known[license_] if license_ else None

    def _inherited(self, origin: Origin) -> Iterator[tuple[str, Terms, bool]]:
        """The licences of all that a derived model was made from, surest first: by families, then
        by tags."""
        for repo, family in origin.ancestors:
            if terms := self._of_family(family, repo):
                yield repo.id, terms, False
        for repo in origin.chain[origin.chain.index(origin.model) + 1 :]:
            if terms := self._tagged(repo):
                yield repo.id, terms, False

    def _contradiction(self, summary: RepoSummary, origin: Origin) -> Reason | None:
        claimed = self._tagged(summary)
        if claimed is None:
            return None
        for name, held, is_copy in self._held(summary, origin):
            if rules.contradicts(claimed, held, is_copy=is_copy):
                values = {"claimed": claimed.name, "original": name, "held": held.name}
                return self._facts.reason("contradiction", held.source, **values)
        return None

    def _held(self, summary: RepoSummary, origin: Origin) -> Iterator[tuple[str, Terms, bool]]:
        """What a model comes from, with the licence of each, surest first, and whether the model is
        a copy of it."""
        if origin.family and (known := self._known(origin)):
            name = origin.family.name if origin.by_name else origin.named.id
            yield name, known, not origin.derived
        yield from self._inherited(origin)
        for repo in origin.chain:
            terms = self._tagged(repo)
            if terms and repo not in (summary, origin.base):
                yield repo.id, terms, repo == origin.model

    def _licence(self, terms: Terms | None, summary: RepoSummary) -> tuple[Reason, ...]:
        if terms is None or terms.kind == "unknown":
            tag = summary.license_name or summary.license
            rule = "licence-unknown" if tag and tag != "other" else "licence-missing"
            return (self._facts.reason(rule, tag=tag),)
        rule = {
            "open source": "licence-open",
            "open content": "licence-content",
            "use limits": "licence-limits",
            "research only": "licence-research",
        }[terms.kind]
        reason = self._facts.reason(rule, terms.source, license=terms.name)
        return (reason, _said("why", terms.why)) if terms.why else (reason,)

    def _business(
        self, terms: Terms | None, questions: Sequence[str], summary: RepoSummary
    ) -> tuple[Reason, ...]:
        if terms is None or not questions:
            return self._licence(terms, summary)
        return tuple(_said(question, terms.facts[question]) for question in questions)

    def _definition(
        self, terms: Terms | None, parts: Mapping[str, Part], osaid: Osaid, origin: Origin
    ) -> Iterator[Reason]:
        """What is met, missed or not known of the Open Source AI Definition."""
        if terms is None or not terms.is_open:
            missed = "missed" if rules.restricts(terms) else "unknown"
            yield self._facts.reason(f"osaid-freedoms-{missed}")
        for name in ("information", "code"):
            if parts[name].answer != "available":
                missed = "unknown" if parts[name].answer == "unknown" else "missed"
                yield self._facts.reason(f"osaid-{name}-{missed}", parts[name].source)
        if osaid == "met" and origin.family:
            source = origin.family.validated
            yield self._facts.reason("osaid-validated" if source else "osaid-met", source)

    def _caveats(self, origin: Origin) -> Iterator[Reason]:
        """What makes the answers less sure, or is worth to know beside them."""
        family = origin.family
        if family is None:
            yield self._facts.reason("family-unknown")
        elif origin.derived:
            yield self._facts.reason("derived", base=family.name)
        if family and self._known(origin) is None:
            yield self._facts.reason("licence-of-its-page", family.source, family=family.name)
        if family and origin.by_name:
            yield self._facts.reason("by-name", family=family.name)
        if family and family.note:
            yield _said("note", family.note)
        if any(repo.gated for repo in origin.chain):
            yield self._facts.reason("gated")


def _published(parts: Mapping[str, Part]) -> Iterator[Reason]:
    """What was published of the training, and what was not."""
    for name in ("data", "code"):
        part = parts[name]
        yield Reason(f"{name}-{part.answer.replace(' ', '-')}", part.en, part.zh, part.source)


def _said(id_: str, said: Fact | Remark) -> Reason:
    return Reason(id_, said.en, said.zh, said.source)


def _root(origin: Origin) -> str:
    """The repository at the root; empty for a file that names none."""
    root = origin.chain[-1].id
    return root if "/" in root.strip("/") else ""
