"""Tables of contents and indexes are told from text and from tables of figures."""

from __future__ import annotations

import pytest

from engine.documents.importer.weak import is_weak

CONTENTS = (
    "1 Overview 1\n2 Prerequisites 3\n2.1 People around 3\n2.2 How to contribute 4\n3 Setup 7"
)
INDEX = (
    "anchor, 12, 45\nballast, 3\ncapstan, 7, 9-11\ndavit, 88\nensign, 4, 90\nflag, see ensign, 90"
)
FIGURES = "2019 12 45 77\n2020 13 46 79\n2021 15 48 80\n2022 15 50 81\n2023 16 53 85"


@pytest.mark.parametrize(
    ("text", "heading", "weak"),
    [
        ("Intro . . . . . . . 3\nMore ........ 17", (), True),
        ("概览 …… 3\n安装 …… 9", (), True),
        (CONTENTS, ("Contents",), True),
        (CONTENTS, ("目录",), True),
        (INDEX, (), True),
        (FIGURES, (), False),
        ("In the year 2021\nthere were 40\nships in port.", ("Contents",), False),
        ("A sentence that is just text, and ends with 7", (), False),
    ],
)
def test_what_is_weak(text, heading, weak):
    assert is_weak(text, heading) is weak
