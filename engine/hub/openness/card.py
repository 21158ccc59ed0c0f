"""What the window and the command line show of a model's openness, as plain frozen data."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.hub.openness.facts import Availability, Reason
from engine.hub.openness.terms import Terms

Verdict = Literal["truly open", "open weights", "restricted", "unknown"]
Answer = Literal["yes", "yes, with terms", "no", "unknown"]
Osaid = Literal["met", "not met", "unknown"]
MofClass = Literal["I", "II", "III", "none", "unknown"]
PartName = Literal["weights", "code", "data", "paper"]


class Row(msgspec.Struct, frozen=True):
    """One part of the model (`code` and `data` are those it was trained with): is it published?"""

    part: PartName
    answer: Availability
    en: str
    zh: str
    source: str = ""

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to "is it really open?" (`open`) and "may my company use it?" (`company`).

    `terms`: the licence that holds, which is the original's where the uploader's tag says another:
    then `contradiction` tells so. `osaid`: the Open Source AI Definition 1.0; `mof`: the class of
    the Model Openness Framework. `original`: the repository at the root, empty where the file does
    not name one. `family`: the id of one in openness.toml, empty for an unknown one; `title` is its
    name. `derived`: somebody else trained this model further.
    """

    open: Verdict
    reasons: tuple[Reason, ...]
    company: Answer
    company_reasons: tuple[Reason, ...]
    rows: tuple[Row, ...]
    terms: Terms | None
    osaid: Osaid
    osaid_reasons: tuple[Reason, ...]
    mof: MofClass
    original: str = ""
    family: str = ""
    title: str = ""
    derived: bool = False
    contradiction: Reason | None = None
