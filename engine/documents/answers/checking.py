"""Looks an answer up in its sources, statement by statement, without any model.

What is shown as found is found: where in doubt a statement counts as missing. Whether the answer
answers is told apart from that: what is found must also be near the words of the question and be
of the kind that is asked for. Pure and linear in the texts; knows no window and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.documents.answers.asked import asked
from engine.documents.answers.lookup import Lookup
from engine.documents.answers.phrases import (
    is_plain,
    refuses,
    says_more,
    says_of_its_own,
    without_lead,
)
from engine.documents.answers.statements import Said, statements
from engine.documents.records import Checked, Cite, Sources, Statement, Verdict

CHECKER: Final = 1
"""Goes up when other verdicts may come out of the same answer."""


def check(answer: str, question: str, sources: Sources, *, small: bool = False) -> Checked:
    """The statements of an answer with where they were found, and whether it answers.

    `small`: a small model wrote it, which quotes something to every question; so what it quotes
    must be closer to the question to count as its answer.
    """
    wanted = asked(question)
    lookup = Lookup(sources.passages, wanted)
    said = statements(answer)
    made: list[Statement] = []
    refused = False
    answered = False
    for row in _rows(said):
        cites = _of_row(row, said, lookup) if row[0].form == "cell" else None
        for one in row:
            text = answer[one.start : one.end]
            places = cites if cites is not None else _find(one, lookup)
            verdict: Verdict = "found" if places else "missing"
            if one.form in ("head", "heading") and not places:
                claims = (
                    one.form == "heading" and _has_fact(one) and not lookup.is_title(one.tokens)
                )
                verdict = "missing" if claims else "plain"
            elif refuses(text) and not (places and says_of_its_own(text)):
                refused = refused or not answered
                verdict = "missing" if says_more(text, one.tokens, wanted.facts) else "plain"
                places = []
            elif is_plain(text):
                verdict, places = "plain", []
            if verdict == "found" and one.form != "heading":
                answered = answered or any(lookup.fits(cite, strictly=small) for cite in places)
            ordered = sorted(places, key=lambda cite: cite.number not in one.marks)
            made.append(
                Statement(one.start, one.end - one.start, verdict, tuple(ordered), one.marks)
            )
    found = sum(one.verdict == "found" for one in made)
    missing = sum(one.verdict == "missing" for one in made)
    return Checked(tuple(made), found, missing, answered and not refused, CHECKER)


def _rows(said: Sequence[Said]) -> list[list[Said]]:
    """Statements one by one, but the cells of a row together."""
    rows: list[list[Said]] = []
    for one in said:
        if one.row and rows and rows[-1][0].row == one.row:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _find(one: Said, lookup: Lookup) -> list[Cite]:
    if one.form == "head":
        return []
    return lookup.find(one.tokens) or lookup.find(without_lead(one.tokens))


def _of_row(row: Sequence[Said], said: Sequence[Said], lookup: Lookup) -> list[Cite]:
    """A row of a table is found where the document has the same row, and the same head above: a
    cell by itself says nothing."""
    head = [one for one in said if one.form == "head" and one.row < row[0].row]
    heads = [one for one in head if one.row == max(one.row for one in head)]
    above = {cite.number for cite in lookup.rows([one.tokens for one in heads])}
    return [cite for cite in lookup.rows([one.tokens for one in row]) if cite.number in above]


def _has_fact(one: Said) -> bool:
    return any(token.kind in ("number", "date") for token in one.tokens)
