"""What licences allow, in plain words: `resources/licenses.toml`.

Knows nothing of models. A licence that is not in the file is not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import msgspec

from engine.hub.openness.facts import Fact, Remark, fill_sources
from engine.paths import resources

Kind = Literal["open source", "open content", "use limits", "research only", "unknown"]

_OWN: Final = ("aliases", "links", "group", "why", "acceptable_use")
QUESTIONS: Final = ("commercial", "any_use", "train_others", "attribution", "redistribution")


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One licence.

    `kind`: `open content` is as free as open source, by licences made for texts and data; `use
    limits` forbids some uses or users; `research only` forbids commercial use. `osi`: approved by
    the Open Source Initiative. `source`: its text. `aliases`: what the hub and GGUF files call it,
    in lower case; `links`: beginnings of URLs of its text, without the scheme.

    The facts are permissions (`any_use`: in any field, `train_others`: with its output), but for
    `attribution`, where `yes` means that it is asked for. `users_limit`: monthly users above which
    more is asked, 0 for none. `acceptable_use`: the URL of a policy that is part of it. `why`: what
    makes it no open source licence. `group`: licences that the same tag may mean.
    """

    id: str
    name: str
    kind: Kind
    osi: bool
    source: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    group: str = ""
    commercial: Fact
    any_use: Fact
    train_others: Fact
    attribution: Fact
    redistribution: Fact
    users_limit: int = 0
    acceptable_use: str = ""
    why: Remark | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody may use, study, change and share under it, for any purpose."""
        return self.kind in ("open source", "open content")

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Its answers by question, in the order to show them."""
        return MappingProxyType({question: getattr(self, question) for question in QUESTIONS})


class Licenses:
    """The licences that are known, found by what people call them."""

    def __init__(self, known: Mapping[str, Terms]) -> None:
        self._known = MappingProxyType(dict(known))
        self._by_alias = {alias: terms for terms in known.values() for alias in names_of(terms)}

    @property
    def known(self) -> Mapping[str, Terms]:
        return self._known

    def find(self, *names: str) -> Terms | None:
        """The licence that the first of some tags, names or URLs means that is known."""
        for name in names:
            if terms := self._by_alias.get(plain(name)) or self._by_link(name):
                return terms
        return None

    def _by_link(self, name: str) -> Terms | None:
        if "://" not in name:
            return None
        link = re.sub(r"^https?://(www\.)?", "", name.strip().lower())
        for terms in self._known.values():
            if link.startswith(terms.links):
                return terms
        return None


def names_of(terms: Terms) -> Iterable[str]:
    """All that one licence is called, as `plain` leaves it, each once."""
    return {plain(name) for name in (terms.id, terms.name, *terms.aliases)}


def plain(name: str) -> str:
    """A licence's name without what people write differently: case, spaces, underscores."""
    return re.sub(r"[\s_]+", "-", name.strip().lower())


def listed(tag: str) -> tuple[str, ...]:
    """The licences of a tag that names several, with commas between them."""
    return tuple(name for part in tag.split(",") if (name := part.strip()))


def load_licenses(path: Path | None = None) -> Licenses:
    """Read the file; an entry with `like` takes what it does not say from that other entry."""
    raw = msgspec.toml.decode((path or resources() / "licenses.toml").read_bytes())
    whole = {id_: {"id": id_, **_whole(id_, raw)} for id_ in raw}
    return Licenses({id_: _terms(entry) for id_, entry in whole.items()})


def _whole(id_: str, raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """An entry with what it takes from others. What names or judges a licence is not taken."""
    entry = dict(raw[id_])
    like = entry.pop("like", "")
    if not like:
        return entry
    inherited = {key: value for key, value in _whole(like, raw).items() if key not in _OWN}
    return inherited | entry


def _terms(entry: Mapping[str, Any]) -> Terms:
    return msgspec.convert(fill_sources(entry), Terms)
