"""Running heads and feet, those that are alike and those that are titles."""

from __future__ import annotations

import pytest

from engine.documents.importer.bare import bare
from engine.documents.importer.running import RunningLines
from engine.documents.importer.running_titles import is_running_title


def body(text, running):
    start, stop = running.of(text)
    return text[start:stop].strip()


NAMES = [
    "mast",
    "keel",
    "sail",
    "deck",
    "rope",
    "helm",
    "hull",
    "bow",
    "stern",
    "anchor",
    "flag",
    "crew",
    "port",
]


def pages(form, count=10):
    """Pages of four lines that are on no other one, in `form`."""
    made = []
    for n in range(1, count + 1):
        lines = [f"The {NAMES[n % 13]} and the {NAMES[(n * step) % 13]}" for step in (2, 3, 4, 5)]
        made.append((n, form.format(n=n, body="\n".join(lines))))
    return made


def text_of(number):
    return body(pages("{body}")[number - 1][1], RunningLines([]))


def test_a_head_and_a_page_number_run():
    made = pages("Ship Manual {n} / 99\n{body}\n{n}")
    assert body(made[3][1], RunningLines(made)) == text_of(4)


def test_roman_numbers_are_those_of_the_same_head():
    running = RunningLines(pages("Ship Manual {n} / 99\n{body}"))
    assert body("Ship Manual xiv\nPreface", running) == "Preface"


def test_even_and_odd_pages_may_differ():
    even, odd = pages("Ships\n{body}\n{n}", 12), pages("Ports\n{body}\n{n}", 12)
    made = [(even if n % 2 == 0 else odd)[n - 1] for n in range(1, 13)]
    running = RunningLines(made)
    assert body(made[4][1], running) == text_of(5)
    assert body(made[5][1], running) == text_of(6)


def test_a_line_within_the_text_does_not_run():
    made = [(n, f"{NAMES[n]} first\nAgain\n{NAMES[-n]} last\n") for n in range(1, 11)]
    assert body(made[2][1], RunningLines(made)) == made[2][1].strip()


def test_sentences_that_differ_by_a_number_stay():
    made = [(n, f"Question {n} costs {n} points.") for n in range(1, 11)]
    assert body(made[2][1], RunningLines(made)) == made[2][1]


def test_what_the_pages_are_about_stays():
    made = [(n, f"Ticket {n}") for n in range(1, 11)]
    assert body(made[2][1], RunningLines(made)) == "Ticket 3"


def test_two_pages_prove_nothing():
    made = pages("Ship Manual\n{body}\nEnd.", 2)
    assert body(made[0][1], RunningLines(made)).startswith("Ship Manual")


TITLES = ["Basics", "Package workflow and its history in Debian", "管道命令"]


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("CHAPTER 5. BASICS 5.1. PACKAGE WORKFLOW AND ITS…", True),
        ("CHAPTER 5. BASICS… 5.1. PACKAGE WORKFLOW…", True),
        ("CHAPTER 5. BASICS 5.1. PACKING…", False),
        ("30 Chapter 4. Basics", True),
        ("5.6. Package workflow and its history in Debian 33", True),
        ("第三章 管道命令", True),
        ("Basics of something else", False),
        ("The basics", False),
        ("30", False),
        ("", False),
    ],
)
def test_running_titles(line, runs):
    assert is_running_title(line, [bare(title) for title in TITLES]) is runs
