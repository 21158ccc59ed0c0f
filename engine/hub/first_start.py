"""What answers at the first start, of what comes with Puna: the better one for the language.

Measured by `tests/bench/bench_starter.py` on 60 held-out questions a language: `gemma` with the
starter adapter answers 45 right in English and 37 in Chinese, `starter` 18 and 1; the rest is in
`resources/starter/README.md`. Functions look for files: not for a GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from engine.assistant_files import shipped_assistants
from engine.assistants import Assistant
from engine.hub.adapters import SHIPPED, shipped_adapter
from engine.hub.catalogue import Entry, load_catalogue
from engine.hub.defaults import Defaults
from engine.hub.library import Library

STARTER: Final = "starter"
TRAINED: Final = "gemma"
"""A base model: only with the starter adapter it answers."""

_BEST: Final[Mapping[str, Sequence[str]]] = {"en": (TRAINED, STARTER), "zh": (TRAINED, STARTER)}


class FirstStart(msgspec.Struct, frozen=True):
    """A model of the catalogue by its alias, and how its chats begin."""

    model: str
    defaults: Defaults = Defaults()

    @property
    def chinese(self) -> bool:
        """Whether it answers in Chinese, too."""
        return self.model == TRAINED


def first_starts(library: Library, language: str) -> Sequence[FirstStart]:
    """Those that are here, the best for a language first. `starter` is always the last, whether it
    is here or not: what is wrong with it is then told."""
    order = _BEST["zh" if language.lower().startswith("zh") else "en"]
    return [
        *(_first(alias) for alias in order if _is_here(library, alias)),
        FirstStart(STARTER),
    ]


def offered_assistants(
    language: str, catalogue: Mapping[str, Entry] | None = None
) -> tuple[Assistant, ...]:
    """The assistants that come with Puna, without those whose model or adapter is not here."""
    entries = load_catalogue() if catalogue is None else catalogue
    return tuple(each for each in shipped_assistants(language) if _can_answer(each, entries))


def _first(alias: str) -> FirstStart:
    """With what the assistant of that model says of it."""
    for each in shipped_assistants("en"):
        if each.setup.model == alias:
            setup = each.setup
            return FirstStart(alias, Defaults(sampling=setup.sampling, adapters=setup.adapters))
    return FirstStart(alias)


def _is_here(library: Library, alias: str) -> bool:
    entry = library.catalogue.get(alias)
    if entry is None or not (entry.installed or library.is_ready(alias)):
        return False
    return alias != TRAINED or shipped_adapter().is_file()


def _can_answer(assistant: Assistant, catalogue: Mapping[str, Entry]) -> bool:
    setup = assistant.setup
    entry = catalogue.get(setup.model)
    if entry is not None and not entry.installed:
        return False
    shipped = any(use.path == SHIPPED for use in setup.adapters)
    return not shipped or shipped_adapter().is_file()
