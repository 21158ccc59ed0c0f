"""Chunks of PDF files read back from the file, and what is under the boxes drawn for them:
`python tests/bench/bench_places.py [COUNT]`.

500 random chunks of all PDF manuals of Debian (`debian_docs`), English and Chinese. Bar 2: the text
at the place of each is that of the chunk, and the text under its boxes has it, white space aside;
letters beyond the edges of a page, which nobody sees and no box can be around, do not count.
"""

from __future__ import annotations

import random
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import pypdfium2
from debian_docs import pdfs

from engine.documents.importer.client import Importer
from engine.documents.records import Span

COUNT = 500
COVERED = 0.99  # of the letters of a chunk are under its boxes
_SLACK = 0.3  # points around a box: numbers are rounded


def under(page, found):
    """The letters under boxes of a page, in any order."""
    left, bottom, right, top = page.get_bbox()
    across, down = right - left, top - bottom
    text = page.get_textpage()
    letters = Counter()
    for box in found:
        x0, x1 = left + box[0] * across - _SLACK, left + box[2] * across + _SLACK
        y1, y0 = top - box[1] * down + _SLACK, top - box[3] * down - _SLACK
        letters.update(plain(text.get_text_bounded(x0, y0, x1, y1)))
    return letters


def beyond(page):
    """The letters that stand outside of what is shown of a page."""
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    outside = ""
    for place, char in enumerate(text.get_text_range()):
        x0, y0, x1, y1 = text.get_charbox(place)
        if x0 > right - 1 or x1 < left + 1 or y0 > top - 1 or y1 < bottom + 1:
            outside += char
    return Counter(plain(outside))


def plain(text):
    """The letters of a text without white space, and without the hyphens at the ends of lines."""
    text = unicodedata.normalize("NFKC", text)
    return [char for char in text if not char.isspace() and char not in "-\ufffe\u00ad"]


def main():
    say = sys.stdout.write
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    importer = Importer(Path(tempfile.mkdtemp()), in_background=False)
    chosen = []
    for name, path in pdfs().items():
        chunks = []
        info = importer.parse(path, lambda some, _, chunks=chunks: chunks.extend(some))
        say(f"{name:14} {info.pages:4} pages {len(chunks):5} chunks {info.language}\n")
        chosen += ((name, path, chunk) for chunk in chunks)
    chosen = random.Random(2026).sample(chosen, count)
    chosen.sort(key=lambda one: (one[0], one[2].page))
    equal = covered = whole = off_page = 0
    for name, path, chunk in chosen:
        page, _ = importer.page(path, chunk.page)
        same = page.text[chunk.start : chunk.start + chunk.length] == chunk.text
        equal += same
        span = Span(chunk.page, chunk.start, chunk.length)
        picture = importer.picture(path, chunk.page, 200, [span])
        Path(picture.file).unlink()
        document = pypdfium2.PdfDocument(path)
        lost = Counter(plain(chunk.text)) - under(document[chunk.page - 1], picture.boxes[0])
        if lost:
            hidden = lost & beyond(document[chunk.page - 1])
            off_page += bool(hidden)
            lost -= hidden
        document.close()
        share = 1 - lost.total() / max(1, len(plain(chunk.text)))
        covered += share >= COVERED
        whole += not lost
        if not same or share < COVERED:
            say(f"{name} page {chunk.page} at {chunk.start}: {same}, {share:.3f} covered\n")
            say(f"    not under the boxes: {''.join(lost.elements())[:80]!r}\n")
    importer.close()
    say(f"read back equal: {equal} of {count}; under their boxes: {covered} of {count} ")
    say(f"(at least {COVERED:.0%} of the letters; all of them: {whole})\n")
    say(f"with letters beyond the edge of the page: {off_page}\n")
    return equal < count or covered < count


if __name__ == "__main__":
    sys.exit(main())
