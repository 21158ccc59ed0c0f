"""Refreshes the translations: texts of the code into the .ts file, the .ts file into the .qm.

    python packaging/translations.py            after a text changed; then translate what is new
    python packaging/translations.py --check    says what is stale or untranslated; exit code 1

Both files are committed: the .qm is what runs, and building it takes no tool at installation.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN",)


def tool(name: str) -> str:
    """A tool of PySide6 beside this interpreter, or on the path."""
    beside = Path(sys.executable).parent / name
    found = shutil.which(str(beside)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed; it comes with PySide6-Essentials.")
    return found


def update(ts: Path) -> None:
    """Bring the texts of `ts` up to those of the code; those no longer there are dropped."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "app").rglob("*.py"))]
    options = ["-no-obsolete", "-locations", "none", "-silent"]
    # Run at the root: contexts are class names, but the tool notes paths relative to the .ts.
    command = [tool("pyside6-lupdate"), *options, *sources, "-ts", str(ts)]
    subprocess.run(command, cwd=ROOT, check=True)


def compile_to(ts: Path, qm: Path) -> None:
    """Make the file that is loaded at run time."""
    subprocess.run([tool("pyside6-lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)


def unfinished(ts: Path) -> list[str]:
    """The texts that have no translation, or one that nobody called done."""
    messages = ElementTree.parse(ts).iter("message")
    return [
        message.findtext("source", "")
        for message in messages
        if (translation := message.find("translation")) is None
        or translation.get("type") == "unfinished"
        or not (translation.text or "").strip()
    ]


def faults(language: str) -> list[str]:
    """What is wrong with the committed files of a language; empty if nothing is."""
    ts, qm = FOLDER / f"puna_{language}.ts", FOLDER / f"puna_{language}.qm"
    found = [f"not translated: {text!r}" for text in unfinished(ts)]
    with tempfile.TemporaryDirectory() as folder:
        fresh_ts, fresh_qm = Path(folder) / ts.name, Path(folder) / qm.name
        shutil.copy(ts, fresh_ts)
        update(fresh_ts)
        if texts(fresh_ts) != texts(ts):
            changed = sorted(set(texts(fresh_ts)) ^ set(texts(ts)))
            found.append(f"{ts.name} is not up to date: {changed}")
        compile_to(ts, fresh_qm)
        if not qm.exists() or fresh_qm.read_bytes() != qm.read_bytes():
            found.append(f"{qm.name} was not made from {ts.name}")
    return found


def texts(ts: Path) -> list[tuple[str, str]]:
    """The texts of a .ts file, each with its context."""
    return sorted(
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ElementTree.parse(ts).iter("context")
        for message in context.iter("message")
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Refresh or check the translations.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is stale")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = False
    for language in LANGUAGES:
        if not check:
            ts = FOLDER / f"puna_{language}.ts"
            update(ts)
            compile_to(ts, ts.with_suffix(".qm"))
        for fault in faults(language):
            sys.stderr.write(f"{language}: {fault}\n")
            stale = True
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
