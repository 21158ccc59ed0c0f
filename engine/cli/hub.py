"""`puna models search` and `show`: what the hub has, before anything is downloaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Self

import typer

from engine.cli.network import Network
from engine.cli.openness import card_fields, print_card
from engine.cli.report import AsJson, emit, home_of, printable, size, table
from engine.errors import PunaError
from engine.fit import Fit, machine, teachable
from engine.gguf import Gguf
from engine.gguf.architectures import missing_part
from engine.hub.client import HubClient
from engine.hub.http import repository_page
from engine.hub.openness import Openness
from engine.hub.records import Repository, RepoSummary, Variant
from engine.hub.suggestion import fits_of, suggested
from engine.hub.variants import quality
from engine.paths import Home
from engine.speed import SpeedLog

_MOST: Final = 100
"""Results of one search."""
_ROLES: Final = {
    "model": "",
    "projector": "the part of a model that looks at pictures",
    "adapter": "a LoRA adapter",
}


def register(models: typer.Typer) -> None:
    """Add the commands to `puna models`."""
    models.command("search")(search)
    models.command("show")(show)


def search(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(help="Words of the name; empty for the most popular.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST, help="Most results.")] = 20,
    truly_open: Annotated[
        bool, typer.Option("--truly-open", help="Only those that are, as far as Puna knows.")
    ] = False,
    commercial: Annotated[
        bool, typer.Option("--commercial", help="Only those that a company may use.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find models on the hub: repositories with GGUF files, most downloaded first."""
    openness = Openness()
    # The hub knows nothing of these two questions: those that pass are few among many.
    asked = _MOST if truly_open or commercial else limit
    found = [
        (summary, openness.brief(summary), openness.company(summary))
        for summary in Network.of(home_of(context)).client.search(text, limit=asked)
    ]
    among = len(found)
    if truly_open:
        found = [one for one in found if one[1] == "truly open"]
    if commercial:
        found = [one for one in found if one[2] in ("yes", "yes, with terms")]
    found = found[:limit]
    if as_json:
        for summary, verdict, company in found:
            emit("repository", **_summary(summary), open=verdict, company=company)
        return
    if not found and among:
        typer.echo(f"None of the {among} most downloaded is known to be so.", err=True)
        return
    if not found:
        typer.echo("The hub has no GGUF models with these words in their names.", err=True)
        return
    table([(summary.id, f"{_line(summary)}  {verdict}") for summary, verdict, _ in found])


def show(
    context: typer.Context,
    repository: Annotated[str, typer.Argument(help="owner/name, or the address of its page.")],
    as_json: AsJson = False,
) -> None:
    """Show the models of a repository, which of them fit this computer, and what is known of
    them. Reads the header of one file."""
    home = home_of(context)
    client = Network.of(home).client
    found = client.repository(repository)
    lineage = client.lineage(found.summary)
    card = Openness().card(found.summary, lineage)
    here = _Here.of(home, client, found)
    if as_json:
        variants = [_variant(variant, here) for variant in found.variants]
        made_from = [_summary(summary) for summary in lineage]
        about = {
            "revision": found.revision,
            "variants": variants,
            "fault": here.fault,
            "lacks": here.lacks,
            "teachable": here.teachable,
            "lineage": made_from,
        }
        emit("repository", **_summary(found.summary), **about, openness=card_fields(card))
        return
    typer.echo(found.id)
    table(_facts(found, lineage), "  ")
    typer.echo("")
    if not found.variants:
        typer.echo("There are no GGUF files in it that Puna could use.", err=True)
    table([(variant.name, _kind(variant, here)) for variant in found.variants], "  ")
    if here.fault:
        typer.echo(printable(f"\n  How they would run is not known: {here.fault}"))
    elif here.lacks:
        typer.echo(printable(f"\n  {here.lacks}"))
    elif here.teachable:
        typer.echo("\n  Puna can teach this model.")
    print_card(card)


