"""PDF files written by hand, so that anything may be wrong with them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def raw_pdf(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A file of `objects`, numbered from 1; `root` is its catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def stream(content: bytes, *, packed: bool = False) -> bytes:
    """A stream object."""
    extra = b""
    if packed:
        content, extra = zlib.compress(content, 9), b" /Filter /FlateDecode"
    return b"<< /Length %d%b >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def one_page(content: bytes, *, box: bytes = b"[0 0 595 842]", more: Sequence[bytes] = ()) -> bytes:
    """A file of one page with a stream object as its content; `more` objects count from 6."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R" % box
            + b" /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
            content,
            FONT,
            *more,
        ]
    )


def empty_pages(path: Path, count: int) -> Path:
    """A file of `count` pages without any content."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    path.write_bytes(
        raw_pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
                *[page] * count,
            ]
        )
    )
    return path


def packed_bomb(path: Path, megabytes: int, line: bytes = b"BT /F 9 Tf (bomb) Tj ET\n") -> Path:
    """A page whose content is small on the disk and so many megabytes when it is unpacked."""
    times = (megabytes << 20) // len(line)
    path.write_bytes(one_page(stream(line * times, packed=True)))
    return path


def nested_forms(path: Path, levels: int, each: int) -> Path:
    """A page that draws a form `each` times, which draws another one as often, and so on: more
    drawing than any computer does."""
    more = []
    for level in range(levels):
        last = level == levels - 1
        drawn = b"BT /F 9 Tf (deep) Tj ET\n" if last else b"/X Do\n" * each
        inner = b"" if last else b" /XObject << /X %d 0 R >>" % (7 + level)
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length %d" % len(drawn)
        fonts = b" /Resources << /Font << /F 5 0 R >>%b >> >>\nstream\n" % inner
        more.append(head + fonts + drawn + b"\nendstream")
    path.write_bytes(one_page(stream(b"/X Do\n"), more=more))
    return path


def endless_outline(path: Path) -> Path:
    """A page with text, and an outline whose entries follow each other in a circle."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    entry = b"<< /Title (Round %d) /Parent 6 0 R /Next %d 0 R /First %d 0 R /Dest [3 0 R /Fit] >>"
    path.write_bytes(
        raw_pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                page + b" /Resources << /Font << /F 5 0 R >> >> >>",
                stream(b"BT /F 12 Tf 72 700 Td (Round and round it goes.) Tj ET"),
                FONT,
                b"<< /Type /Outlines /First 7 0 R /Last 8 0 R /Count 2 >>",
                entry % (1, 8, 8),
                entry % (2, 7, 7),
            ]
        )
    )
    return path
