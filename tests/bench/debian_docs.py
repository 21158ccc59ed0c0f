"""Documents for benches: manuals from packages of Debian, in English and Chinese.

    python tests/bench/debian_docs.py          fetches and unpacks them, and prints where they are

They are downloaded with apt-get on a Debian system, once, into ~/.cache/puna/bench/docs (or the
folder that PUNA_BENCH_DOCS names), never installed and never committed.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

CACHE = Path(os.environ.get("PUNA_BENCH_DOCS", Path.home() / ".cache/puna/bench/docs"))

PACKAGES = (
    "bash-doc",
    "debian-reference-en",
    "debian-reference-zh-cn",
    "debian-edu-doc-en",
    "debian-edu-doc-zh-cn",
    "debian-faq",
    "debian-faq-zh-cn",
    "debian-policy",
    "debmake-doc",
    "developers-reference",
    "installation-guide-amd64",
    "maint-guide",
    "maint-guide-zh-cn",
)

# Name, package, and the file in it.
PDFS = (
    ("reference.en", "debian-reference-en", "debian-reference/debian-reference.en.pdf"),
    ("reference.zh", "debian-reference-zh-cn", "debian-reference/debian-reference.zh-cn.pdf"),
    ("edu.en", "debian-edu-doc-en", "doc/debian-edu-doc-en/debian-edu-bookworm-manual.pdf"),
    ("edu.zh", "debian-edu-doc-zh-cn", "doc/debian-edu-doc-zh-cn/debian-edu-bookworm-manual.pdf"),
    ("faq.en", "debian-faq", "doc/debian/FAQ/debian-faq.en.pdf.gz"),
    ("policy.en", "debian-policy", "doc/debian-policy/policy.pdf.gz"),
    ("debmake.en", "debmake-doc", "doc/debmake-doc/debmake-doc.en.pdf"),
    ("debmake.zh", "debmake-doc", "doc/debmake-doc/debmake-doc.zh-cn.pdf"),
    ("debmake.tw", "debmake-doc", "doc/debmake-doc/debmake-doc.zh-tw.pdf"),
    ("developers.en", "developers-reference", "developers-reference/developers-reference.pdf"),
    ("install.en", "installation-guide-amd64", "doc/installation-guide-amd64/en/install.en.pdf.gz"),
    (
        "install.zh",
        "installation-guide-amd64",
        "doc/installation-guide-amd64/zh_CN/install.zh_CN.pdf.gz",
    ),
    ("maint.en", "maint-guide", "doc/maint-guide/maint-guide.en.pdf"),
    ("maint.zh", "maint-guide-zh-cn", "doc/maint-guide-zh-cn/maint-guide.zh-cn.pdf"),
)


def unpacked(package: str) -> Path:
    """The folder `usr/share` of a package, fetched and unpacked where it is not there yet."""
    folder = CACHE / package
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "-q", "download", package], cwd=CACHE, check=True)
        (archive,) = CACHE.glob(f"{package}_*.deb")
        partial = folder.with_suffix(".part")
        subprocess.run(["dpkg-deb", "-x", str(archive), str(partial)], check=True)
        partial.rename(folder)
        archive.unlink()
    return folder / "usr/share"


def pdfs(names: Iterable[str] = ()) -> dict[str, Path]:
    """Where the PDF files are, by their names; all of them without `names`."""
    wanted = set(names) or {name for name, _, _ in PDFS}
    found = {}
    for name, package, inside in PDFS:
        if name in wanted:
            path = unpacked(package) / inside
            found[name] = _plain(path) if path.suffix == ".gz" else path
    return found


def _plain(packed: Path) -> Path:
    """The file that is packed with gzip, unpacked beside it."""
    plain = packed.with_suffix("")
    if not plain.exists():
        partial = plain.with_suffix(".part")
        with gzip.open(packed) as source, partial.open("wb") as target:
            shutil.copyfileobj(source, target)
        partial.rename(plain)
    return plain


if __name__ == "__main__":
    for package in PACKAGES:
        sys.stdout.write(f"{unpacked(package)}\n")
    for name, path in pdfs().items():
        sys.stdout.write(f"{name:14} {path.stat().st_size / 1e6:6.1f} MB  {path}\n")
