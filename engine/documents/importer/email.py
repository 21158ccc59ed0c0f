"""E-mail as pieces of text: who wrote what to whom and when, then the message.

Attachments are named and not read. Nothing that a message points to is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from itertools import groupby
from typing import Final

from engine.documents.importer.html import html_pieces
from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, cell, cleaned, paged
from engine.documents.importer.text import text_pieces
from engine.documents.importer.titles import title_or_name
from engine.documents.importer.web_page import html_text, parsed_html
from engine.encodings import decoded, decoded_as

_HEADERS: Final = ("From", "To", "Cc", "Date")
_ATTACHED: Final = "Attachment"
_QUOTED: Final = re.compile(r"^(?:> ?)+")
_UNSAID: Final = ("", "ascii", "us-ascii", "unknown-8bit")  # what stands there for want of better
_MOST_PARTS: Final = 1000


def read_email(source: SourceFile, limits: Limits) -> Parsed:
    """A message. Raises DocumentError `damaged` for what is none."""
    try:
        message = message_from_bytes(source.read(), policy=policy.compat32)
        parts = _leaves(message)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise source.error("damaged", f"it is no message ({str(error)[:200]})") from error
    if len(parts) > _MOST_PARTS:
        raise source.error("bomb", f"it has {len(parts):,} parts")
    subject = _header(message, "Subject")
    pieces = _pieces(message, parts, subject, source)
    title = title_or_name(source, subject)
    return Parsed("email", title, paged(source, limits, pieces, "part"))


def _pieces(
    message: Message, parts: list[Message], subject: str, source: SourceFile
) -> Iterator[Piece | Cut]:
    yield Cut()
    yield Piece("heading", subject, 1)
    for name in _HEADERS:
        if value := _header(message, name):
            yield Piece("text", f"{name}: {value}")
    body = _body(parts)
    if body is not None:
        yield from _said(body, source)
    for part in parts:
        if part is not body and (name := _name(part)):
            yield Piece("text", f"{_ATTACHED}: {name} ({part.get_content_type()})")


def _leaves(message: Message) -> list[Message]:
    """The parts that have no parts; a message that is attached is not looked into."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) <= _MOST_PARTS:
        part = waiting.pop()
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting += [one for one in reversed(inside) if isinstance(one, Message)]
        else:
            found.append(part)
    return found


def _body(parts: list[Message]) -> Message | None:
    """The text of a message: plain where it has one, else the web page."""
    own = [part for part in parts if part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in own:
            if part.get_content_type() == kind and str(part.get_payload()).strip():
                return part
    return None


def _said(part: Message, source: SourceFile) -> Iterator[Piece]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return
    charset = part.get_content_charset() or ""
    said = None if charset in _UNSAID else decoded_as(data, charset)
    if part.get_content_type() == "text/html":
        page = html_text(data, source) if said is None else said
        yield from html_pieces(parsed_html(page, source))
        return
    found = decoded(data) if said is None else said
    text = data.decode("latin-1") if found is None else found
    for quoted, lines in groupby(cleaned(text).split("\n"), lambda line: line.startswith(">")):
        if quoted:
            plain = "\n".join(_QUOTED.sub("", line) for line in lines)
            yield from (Piece("quote", piece.text) for piece in text_pieces(plain))
        else:
            yield from text_pieces("\n".join(lines))


def _header(message: Message, name: str) -> str:
    """A header in words; bytes that are in no encoding it names are read as text is."""
    value = message.get(name)
    if value is None:
        return ""
    text = str(value)
    try:
        raw = text.encode("ascii", "surrogateescape")
    except UnicodeError:
        raw = text.encode("utf-8", "replace")
    if any(byte > 127 for byte in raw):
        text = decoded(raw) or raw.decode("latin-1")
    try:
        return cell(str(make_header(decode_header(text))))
    except (MessageError, LookupError, ValueError):
        return cell(text)


def _name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (MessageError, LookupError, ValueError, TypeError):
        name = ""
    if (
        not name
        and part.get_content_disposition() != "attachment"
        and (part.get_content_maintype() in ("text", "multipart"))
    ):
        return ""
    try:
        return cell(str(make_header(decode_header(name)))) or part.get_content_type()
    except (MessageError, LookupError, ValueError):
        return cell(name)