@dataclass(frozen=True)
class _Here:
    """How the files of a repository would run on this computer; `fault` says why that is not known,
    `lacks` why they cannot be chatted with. `best` is the one to take."""

    fits: Mapping[Variant, Fit]
    best: Variant | None = None
    teachable: bool = False
    fault: str = ""
    lacks: str = ""

    @classmethod
    def of(cls, home: Home, client: HubClient, repository: Repository) -> Self:
        """By the header of the smallest model. What is wrong with it is no reason to show nothing:
        that of a repository whose terms were not accepted cannot be read."""
        models = repository.models()
        if not models:
            return cls({})
        try:
            header = client.header(repository, models[0])
        except PunaError as error:
            return cls({}, fault=error.message)
        some = fits_of(models, header, models[0], machine(home), SpeedLog(home).known())
        fits = {variant: fit for variant, _, fit in some}
        if lacks := _lacks(header):
            return cls(fits, lacks=lacks)
        return cls(fits, suggested(some), teachable(header))


def _lacks(header: Gguf) -> str:
    """Why a model cannot be chatted with here, whatever memory there is; empty where it can."""
    if header.not_chat:
        return f"It is {header.not_chat}, and cannot be chatted with."
    pre = header.text("tokenizer.ggml.pre")
    missing = missing_part(header.architecture, header.tokenizer_model, pre)
    return f"Puna cannot run it: this llama.cpp does not have {missing}." if missing else ""


def _facts(repository: Repository, lineage: Sequence[RepoSummary]) -> list[tuple[str, str]]:
    summary = repository.summary
    facts = [
        ("Downloads", f"{summary.downloads:,}"),
        ("Likes", f"{summary.likes:,}"),
        ("Updated", summary.updated[:10] or "not said"),
        ("Licence", _license(summary)),
        ("Languages", ", ".join(summary.languages) or "not said"),
        ("Made from", " <- ".join(base.id for base in lineage) or "not said"),
        ("Revision", repository.revision),
    ]
    if summary.gated:
        page = repository_page(repository.endpoint, repository.id)
        facts.append(("Terms", f"must be accepted first, at {page}"))
    return facts


def _license(summary: RepoSummary) -> str:
    named = summary.license_name if summary.license in ("", "other") else ""
    return named or summary.license or "not said"


def _line(summary: RepoSummary) -> str:
    parts = [
        f"{summary.downloads:>11,} downloads",
        f"{summary.likes:>6,} likes",
        summary.updated[:10] or " " * 10,
        _license(summary),
    ]
    return "  ".join(parts) + ("  (terms to accept)" if summary.gated else "")


def _kind(variant: Variant, here: _Here) -> str:
    parts = [f"{size(variant.size):>9}", f"{quality(variant):<15}", variant.quantisation]
    if len(variant.files) > 1:
        parts.append(f"in {len(variant.files)} files")
    parts.append(_ROLES[variant.role])
    if fit := here.fits.get(variant):
        parts.append(_runs(fit))
    if variant == here.best:
        parts.append("<- suggested")
    return "  ".join(filter(None, parts))


def _runs(fit: Fit) -> str:
    """`fits: 2.1 GB of memory, 12 words/s`, with the context that this is for."""
    memory = f"{size(fit.need.total)} of memory with a context of {fit.n_ctx:,}"
    speed = f", about {fit.words_per_s:.{0 if fit.words_per_s >= 10 else 1}f} words/s"
    known = fit.words_per_s > 0 and fit.verdict != "too big"
    return f"{fit.verdict}: {memory}{speed if known else ''}"


def _summary(summary: RepoSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "downloads": summary.downloads,
        "likes": summary.likes,
        "updated": summary.updated,
        "base_models": summary.base_models,
        "languages": summary.languages,
        "license": summary.license,
        "license_name": summary.license_name,
        "license_link": summary.license_link,
        "gated": summary.gated,
        "purpose": summary.purpose,
    }


def _variant(variant: Variant, here: _Here) -> dict[str, object]:
    fit = here.fits.get(variant)
    return {
        "name": variant.name,
        "quantisation": variant.quantisation,
        "quality": quality(variant),
        "bits": variant.bits,
        "role": variant.role,
        "size": variant.size,
        "files": variant.files,
        "fit": None
        if fit is None
        else {
            "verdict": fit.verdict,
            "memory": fit.need.total,
            "n_ctx": fit.n_ctx,
            "largest": fit.largest,
            "words_per_s": round(fit.words_per_s, 2),
            "page_s": round(fit.page_s, 1),
        },
        "suggested": variant == here.best,
    }
