"""Which parser reads a file: by its content first, then by the ending of its name."""

from __future__ import annotations

import re
import zipfile
from importlib import import_module
from typing import Final

from engine.documents.importer.code import is_code
from engine.documents.importer.parsed import Parser, SourceFile
from engine.encodings import decoded

_PARSERS: Final = {
    "pdf": "read_pdf",
    "docx": "read_docx",
    "pptx": "read_pptx",
    "xlsx": "read_xlsx",
    "epub": "read_epub",
    "html": "read_html",
    "markdown": "read_markdown",
    "text": "read_text",
    "code": "read_code",
    "csv": "read_csv",
    "email": "read_email",
}
_ENDINGS: Final = {
    "markdown": (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"),
    "html": (".html", ".htm", ".xhtml", ".xht"),
    "csv": (".csv", ".tsv", ".tab"),
    "email": (".eml",),
}
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Office before 2007"),
    (b"{\\rtf", "a document in rich text (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "sound, video or a picture"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"SQLite format 3", "a database"),
    (b"GGUF", "a model"),
    (b"PAR1", "a table in Parquet"),
    (b"%!PS", "a document in PostScript"),
    (b"AT&TFORM", "a document in DjVu"),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OF_OFFICE: Final = {"word": "docx", "ppt": "pptx", "xl": "xlsx"}  # by the folder that is in it
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html[\s>])",
    re.I | re.S,
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,4000}>")
_MAIL: Final = re.compile(
    r"(?:From [^\n]*\n)?(?:[A-Z][\w-]{1,60}: ?[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.ASCII
)
_MAIL_ONLY: Final = re.compile(r"^(?:Received|Return-Path|Message-ID|MIME-Version):", re.M | re.I)


def parser_of(source: SourceFile) -> Parser:
    """The parser of a file. Raises DocumentError `kind`, `encrypted`."""
    kind = _kind(source)
    module = import_module(f"engine.documents.importer.{kind}")  # each loads what only it needs
    parser: Parser = getattr(module, _PARSERS[kind])
    return parser


def _kind(source: SourceFile) -> str:
    head = source.head
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return _kind_of_zip(source)
    for signature, what in _OTHERS:
        if head.startswith(signature) and (len(signature) > 2 or b"\0" in head[:512]):
            raise _refused(source, what)
    text = decoded(head)
    if text is None:
        raise source.error("kind", "it is no text, and in no format that is read")
    return _kind_of_text(source, text)


def _kind_of_text(source: SourceFile, text: str) -> str:
    """What a text is: its name says so, but a web page is one by whatever name."""
    if source.suffix in _ENDINGS["markdown"]:
        return "markdown"
    if is_code(source):
        return "code"
    if _PAGE.match(text):
        return "html"
    if source.suffix in _ENDINGS["html"]:
        return "html" if _TAG.search(text) else "text"
    if source.suffix in _ENDINGS["csv"]:
        return "csv"
    head = _MAIL.match(text.replace("\r\n", "\n"))
    is_mail = head is not None and _MAIL_ONLY.search(head[0]) is not None
    return "email" if is_mail or (head and source.suffix in _ENDINGS["email"]) else "text"


def _kind_of_zip(source: SourceFile) -> str:
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise source.error("damaged", f"it is an incomplete archive ({error})") from error
    names = {name.replace("\\", "/").lstrip("/") for name in names}
    if any(name.endswith("META-INF/container.xml") for name in names):
        return "epub"
    folders = {name.partition("/")[0] for name in names} & _OF_OFFICE.keys()
    if "[Content_Types].xml" in names and folders and "xl/workbook.bin" not in names:
        return _OF_OFFICE[min(folders)]
    if "mimetype" in names or folders:
        raise _refused(source, "a document of another office program")
    raise source.error("kind", "it is an archive", "Unpack it, then add the files that were in it.")


def _refused(source: SourceFile, what: str) -> Exception:
    if source.head.startswith(b"\xd0\xcf") and _is_encrypted(source):
        advice = "Save it without a password, then read it again."
        return source.error("encrypted", "it is encrypted", advice)
    advice = "Save it as PDF, DOCX or text, then add that."
    return source.error("kind", f"it is {what}", advice if "document" in what else "")


def _is_encrypted(source: SourceFile) -> bool:
    """A document of Office with a password is a file of the old kind around the new one."""
    return _ENCRYPTED in source.head or _ENCRYPTED in source.read()
