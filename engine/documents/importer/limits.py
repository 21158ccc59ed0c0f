"""What reading a file may cost at most. A file that wants more ends in a `DocumentError`.

The sizes are what each parser looks at; seconds and memory are what the process is ended by, from
outside, whatever a parser does.
"""

from __future__ import annotations

import msgspec

_MB = 1 << 20


class Limits(msgspec.Struct, frozen=True):
    """`file`: bytes of a file on the disk; `whole`: of one that is read into memory at once.

    `unpacked`, `ratio`, `members`: bytes of all members of an archive together, how many times as
    many as they are packed, and how many of them. `depth`: of things in things, such as elements.
    `pages` of a file, `text` characters of all of them, `page` characters of one: a parser begins a
    new page there, so that no page is slow to be shown. `pixels` of the picture of a page.
    `memory`: bytes of the process. Seconds are of processor time: `page_seconds` from page to page,
    `file_seconds` with `megabyte_seconds` more for each MB for the whole file.
    """

    file: int = 1 << 30
    whole: int = 64 * _MB
    unpacked: int = 256 * _MB
    ratio: int = 200
    members: int = 20_000
    depth: int = 200
    pages: int = 20_000
    text: int = 40_000_000
    page: int = 400_000
    pixels: int = 16_000_000
    memory: int = 1 << 30
    page_seconds: float = 30.0
    file_seconds: float = 30.0
    megabyte_seconds: float = 10.0

    def seconds(self, size: int) -> float:
        """Processor seconds that a file of `size` bytes may take in all."""
        return self.file_seconds + self.megabyte_seconds * size / _MB
