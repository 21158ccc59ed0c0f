"""Whether a model is really open, and what its licence allows: from facts with their sources."""

from engine.hub.openness.card import Answer, Card, MofClass, Osaid, Row, Verdict
from engine.hub.openness.facts import Fact, Part, Reason, Remark
from engine.hub.openness.family import Facts, Family, load_facts
from engine.hub.openness.openness import Openness
from engine.hub.openness.terms import Licenses, Terms, load_licenses

__all__ = [
    "Answer",
    "Card",
    "Fact",
    "Facts",
    "Family",
    "Licenses",
    "MofClass",
    "Openness",
    "Osaid",
    "Part",
    "Reason",
    "Remark",
    "Row",
    "Terms",
    "Verdict",
    "load_facts",
    "load_licenses",
]
