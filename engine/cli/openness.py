"""How open a model is, on the command line: the two answers, what they rest on, and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import typer

from engine.cli.report import printable, table
from engine.hub.openness import Card, Reason, Row
from engine.hub.openness.terms import Terms

_PARTS: Final = {
    "weights": "Weights",
    "code": "Training code",
    "data": "Training data",
    "paper": "Paper",
}
_TERMS: Final = {
    "commercial": "Commercial use",
    "any_use": "Any use",
    "train_others": "Train others",
    "attribution": "Attribution",
    "redistribution": "Redistribution",
}
_ASKED: Final = {"yes": "asked for", "no": "not asked for"}


def print_card(card: Card) -> None:
    """The card for people, in English."""
    typer.echo("\n  Is it really open?")
    _sentences(card.open, card.reasons)
    typer.echo("  May my company use it?")
    _sentences(card.company, card.company_reasons)
    if card.contradiction is not None:
        _sentences("contradiction", (card.contradiction,))
    typer.echo("")
    table([(_PARTS[row.part], f"{row.answer}: {_with_source(row)}") for row in card.rows], "  ")
    if card.terms is not None:
        typer.echo(f"\n  Licence: {printable(card.terms.name)}")
        table(list(_permissions(card.terms)), "    ")
    typer.echo(
        f"\n  Open Source AI Definition 1.0: {card.osaid}."
        f" Model Openness Framework: class {card.mof}."
    )
    for reason in card.osaid_reasons:
        typer.echo(f"    {_with_source(reason)}")


def card_fields(card: Card) -> dict[str, object]:
    """The card for programs."""

    def reason(one: Reason) -> dict[str, str]:
        return {"id": one.id, "text": one.en, "source": one.source}

    return {
        "open": card.open,
        "reasons": [reason(one) for one in card.reasons],
        "company": card.company,
        "company_reasons": [reason(one) for one in card.company_reasons],
        "parts": {
            row.part: {"answer": row.answer, "text": row.en, "source": row.source}
            for row in card.rows
        },
        "licence": card.terms.name if card.terms else "",
        "terms": _terms_fields(card.terms) if card.terms else None,
        "osaid": card.osaid,
        "mof": card.mof,
        "original": card.original,
        "contradiction": reason(card.contradiction) if card.contradiction else None,
    }


def _terms_fields(terms: Terms) -> dict[str, object]:
    facts = {
        name: {"answer": fact.answer, "text": fact.en, "source": fact.source}
        for name, fact in terms.facts.items()
    }
    return {
        "id": terms.id,
        "source": terms.source,
        **facts,
        "users_limit": terms.users_limit,
        "acceptable_use": terms.acceptable_use,
    }


def _sentences(answer: str, reasons: tuple[Reason, ...]) -> None:
    typer.echo(f"    {answer.upper()}")
    for reason in reasons:
        typer.echo(f"    - {_with_source(reason)}")


def _permissions(terms: Terms) -> Iterator[tuple[str, str]]:
    for name, title in _TERMS.items():
        fact = terms.facts[name]
        answer = _ASKED.get(fact.answer, fact.answer) if name == "attribution" else fact.answer
        text = printable(f"{fact.en} ({fact.source})" if fact.source else fact.en)
        yield title, f"{answer}: {text}" if text else answer
    if terms.users_limit:
        yield "Users", f"more is asked above {terms.users_limit:,} a month"
    if terms.acceptable_use:
        yield "Acceptable use", printable(terms.acceptable_use)


def _with_source(told: Reason | Row) -> str:
    return printable(f"{told.en} ({told.source})" if told.source else told.en)
