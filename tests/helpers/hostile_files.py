"""Writes files that mean harm, or are broken, in the formats that are read as documents."""

import zipfile

from helpers.documents import DATA

LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12))
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha ha ha ha">{LAUGHS}]>'
LONG_ENTITY = f'<!DOCTYPE x [<!ENTITY l11 "{"x" * 50_000}">]>'
OTHER_FILE = '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; <!ENTITY l11 "&#37;p;">]>'


def zipped(path, members, **options):
    """An archive at `path` of `members`, bytes or text by their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def changed(path, original, **members):
    """A copy of a file of the data at `path`, with other `members`; None leaves one out.

    Names have `__` for a slash and `_` for a dot.
    """
    new = {name.replace("__", "/").replace("_", "."): content for name, content in members.items()}
    with zipfile.ZipFile(DATA / original) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    kept = {name: content for name, content in (old | new).items() if content is not None}
    return zipped(path, kept)


def word(body, doctype=""):
    """The main part of a document of Word."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w='
        f'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body>'
        "</w:document>"
    )


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def sheet(rows, doctype=""):
    """A sheet of Excel."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<worksheet xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def chapter(body, doctype=""):
    """A chapter of a book."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{body}</body></html>"
    )
