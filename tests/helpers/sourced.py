"""Questions with sources and replies that were checked, as the window and the store have them."""

from __future__ import annotations

from engine.documents.records import Checked, Cite, Passage, Ranks, Sources, Statement

ANSWER = "Parental leave lasts 16 weeks. It is paid in full. Ask Maria for the form."
FIRST = "Every parent has sixteen weeks of leave. Leave is paid in full."


def passage(number: int = 1, text: str = FIRST, page: int = 14, name: str = "handbook.pdf"):
    return Passage(
        number,
        f"file-{name}",
        f"/papers/{name}",
        name.partition(".")[0].title(),
        "ab" * 32,
        page,
        120,
        len(text),
        text,
        heading=("Leave", "Parents"),
        ranks=Ranks(1, 3, ("leave", "parents")),
    )


def sources(*passages: Passage, near: tuple[Passage, ...] = ()) -> Sources:
    return Sources("passages", passages or (passage(),), near, ("How long is parental leave?",))


def checked(answer: str = ANSWER, *, answered: bool = True) -> Checked:
    """The first two sentences found in passage 1, the third in none."""
    statements = []
    start = 0
    found = (Cite(1, 0, 40),), (Cite(1, 41, 22),), ()
    for sentence, cites in zip(answer.split(". "), found, strict=True):
        length = len(sentence.rstrip(".")) + 1
        verdict = "found" if cites else "missing"
        statements.append(Statement(start, length, verdict, cites))
        start += length + 1
    return Checked(tuple(statements), 2, 1, answered)
