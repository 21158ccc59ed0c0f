"""What a book in EPUB is made of: its chapters in order, their names, and which are locked."""

from __future__ import annotations

from typing import Final

from engine.documents.importer.package import Package, resolved
from engine.documents.importer.pieces import cell
from engine.documents.importer.xml_tree import Element, attribute, child, children, local

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_TEXTS: Final = ("application/xhtml+xml", "text/html", "application/xml", "text/xml", "")


class Book:
    """A book by its own description. Raises DocumentError as its package does.

    `chapters` are members in the order in which they are read, without its table of contents.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._base = _base(package)
        roots = (
            one for one in package.xml(self._base + _CONTAINER).iter() if local(one) == "rootfile"
        )
        self._opf = self._base + next((attribute(one, "full-path") for one in roots), "")
        book = package.xml(self._opf)
        self.title = _title(book)
        self._items = {attribute(one, "id"): one for one in children(child(book, "manifest"))}
        spine = child(book, "spine")
        items = [self._items.get(attribute(one, "idref")) for one in children(spine)]
        contents, self._names = self._contents("" if spine is None else attribute(spine, "toc"))
        found = [
            self._member(item)
            for item in items
            if item is not None and attribute(item, "media-type") in _TEXTS
        ]
        self.chapters = [one for one in found if one in package and one != contents]
        self._locked = self._encrypted()

    def name_of(self, chapter: str) -> str:
        """What the table of contents calls a chapter, empty where it does not."""
        return self._names.get(chapter, "")

    def is_locked(self, chapter: str) -> bool:
        return chapter in self._locked

    def _member(self, item: Element) -> str:
        return resolved(self._opf, attribute(item, "href"))

    def _contents(self, old: str) -> tuple[str, dict[str, str]]:
        """The member that is the table of contents, and what it calls the others."""
        for item in self._items.values():
            if "nav" in attribute(item, "properties").split():
                member = self._member(item)
                return member, self._links(member) if member in self._package else {}
        if old in self._items and (member := self._member(self._items[old])) in self._package:
            return member, self._points(member)
        return "", {}

    def _links(self, member: str) -> dict[str, str]:
        """The names in a contents of EPUB 3, a web page with links."""
        names: dict[str, str] = {}
        for link in self._package.xml(member).iter():
            if local(link) == "a" and (target := resolved(member, attribute(link, "href"))):
                names.setdefault(target, cell("".join(link.itertext())))
        return names

    def _points(self, member: str) -> dict[str, str]:
        """The names in a contents of EPUB 2."""
        names: dict[str, str] = {}
        for point in self._package.xml(member).iter():
            label, content = child(point, "navLabel", "text"), child(point, "content")
            if local(point) == "navPoint" and label is not None and content is not None:
                target = resolved(member, attribute(content, "src"))
                names.setdefault(target, cell(label.text or ""))
        return names

    def _encrypted(self) -> set[str]:
        """The members that are locked; fonts may be, and are not read."""
        if self._base + _ENCRYPTION not in self._package:
            return set()
        locked = set()
        for data in self._package.xml(self._base + _ENCRYPTION).iter():
            if local(data) == "EncryptedData":
                method, where = (
                    child(data, "EncryptionMethod"),
                    child(data, "CipherData", "CipherReference"),
                )
                way = "" if method is None else attribute(method, "Algorithm")
                if where is not None and way not in _FONTS:
                    locked.add(resolved(self._base, attribute(where, "URI")))
        return locked


def _base(package: Package) -> str:
    """What stands before the names of members: some books were packed with their folder."""
    names = (name for name in package.names() if name.endswith(f"/{_CONTAINER}"))
    return "" if _CONTAINER in package else next(names, "").removesuffix(_CONTAINER)


def _title(book: Element) -> str:
    metadata = child(book, "metadata")
    title = child(metadata, "title") if metadata is not None else None
    return cell("".join(title.itertext())) if title is not None else ""
