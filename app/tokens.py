"""The colours, by name: the table of the design in its light and its dark column. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #RRGGBB. Text colours have a contrast of at least 4.5:1 on `ground`."""

    name: str
    ground: str  # window
    surface: str  # cards, inputs
    rail: str  # navigation
    line: str  # borders, rules
    hover: str  # under the pointer, on ground or surface
    text: str
    muted: str  # secondary text
    disabled: str  # text of what cannot be used now; below 4.5:1 by intent
    accent: str  # primary action, selection, links
    accent_hover: str
    accent_soft: str  # selected row
    on_accent: str  # text on accent
    user: str  # the user's message
    ok: str
    warn: str
    bad: str
    code: str  # ground of code
    highlight: str  # search hit
    part_system: str  # what the prompt is made of; 3:1 on `ground`, told apart by words too
    part_summary: str
    part_document: str
    part_history: str
    part_message: str
    part_template: str


LIGHT = Tokens(
    name="light",
    ground="#FBFAF7",
    surface="#FFFFFF",
    rail="#F1EEE7",
    line="#E3DED3",
    hover="#F1EEE7",
    text="#24211B",
    muted="#6E685B",
    disabled="#A8A294",
    accent="#0B746F",
    accent_hover="#095F5B",
    accent_soft="#DDF0EE",
    on_accent="#FFFFFF",
    user="#F1EEE7",
    ok="#1F7A4D",
    warn="#A8560A",
    bad="#B42318",
    code="#F5F3EE",
    highlight="#FFE9A8",
    part_system="#4F493E",
    part_summary="#8560A8",
    part_document="#B27A12",
    part_history="#0B746F",
    part_message="#3B7DB8",
    part_template="#958C7A",
)

DARK = Tokens(
    name="dark",
    ground="#181714",
    surface="#201E1A",
    rail="#131210",
    line="#35312A",
    hover="#2A2722",
    text="#ECE8DF",
    muted="#A39C8D",
    disabled="#6B6558",
    accent="#5CC8BE",
    accent_hover="#7AD6CD",
    accent_soft="#17332F",
    on_accent="#131210",
    user="#2A2722",
    ok="#5CC48F",
    warn="#E3A75A",
    bad="#F0857A",
    code="#141311",
    highlight="#5B4A12",
    part_system="#DED7C8",
    part_summary="#B99BDB",
    part_document="#E3B05A",
    part_history="#5CC8BE",
    part_message="#7FB2E5",
    part_template="#857E70",
)
