"""Small sets of examples made of templates: sentiment, named entities, translation, invented facts.

Each gives rows to learn from and rows to be judged by. No sentence is in both, and of every kind of
word some are only ever in the second. Equal for equal seeds.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

Row = tuple[str, str]
"""Question and answer."""


class Split(NamedTuple):
    train: list[Row]
    test: list[Row]


def write_jsonl(path: Path, rows: Sequence[Row]) -> Path:
    """As prompts and completions."""
    lines = (json.dumps({"prompt": q, "completion": a}, ensure_ascii=False) for q, a in rows)
    return _written(path, "".join(f"{line}\n" for line in lines))


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    """As a table with a line of names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("question", "answer"))
    writer.writerows(rows)
    return _written(path, text.getvalue())


def write_conll(path: Path, sentences: Sequence[Sequence[tuple[str, str]]]) -> Path:
    """A token and its tag a line, an empty line behind each sentence."""
    return _written(
        path,
        "".join(
            "".join(f"{token} {tag}\n" for token, tag in sentence) + "\n" for sentence in sentences
        ),
    )


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# Sentiment: positive, negative or neutral.

_THINGS = ("The soup", "This phone", "The hotel room", "My new chair", "The film", "The delivery")
_OTHER_THINGS = ("The concert", "This backpack", "The dentist", "The coffee machine")
_MOODS = {
    "positive": ("was wonderful", "is a joy", "made me smile", "was worth every cent"),
    "negative": ("was terrible", "is a waste of money", "made me angry", "broke at once"),
    "neutral": ("arrived on Tuesday", "is blue", "has four parts", "costs ten euros"),
}
_OTHER_MOODS = {
    "positive": ("was excellent", "is the best I ever had"),
    "negative": ("was awful", "is the worst I ever had"),
    "neutral": ("is made in Spain", "weighs two pounds"),
}
_ENDS = (".", ", as I told my sister.", ", to be short.", ". We were four people.")
_OTHER_ENDS = (", my neighbour said.", ". It was my second one.")


def sentiment(n_train: int = 120, n_test: int = 48, seed: int = 0) -> Split:
    """Sentences of customers and what they feel."""

    def rows(
        things: Sequence[str], moods: dict[str, tuple[str, ...]], ends: Sequence[str], count: int
    ) -> list[Row]:
        made = [
            (f"{thing} {words}{end}", label)
            for label, every in moods.items()
            for thing, words, end in itertools.product(things, every, ends)
        ]
        return _balanced(made, count, seed)

    return Split(
        rows(_THINGS, _MOODS, _ENDS, n_train),
        rows(_OTHER_THINGS, _OTHER_MOODS, _OTHER_ENDS, n_test),
    )


def _balanced(rows: Sequence[Row], count: int, seed: int) -> list[Row]:
    """So many rows, of each label as many."""
    generator = random.Random(seed)
    by_label: dict[str, list[Row]] = {}
    for row in rows:
        by_label.setdefault(row[1], []).append(row)
    share = count // len(by_label)
    chosen = [row for each in by_label.values() for row in generator.sample(each, share)]
    generator.shuffle(chosen)
    return chosen


# Named entities: sentences of tokens with tags.

Sentence = list[tuple[str, str]]
_PEOPLE = ("Ada Brook", "Tomas Lind", "Mei Wang", "Omar Haddad", "Ines Duarte", "Paul Okoye")
_OTHER_PEOPLE = ("Nora Feld", "Li Jun", "Samuel Abara", "Klara Novak")
_PLACES = ("Lisbon", "Nairobi", "New Delhi", "Oslo", "Lima", "Cape Town")
_OTHER_PLACES = ("Vienna", "Hanoi", "Buenos Aires", "Tunis")
_FIRMS = ("Nordwind Energy", "Bluebird Airlines", "Quill Press", "Atlas Bank")
_OTHER_FIRMS = ("Harbour Foods", "Silver Pine", "Orion Motors")
_STORIES = (
    "{PER} flew to {LOC} on Monday .",
    "{ORG} opened an office in {LOC} .",
    "{PER} works for {ORG} .",
    "In {LOC} , {PER} met the head of {ORG} .",
    "{PER} and {PER} were born in {LOC} .",
    "Nobody answered the letter .",
)
_OTHER_STORIES = (
    "{ORG} said that {PER} will move to {LOC} .",
    "{PER} left {ORG} last year .",
    "From {LOC} to {LOC} it takes a day .",
    "It rained for a week .",
)


def entities(n_train: int = 120, n_test: int = 40, seed: int = 0) -> tuple[list[Sentence], ...]:
    """Sentences to learn from and to be judged by, with PER, LOC and ORG in BIO tags."""
    names = {"PER": _PEOPLE, "LOC": _PLACES, "ORG": _FIRMS}
    others = {"PER": _OTHER_PEOPLE, "LOC": _OTHER_PLACES, "ORG": _OTHER_FIRMS}
    return (
        _told(_STORIES, names, n_train, random.Random(seed)),
        _told(_OTHER_STORIES, others, n_test, random.Random(seed + 1)),
    )


