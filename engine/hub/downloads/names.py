"""Names for files that the hub names: every system allows them, and none leaves its folder.

A name from the network may be anything: a path upwards, a device of Windows, letters that turn the
direction of text. What comes out is one visible name. Knows no disk.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from engine.errors import InvalidInput
from engine.hub.downloads.records import Wanted

_UNSAFE: Final = frozenset('<>:"/\\|?*\ufffd')
_PART: Final = re.compile(r"-\d{5}-of-\d{5}$")
_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\..*)?", re.IGNORECASE
)
# Bytes of UTF-8. Linux allows 255 for a name, Windows 260 letters for a whole path.
_FOLDER: Final = 96
_STEM: Final = 120


def safe_name(name: str, longest: int) -> str:
    """`name` as one name of at most `longest` bytes; never empty, hidden, or of a device."""
    plain = "".join(map(_safe_letter, unicodedata.normalize("NFC", name)))
    cut = plain.strip(" .").encode()[:longest].decode(errors="ignore").strip(" .") or "_"
    return f"_{cut[: longest - 1]}" if _DEVICE.fullmatch(cut) else cut


def _safe_letter(letter: str) -> str:
    # Cc, Cf, Cs, Co, Cn: controls, marks that hide or reorder text, surrogates, and no letters.
    unsafe = letter in _UNSAFE or unicodedata.category(letter).startswith("C")
    return "_" if unsafe or letter in "\u2028\u2029" else letter


def model_name(path: str) -> str:
    """The name of a model's file, ending in `.gguf`; a part of a split model stays one."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem = name[: -len(".gguf")] if name.lower().endswith(".gguf") else name
    part = _PART.search(stem)
    tail = part.group() if part else ""
    return f"{safe_name(stem.removesuffix(tail), _STEM)}{tail}.gguf"


def folder_name(repository: str) -> PurePosixPath:
    """Where the models of a repository lie, below the models folder: "owner/repo"."""
    owner, _, name = repository.rpartition("/")
    return PurePosixPath(safe_name(owner, _FOLDER), safe_name(name, _FOLDER))


def file_names(wanted: Wanted) -> tuple[str, ...]:
    """The names of its files. Raises `InvalidInput` where two of them cannot be told apart."""
    names = tuple(model_name(file.path) for file in wanted.files)
    if not names or len({name.casefold() for name in names}) < len(names):
        reason = f"its {len(names)} files have no names of their own"
        raise InvalidInput(wanted.id, reason, "Choose another file of the repository.")
    return names


def model_folder(names: tuple[str, ...]) -> str:
    """The name of the folder that a model of several files gets for itself."""
    return _PART.sub("", names[0].removesuffix(".gguf"))
