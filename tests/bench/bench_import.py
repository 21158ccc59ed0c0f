"""PDF files to chunks, beside pypdf reading the text of their pages: `python
tests/bench/bench_import.py [NAME ...]`.

Processor seconds of one thread, both in the same run, file by file, on manuals of Debian
(`debian_docs`). pypdf is installed into an environment of its own in the cache folder. Bar 1: pages
of all files per second at least 10 times as many as those of pypdf.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import msgspec
from debian_docs import CACHE, pdfs

from engine.documents.importer.chunking import Chunker
from engine.documents.importer.client import Importer
from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pdf import read_pdf
from engine.documents.importer.protocol import Parse
from engine.documents.importer.reading import Reading

BAR = 10.0
ROUNDS = 3  # the best of each counts: a busy computer makes all of them slower now and then
PYPDF = "pypdf==7.1.0"
NAMES = ("reference.en", "reference.zh", "edu.zh", "debmake.zh", "install.en", "policy.en")

PEER = """
import json, sys, time
import pypdf
begun = time.process_time()
reader = pypdf.PdfReader(sys.argv[1])
characters = sum(len(page.extract_text()) for page in reader.pages)
print(json.dumps([len(reader.pages), characters, time.process_time() - begun]))
"""


def pypdf_python():
    """The Python that has pypdf."""
    folder = CACHE.parent / "pypdf"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "-q", "install", PYPDF], check=True)
        (folder / "ready").touch()
    return python


def of_pypdf(python, path):
    """Pages, characters and processor seconds."""
    done = subprocess.run([python, "-c", PEER, path], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def chunks_of(path):
    """Pages and processor seconds, from the file to its chunks."""
    gc.collect()
    begun = time.process_time()
    gc.disable()  # as the process does while it is at a file
    source = SourceFile(path, Limits())
    chunker, count = Chunker(), 0
    for page in read_pdf(source, Limits()).pages:
        count += len(chunker.chunks(page))
    gc.enable()
    assert count
    return page.number, time.process_time() - begun


def all_of(path):
    """Processor seconds of all that the process does for a file: also its SHA-256, the words of
    chunks for the index, and what is told packed into frames."""
    begun = time.process_time()
    Reading(Limits()).parse(Parse(os.fsencode(path)), msgspec.msgpack.encode)
    return time.process_time() - begun


def main():
    python = pypdf_python()
    files = pdfs(sys.argv[1:] or NAMES)
    say = sys.stdout.write
    say(f"{'pages a second':30} {'chunks':>9} {'+ words':>9} {'pypdf':>9} {'times':>7}\n")
    all_of(next(iter(files.values())))  # libraries are loaded
    mine = whole = theirs = 0.0
    for name, path in files.items():
        rounds = [(chunks_of(path), all_of(path), of_pypdf(python, path)) for _ in range(ROUNDS)]
        pages = rounds[0][0][0]
        to_chunks, to_all = min(one[0][1] for one in rounds), min(one[1] for one in rounds)
        other = min(one[2][2] for one in rounds)
        mine, whole, theirs = mine + to_chunks, whole + to_all, theirs + other
        say(f"{name:20} {pages:5} pages {pages / to_chunks:9.1f} {pages / to_all:9.1f} ")
        say(f"{pages / other:9.1f} {other / to_chunks:7.1f}\n")
    times = theirs / mine
    say(f"to chunks {times:.1f} times as fast as pypdf's text (bar {BAR:g}), ")
    say(f"with words and frames {theirs / whole:.1f} times: {'ok' if times >= BAR else 'NO'}\n")
    importer = Importer(Path(tempfile.mkdtemp()))
    begun, chunks, pages = time.perf_counter(), [], 0
    for path in files.values():
        pages += importer.parse(path, lambda some, _: chunks.extend(some)).pages
    took = time.perf_counter() - begun
    importer.close()
    say(f"through the process: {pages} pages, {len(chunks)} chunks in {took:.1f} s\n")
    return times < BAR


if __name__ == "__main__":
    sys.exit(main())
