"""What was published of each family of models, and under which licence: `resources/openness.toml`.

The file also holds the sentences that reasons are made from. Knows nothing of repositories on the
hub; whose family a name belongs to is told by patterns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import msgspec

from engine.errors import Value
from engine.hub.openness.facts import Part, Reason, Remark, fill_sources
from engine.paths import resources

PARTS: Final = ("weights", "code", "data", "paper")
# What the classes of the Model Openness Framework ask for besides.
MORE_PARTS: Final = ("data_card", "evaluation", "preparation", "checkpoints")
UNKNOWN: Final = Part("unknown", "Not known.", "未知。")


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One family, such as SmolLM2.

    `owners`: those on the hub whose uploads are the originals; `models`: a regular expression for
    the names of the originals, in lower case with hyphens; `hints`, one for names that models made
    from them bear. `license` is the id of one in
    licenses.toml, or empty where each model's page must say it; `licenses` are exceptions by a
    regular expression of the name. `validated`: where
    the Open Source Initiative says that it examined it and found it to meet its definition.
    `information` is what is told of the data, where that differs from what is published of it.
    """

    id: str
    name: str
    maker: str
    source: str
    owners: tuple[str, ...]
    models: str
    license: str
    licenses: Mapping[str, str] = {}
    hints: str = ""
    weights: Part
    code: Part
    data: Part
    paper: Part
    information: Part | None = None
    data_card: Part | None = None
    evaluation: Part | None = None
    preparation: Part | None = None
    checkpoints: Part | None = None
    validated: str = ""
    note: Remark | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![a-z0-9])(?:{self.models})")

    def license_of(self, name: str) -> str:
        """The id of the licence that one model of the family is under."""
        for pattern, license_ in self.licenses.items():
            if re.search(pattern, name):
                return license_
        return self.license

    def is_original(self, owner: str, name: str) -> bool:
        """Whether a name, as `plain_name` leaves it, is that of a model by the family's makers.

        Where the owner is not theirs, or not known, only the exact name of an original is one,
        which those who pack models may put the maker's in front of.
        """
        if owner.lower() in self.owners and self.pattern.search(name):
            return True
        names = (name, *(name.removeprefix(f"{maker}-") for maker in self.owners))
        return any(self.pattern.fullmatch(name) for name in names)

    def is_mentioned(self, name: str) -> bool:
        """Whether a name says that the model comes from this family."""
        return bool(self.pattern.search(name))

    def is_hinted(self, name: str) -> bool:
        """Whether a name says so in fewer words."""
        return bool(self.hints) and bool(re.search(rf"(?<![a-z0-9])(?:{self.hints})", name))

    def part(self, which: str) -> Part:
        """What is known of one of `PARTS` or `MORE_PARTS`."""
        part: Part | None = getattr(self, which)
        return part or UNKNOWN


class Facts(msgspec.Struct, frozen=True):
    """The families by id, in the order of the file, and the sentences of reasons by rule."""

    families: Mapping[str, Family]
    sentences: Mapping[str, Remark]

    def reason(self, rule: str, source: str = "", **values: Value) -> Reason:
        """A reason by its rule, its sentences filled with values."""
        sentence = self.sentences[rule]
        return Reason(
            rule,
            sentence.en.format(**values),
            sentence.zh.format(**values),
            source or sentence.source,
            MappingProxyType(values),
        )


def plain_name(name: str) -> str:
    """The name of a model as patterns are written for: lower case, hyphens, no mark of a format."""
    name = re.sub(r"[\s_]+", "-", name.strip().lower())
    name = re.sub(r"[-.](gguf|ggml)\b.*$", "", name)
    name = re.sub(r"-(i1|imatrix|imat)$", "", name)
    return re.sub(r"[-.](i?q\d(-[0-9a-z]+)*|f16|fp16|bf16|f32)$", "", name)


def load_facts(path: Path | None = None) -> Facts:
    """Read the file."""
    raw = msgspec.toml.decode((path or resources() / "openness.toml").read_bytes())
    families = {}
    for id_, entry in raw["family"].items():
        filled: dict[str, Any] = {"id": id_, **fill_sources(entry)}
        families[id_] = msgspec.convert(filled, Family)
    sentences = msgspec.convert(raw["reason"], dict[str, Remark])
    return Facts(families, sentences)
