"""A file that is an archive of others, such as those of Office: its members, within limits.

Nothing is ever written to the disk, and no archive within it is opened. What a member unpacks to is
counted while it is read, whatever the archive says of it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.xml_tree import Element, attribute, local, parsed_xml
from engine.errors import DocumentError

_SMALL: Final = 8 << 20
"""Bytes that any member may unpack to, whatever its size in the archive."""
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part of an Office file points to: the last word of its type, and the member."""

    kind: str
    target: str


class Package:
    """The members of `source` by their names. Raises DocumentError: `damaged`, `encrypted`, `bomb`.

    Closes itself when it is let go.
    """

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(source.path)
        except _FAULTS as error:
            raise self._damaged(error) from error
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise source.error("bomb", f"it has {len(members):,} members")
        self._members = {_safe(info.filename): info for info in members}
        if "" in self._members:
            raise source.error("damaged", "it has members with names that lead out of it")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def close(self) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """All of a member. Raises DocumentError, `damaged` where it is not there."""
        with self.open(name) as file:
            return file.read()

    def xml(self, name: str) -> Element:
        """The root of a member that is XML. Raises DocumentError, `too_large` for its size, too."""
        with self.open(name) as file:
            data = file.read(self._limits.whole + 1)
        if len(data) > self._limits.whole:
            raise self._source.error("too_large", f"{name} in it is too large")
        return parsed_xml(data, self._source, name)

    def open(self, name: str) -> io.BufferedReader:
        """A member to be read bit by bit; reading raises DocumentError, too."""
        info = self._members.get(name)
        if info is None:
            raise self._source.error("damaged", f"{name} is missing in it")
        if info.flag_bits & 1:
            raise self._source.error(
                "encrypted", "it is encrypted", "Save it without a password, then read it again."
            )
        return io.BufferedReader(_Member(self, info), 1 << 16)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part points to within the file, by id; empty where it points to nothing."""
        folder, _, base = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return {}
        found = {}
        for element in self.xml(name).iter():
            outside = attribute(element, "TargetMode") == "External"
            if local(element) == "Relationship" and not outside:
                kind = attribute(element, "Type").rpartition("/")[2]
                target = _safe(resolved(part, attribute(element, "Target")))
                found[attribute(element, "Id")] = Relation(kind, target)
        return found

    def main(self, usual: str) -> str:
        """The name of the main part of an Office file."""
        kinds = {relation.kind: relation.target for relation in self.relations("").values()}
        found = kinds.get("officeDocument", usual)
        return found if found in self else usual

    def title(self) -> str:
        """The title of an Office file as its properties have it, empty without one."""
        if "docProps/core.xml" not in self:
            return ""
        for element in self.xml("docProps/core.xml"):
            if local(element) == "title":
                return " ".join((element.text or "").split())
        return ""

    def count(self, info: zipfile.ZipInfo, size: int, more: int) -> None:
        """`more` bytes of a member were unpacked, `size` in all. Raises DocumentError `bomb`."""
        self._unpacked += more
        most = max(_SMALL, self._limits.ratio * info.compress_size)
        if size > most or self._unpacked > self._limits.unpacked:
            raise self._source.error("bomb", "it unpacks to much more than a document has")

    def opened(self, info: zipfile.ZipInfo) -> zipfile.ZipExtFile:
        try:
            return self._zip.open(info)  # type: ignore[return-value]  # IO[bytes] is what it is called
        except _FAULTS as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> DocumentError:
        reason = str(error) or type(error).__name__
        return self._source.error("damaged", f"the archive it is cannot be read ({reason[:200]})")

    def damaged(self, error: Exception) -> DocumentError:
        return self._damaged(error)


class _Member(io.RawIOBase):
    """A member as a stream that counts what it unpacks to."""

    def __init__(self, package: Package, info: zipfile.ZipInfo) -> None:
        self._package = package
        self._info = info
        self._file = package.opened(info)
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # Buffer: 3.12
        try:
            data = self._file.read(len(buffer))
        except _FAULTS as error:
            raise self._package.damaged(error) from error
        self._size += len(data)
        self._package.count(self._info, self._size, len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def resolved(part: str, target: str) -> str:
    """The member that `target`, written in `part`, means; without the place in it."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(f"/{part}"), path)).lstrip("/")


def _safe(name: str) -> str:
    """A name as it is looked up, empty for one that leads out of the archive."""
    parts = name.replace("\\", "/").lstrip("/").split("/")
    outside = ".." in parts or (parts[0][1:2] == ":")
    return "" if outside else "/".join(part for part in parts if part != ".")
