"""What was published of one model: of its family, or as much as is known where it is derived."""

from __future__ import annotations

from collections.abc import Mapping

from engine.hub.openness.card import PartName, Row
from engine.hub.openness.facts import Part
from engine.hub.openness.family import MORE_PARTS, PARTS, Facts
from engine.hub.openness.lineage import Origin

ROWS: tuple[PartName, ...] = ("weights", "code", "data", "paper")


def parts_of(origin: Origin, facts: Facts) -> Mapping[str, Part]:
    """The parts by name, with `information`: what is told of the data.

    What is missing of a base is missing of all that was made from it; what is there of it says
    nothing of what was added.
    """
    here = facts.reason("weights-here")
    unknown = facts.reason("part-unknown")
    found = {name: Part("unknown", unknown.en, unknown.zh) for name in (*PARTS, *MORE_PARTS)}
    if origin.family and not origin.derived:
        found |= {name: origin.family.part(name) for name in found}
        information = origin.family.information or origin.family.data
        return {**found, "information": information}
    if origin.family:
        missing = {name: origin.family.part(name) for name in ("code", "data")}
        kept = {name: part for name, part in missing.items() if part.answer != "available"}
        told = origin.family.information or origin.family.data
        added = facts.reason("part-added", base=origin.family.name)
        found |= {name: Part("unknown", added.en, added.zh) for name in missing} | kept
        information = told if told.answer != "available" else found["data"]
    else:
        information = found["data"]
    weights = Part("available", here.en, here.zh)
    return {**found, "weights": weights, "information": information}


def row(name: PartName, part: Part) -> Row:
    return Row(name, part.answer, part.en, part.zh, part.source)
