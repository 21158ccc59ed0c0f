"""Packages with models, as those of the catalogue are: one file in place, or parts to assemble."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from helpers.tiny_gguf import write_tiny_gguf

from engine.hub.catalogue import Entry

ASSEMBLED = "maker/small/small.gguf"


def entry(**changes: Any) -> Entry:
    values = {
        "title": "Small",
        "license": "MIT",
        "package": "small-model",
        "install": "pip install small-model",
        "module": "small_model",
        "file": "small.gguf",
    }
    return Entry(**{**values, **changes})


def write_package(site: Path) -> Path:
    """A package as `starter` is: a model file, and code that cannot be imported."""
    folder = site / "small_model"
    write_tiny_gguf(folder / "small.gguf", metadata={"general.sampling.temp": 0.9})
    (folder / "__init__.py").write_text("import something_that_is_not_installed\n")
    return folder


def write_parts(site: Path, module: str) -> Entry:
    """A package as `gemma` is: puts a model together from its parts."""
    folder = site / module
    data = write_tiny_gguf(folder / "part").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    (folder / "__init__.py").write_text(
        "import hashlib\nfrom pathlib import Path\n"
        f"EXPECTED_SHA256 = {digest!r}\n"
        "def assemble(output_path):\n"
        "    data = (Path(__file__).parent / 'part').read_bytes()\n"
        "    Path(output_path).write_bytes(data)\n"
        "    if hashlib.sha256(data).hexdigest() != EXPECTED_SHA256:\n"
        "        raise ValueError('wrong')\n"
    )
    return entry(module=module, file=ASSEMBLED, size=len(data), sha256=digest)


def contents(folder: Path) -> list[str]:
    """The files below a folder, hidden ones too."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
