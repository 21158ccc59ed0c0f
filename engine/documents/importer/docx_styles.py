"""What paragraphs of Word are, by their styles and their own properties."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from engine.documents.importer.xml_tree import Element, attribute, child, children, local, value

_CODE: Final = re.compile(r"(?i)source ?code|html preformatted|macro text|plain text|code|代码.*")
_QUOTE: Final = re.compile(r"(?i)(?:intense )?quote|block text|引用|明显引用|引文.*")
_CONTENTS: Final = re.compile(r"(?i)toc ?\d|toc heading|table of figures|目录 ?\d?")
_HEADING: Final = re.compile(r"(?i)(?:heading|标题) ?(\d)")
_MOST_BASES: Final = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is. `heading`: its level from 1, else 0; `list_id` and `list_level` say how
    it is numbered, without `list_id` it is not."""

    kind: Literal["text", "quote", "code", "contents"] = "text"
    heading: int = 0
    list_id: str = ""
    list_level: int = 0


class Styles:
    """The styles of a document, of its part `styles` where it has one."""

    def __init__(self, root: Element | None) -> None:
        styles = [one for one in children(root) if local(one) == "style"]
        self._styles = {attribute(style, "styleId"): style for style in styles}
        self._looks: dict[str, Look] = {}

    def look(self, properties: Element | None) -> Look:
        """What a paragraph with these properties is."""
        if properties is None:
            return Look()
        name = value(properties, "pStyle") or ""
        if name not in self._looks:
            self._looks[name] = self._of_style(name)
        return _with(self._looks[name], properties)

    def _of_style(self, name: str) -> Look:
        """What a style is, from the one that all it is made from begins with."""
        chain: list[Element] = []
        while name in self._styles and len(chain) < _MOST_BASES:
            chain.append(self._styles[name])
            name = value(chain[-1], "basedOn") or ""
        look = Look()
        own = value(chain[0], "name") or "" if chain else ""
        for style in reversed(chain):
            look = _named(look, value(style, "name") or "")
            properties = child(style, "pPr")
            look = look if properties is None else _with(look, properties)
        # Subtitles and authors are made from titles, and are none.
        return replace(look, heading=1) if own.casefold() in ("title", "标题") else look


def _named(look: Look, name: str) -> Look:
    if _CONTENTS.fullmatch(name):
        return replace(look, kind="contents", heading=0)
    if _CODE.fullmatch(name):
        return replace(look, kind="code")
    if _QUOTE.fullmatch(name):
        return replace(look, kind="quote")
    if found := _HEADING.fullmatch(name):
        return replace(look, heading=min(6, max(1, int(found[1]))))
    return look


def _with(look: Look, properties: Element) -> Look:
    outline = value(properties, "outlineLvl")
    if outline is not None and outline.isdigit():
        look = replace(look, heading=min(6, int(outline) + 1) if int(outline) < 9 else 0)
    numbered = child(properties, "numPr")
    if numbered is None:
        return look
    list_id = value(numbered, "numId")
    level = value(numbered, "ilvl") or ""
    return replace(
        look,
        list_id=look.list_id if list_id is None else list_id.replace("0", "", list_id == "0"),
        list_level=min(8, int(level)) if level.isdigit() else look.list_level,
    )
