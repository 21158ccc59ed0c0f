"""The kinds of fact an openness card is made of: an answer, a sentence in two languages, a source.

Knows neither licences nor models; only what can be said of them and where it can be checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from engine.errors import Value

Permission = Literal["yes", "limited", "no", "unknown"]
Availability = Literal["available", "partly", "not available", "unknown"]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a licence says on one question. `source`: the URL where it can be checked."""

    answer: Permission
    en: str
    zh: str
    source: str = ""

    def text(self, language: str) -> str:
        """The sentence in `zh`, or in English for any other language."""
        return self.zh if language.startswith("zh") else self.en


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether one part of a model was published, such as its training code."""

    answer: Availability
    en: str
    zh: str
    source: str = ""

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Remark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence with its source, that answers no question by itself."""

    en: str
    zh: str
    source: str = ""

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Reason(msgspec.Struct, frozen=True):
    """Why a verdict is what it is: the id of the rule, what it was filled in with, and the filled
    sentence. `source` is empty where the rule rests on nothing but what is shown beside it."""

    id: str
    en: str
    zh: str
    source: str = ""
    values: Mapping[str, Value] = {}

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def fill_sources(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of one of the files, its facts without a source of their own given the entry's."""
    source = entry.get("source", "")
    return {
        key: {"source": source, **value} if isinstance(value, dict) and "en" in value else value
        for key, value in entry.items()
    }
