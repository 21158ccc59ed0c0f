"""XML of others, read so that it can do no harm: nothing is fetched, no entity is unfolded.

Names are compared without their namespaces: there are two sets of them for each format of Office.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol, cast

from lxml import etree  # type: ignore[import-untyped]  # no types; `Element` says what is used

from engine.documents.importer.parsed import SourceFile
from engine.errors import DocumentError

_LONGEST_ENTITY: Final = 16
_OPTIONS: Final = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Element(Protocol):
    """An element of lxml, as far as it is used here."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str) -> str | None: ...
    def items(self) -> list[tuple[str, str]]: ...
    def iter(self, *tags: str) -> Iterator[Element]: ...
    def itertext(self, *tags: str) -> Iterator[str]: ...
    def getparent(self) -> Element | None: ...
    def clear(self, keep_tail: bool = False) -> None: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __getitem__(self, index: int) -> Element: ...
    def __delitem__(self, index: int) -> None: ...


def parsed_xml(data: bytes, source: SourceFile, name: str) -> Element:
    """The root of an XML document. Raises DocumentError `damaged`, and `bomb` for entities."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise fault_in(source, f"{name} in it", error) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(map(_is_hostile, dtd.iterentities())):
        raise source.error("bomb", f"{name} in it declares entities, as hostile files do")
    return cast(Element, root)


def walked(root: Element) -> Iterator[tuple[str, Element]]:
    """`("start" or "end", element)` for all of a tree, however deep it is."""
    return cast(Iterator[tuple[str, Element]], etree.iterwalk(root, events=("start", "end")))


def streamed(file: BinaryIO, source: SourceFile, name: str, wanted: str) -> Iterator[Element]:
    """The elements called `wanted` of a document that may be large, each forgotten after it was
    given. Raises DocumentError `damaged`, and `bomb` for a document type, which none has here."""
    events = etree.iterparse(file, tag=f"{{*}}{wanted}", **_OPTIONS)
    checked = False
    try:
        for _, element in events:
            if not checked and element.getroottree().docinfo.internalDTD is not None:
                raise source.error("bomb", f"{name} in it declares a document type")
            checked = True
            yield element
            element.clear(keep_tail=True)
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise fault_in(source, f"{name} in it", error) from error


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without a namespace, empty where there is none."""
    found = element.get(name)
    if found is not None:
        return found
    ending = f"}}{name}"
    return next((value for key, value in element.items() if key.endswith(ending)), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first child called so, of which the first child called so, and on."""
    found = element
    for name in path:
        found = next((one for one in children(found) if local(one) == name), None)
    return found


def children(element: Element | None) -> Iterator[Element]:
    """The elements in an element; none in none, whose truth is not whether it is there."""
    if element is not None:
        yield from element


def value(element: Element | None, *path: str) -> str | None:
    """The attribute `val` of a child, as Office writes properties; None without that child."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def _is_hostile(entity: object) -> bool:
    """An entity that is not one short run of characters: made of others, or of another file."""
    content = getattr(entity, "content", None)
    return not isinstance(content, str) or len(content) > _LONGEST_ENTITY or "&" in content


def fault_in(source: SourceFile, what: str, error: Exception) -> DocumentError:
    """What lxml said of `what`, as an error of the file. Raises MemoryError: it does not say so."""
    reason = str(error).removesuffix(" (<string>, line 1)")
    if reason.startswith("unknown error"):
        raise MemoryError from error
    if "amplification" in reason:
        return source.error("bomb", f"{what} unfolds without end")
    return source.error("damaged", f"{what} is not written as it must be ({reason[:200]})")