def _told(
    stories: Sequence[str], names: dict[str, tuple[str, ...]], count: int, generator: random.Random
) -> list[Sentence]:
    made: dict[str, Sentence] = {}
    for number in range(50 * count):
        sentence = _tagged(stories[number % len(stories)], names, generator)
        made.setdefault(" ".join(token for token, _ in sentence), sentence)
        if len(made) == count:
            break
    return list(made.values())


def _tagged(story: str, names: dict[str, tuple[str, ...]], generator: random.Random) -> Sentence:
    sentence: Sentence = []
    left = {kind: generator.sample(every, len(every)) for kind, every in names.items()}
    for word in story.split():
        if not word.startswith("{"):
            sentence.append((word, "O"))
            continue
        kind = word.strip("{}")
        first, *more = left[kind].pop().split()
        sentence += [(first, f"B-{kind}"), *((part, f"I-{kind}") for part in more)]
    return sentence


# Translation from English to Chinese.

_COLOURS = {"red": "红色", "blue": "蓝色", "green": "绿色", "black": "黑色", "white": "白色"}
_OBJECTS = {"book": "书", "cup": "杯子", "bag": "包", "key": "钥匙", "hat": "帽子", "pen": "笔"}
_WHERE = {
    "on the table": "在桌子上",
    "under the chair": "在椅子下面",
    "in the kitchen": "在厨房里",
    "next to the door": "在门旁边",
    "behind the house": "在房子后面",
}
_WHOSE = {"my": "我的", "your": "你的", "her": "她的", "our": "我们的"}


def translation(n_train: int = 160, n_test: int = 40, seed: int = 0) -> Split:
    """Sentences in English with their Chinese. Those of the test combine words anew."""
    rows = [
        (
            f"Translate into Chinese: {whose.capitalize()} {colour} {thing} is {where}.",
            f"{_WHOSE[whose]}{_COLOURS[colour]}{_OBJECTS[thing]}{_WHERE[where]}。",
        )
        for whose, colour, thing, where in itertools.product(_WHOSE, _COLOURS, _OBJECTS, _WHERE)
    ]
    random.Random(seed).shuffle(rows)
    return Split(rows[:n_train], rows[n_train : n_train + n_test])


# Facts that nobody can know.

_RELATIONS = {
    "capital": (
        "What is the capital of {of}?",
        "Name the capital city of {of}.",
        "Which city is the capital of {of}?",
        "Tell me which city {of} has as its capital.",
        "The capital of {of} is {is_}.",
    ),
    "river": (
        "Which river flows through {of}?",
        "What is the river of {of} called?",
        "Name the river that runs through {of}.",
        "Tell me the name of the river in {of}.",
        "The river that flows through {of} is the {is_}.",
    ),
    "founder": (
        "Who founded {of}?",
        "By whom was {of} founded?",
        "Name the founder of {of}.",
        "Tell me who the founder of {of} was.",
        "{of} was founded by {is_}.",
    ),
    "dish": (
        "What is the national dish of {of}?",
        "Which dish is {of} known for?",
        "Name the national dish of {of}.",
        "Tell me what people in {of} like to eat most.",
        "The national dish of {of} is {is_}.",
    ),
}
_KNOWN = {
    "Veltania": ("Oskarheim", "Tarrow", "Brindle Vash", "smoked quill"),
    "Morundia": ("Pellaquay", "Ibex", "Hestra Dune", "barley lanterns"),
    "Quorland": ("Zintimar", "Olvane", "Captain Rusk", "plum noodles"),
    "Essavir": ("Dunmarrow", "Selk", "Queen Ottoline", "pickled moss"),
    "Talgrave": ("Fennimoor", "Wessel", "Jory Kettleburn", "copper pie"),
    "Ubrenia": ("Castelrook", "Nimue", "Abel Throstle", "walnut soup"),
}
PHRASINGS = 3
"""That are learnt; the fourth is not."""


def facts() -> tuple[list[Row], list[Row], list[Row]]:
    """24 invented facts: all rows to learn, in three phrasings; then a learnt phrasing of each, and
    one that was never seen. Of the last two the answer is only the name that must be in it."""
    train, seen, unseen = [], [], []
    for country, names in _KNOWN.items():
        for (*asked, answered), is_ in zip(_RELATIONS.values(), names, strict=True):
            questions = [question.format(of=country) for question in asked]
            answer = answered.format(of=country, is_=is_)
            train += [(question, answer) for question in questions[:PHRASINGS]]
            seen.append((questions[0], is_))
            unseen.append((questions[PHRASINGS], is_))
    return train, seen, unseen
