"""The rules that verdicts follow.

Open source: the Open Source AI Definition 1.0 (https://opensource.org/ai/open-source-ai-definition)
asks that anybody may use, study, change and share the system for any purpose, and for its weights,
the complete code that trained it, and detailed information on the data.

Classes: the Model Openness Framework (https://arxiv.org/abs/2403.13784) asks in class III for
architecture, weights, a report and cards of model and data, all under open licences; in class II
for the code of training and evaluation besides; in class I for data sets, the code that prepared
them and the checkpoints in between.

What is not known never counts as there, nor as missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.hub.openness.card import Answer, MofClass, Osaid, Verdict
from engine.hub.openness.facts import Availability
from engine.hub.openness.terms import Terms

# Which parts each class asks for beyond the class below it.
_CLASSES: tuple[tuple[MofClass, tuple[str, ...]], ...] = (
    ("III", ("weights", "paper", "data_card")),
    ("II", ("code", "evaluation")),
    ("I", ("data", "preparation", "checkpoints")),
)
_STRICTNESS = {
    "open source": 0,
    "open content": 0,
    "unknown": 1,
    "use limits": 2,
    "research only": 3,
}


def osaid(terms: Terms | None, parts: Mapping[str, Availability]) -> Osaid:
    """Whether the definition is met: by the licence, `weights`, `code`, and `information` about
    the data. A licence that limits uses settles it, whatever was published."""
    needed = [parts["weights"], parts["code"], parts["information"]]
    if restricts(terms) or any(answer in ("not available", "partly") for answer in needed):
        return "not met"
    return "met" if terms and terms.is_open and set(needed) == {"available"} else "unknown"


def mof(terms: Terms | None, parts: Mapping[str, Availability]) -> MofClass:
    """The highest class of which nothing is missing; `unknown` where it hangs on what is not
    known, `none` where even the lowest is missed."""
    if restricts(terms):
        return "none"
    reached: MofClass = "none"
    if terms is None or not terms.is_open:
        reached = "unknown"
    for class_, needed in _CLASSES:
        answers = {parts[part] for part in needed}
        if answers & {"not available", "partly"}:
            return "none" if class_ == "III" else reached
        if "unknown" in answers:
            return "unknown" if class_ == "III" else reached
        if reached != "unknown":
            reached = class_
    return reached


def verdict(terms: Terms | None, definition: Osaid) -> Verdict:
    """The headline: is it really open?"""
    if restricts(terms):
        return "restricted"
    if terms is None or not terms.is_open or definition == "unknown":
        return "unknown"
    return "truly open" if definition == "met" else "open weights"


def company(terms: Terms | None) -> tuple[Answer, tuple[str, ...]]:
    """May a company use it, and the questions of the licence that say so or set the terms."""
    if terms is None or terms.commercial.answer == "unknown":
        return "unknown", ()
    if terms.commercial.answer == "no":
        return "no", ("commercial",)
    asked = ("commercial", "any_use", "train_others", "redistribution")
    limits = tuple(name for name in asked if terms.facts[name].answer in ("limited", "no"))
    return ("yes, with terms", limits) if limits or terms.users_limit else ("yes", ("commercial",))


def restricts(terms: Terms | None) -> bool:
    """Whether a licence is known to forbid some uses or some users."""
    return terms is not None and terms.kind in ("use limits", "research only")


def strictest(several: Sequence[Terms]) -> Terms | None:
    """The licence that allows least, the last of equals: the nearest to the original."""
    return max(reversed(several), key=lambda terms: _STRICTNESS[terms.kind], default=None)


def contradicts(claimed: Terms, original: Terms, *, is_copy: bool) -> bool:
    """Whether one licence cannot be right where another holds for what the model was made from.

    A packed copy is under the licence of its original. Who trains a model further may choose the
    licence where the original's is open, and may else be stricter, but not freer.
    """
    if claimed.id == original.id or (claimed.group and claimed.group == original.group):
        return False
    if is_copy:
        return True
    return restricts(original) and _STRICTNESS[claimed.kind] <= _STRICTNESS[original.kind]
