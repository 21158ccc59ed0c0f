"""Sentences that were changed are not found: a word lost, moved, put in; cut or joined."""

from __future__ import annotations

import itertools
import random
import re
from pathlib import Path

import pytest
from helpers.passages import sources

from engine.documents.answers.checking import check
from engine.documents.answers.sentences import size
from engine.documents.answers.tokens import Break, tokens

SETS = Path(__file__).parents[3] / "bench" / "answer_sets"
TEXTS = sorted(SETS.glob("*/*.md"))
EACH = 25


def sentences(text):
    """As the checker cuts them, on one line each."""
    found = tokens(text)
    cuts = [i for i, token in enumerate(found) if token.gap >= Break.SENTENCE] + [len(found)]
    return [
        " ".join(text[found[a].start : found[b - 1].end].split())
        for a, b in itertools.pairwise(cuts)
    ]


def folded(text):
    """Without what makes no difference."""
    return [token.key for token in tokens(text) if token.key not in ("a", "an", "the", "的")]


def changed(one, other, dice):
    """A sentence made of one or two others, which says something that neither does."""
    chinese = not one.isascii()
    words, more = (list(text) if chinese else text.split(" ") for text in (one, other))
    place, second = dice.randrange(len(words)), dice.randrange(len(words))
    match dice.randrange(6):
        case 0:
            words = [*words[:place], *words[place + 1 :]]
        case 1:
            words[place] = dice.choice(more)
        case 2:
            words = [*words[: place + 1], *more[dice.randrange(len(more)) :]]
        case 3:
            words.insert(place, "不" if chinese else "not")
        case 4:
            words = words[place:]
        case _:
            words[place], words[second] = words[second], words[place]
    return ("" if chinese else " ").join(words)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nothing_is_found_that_is_not_there(path):
    text = re.sub(r"^#+ ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    given, there = sources(text), sentences(text)
    # A sentence, and what stands in it before a comma.
    parts = [part for one in there for part in re.split(r"(?=[,，])", one)[:1]]
    known = [folded(one) for one in (*there, *parts)]
    dice = random.Random(path.stem)
    for _ in range(EACH):
        answer = changed(dice.choice(there), dice.choice(there), dice)
        for one in check(answer, dice.choice(there), given).statements:
            said = answer[one.start : one.start + one.length]
            assert one.verdict != "found" or folded(said) in known, said


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_is_there_is_found(path):
    text = re.sub(r"^#+ ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    there = [one for one in sentences(text) if size(tokens(one)) >= 6]
    assert there
    given = sources(text)
    for one in there:
        assert [s.verdict for s in check(one, "?", given).statements] == ["found"], one
