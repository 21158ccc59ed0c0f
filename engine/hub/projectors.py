"""Which projector belongs to which model: the part that looks at pictures is a file of its own.

They lie in one folder. A projector whose name says nothing but that it is one belongs to every
model of its width there; one with a name of its own to those that share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from engine.gguf.heading import Heading, named_quantisation

_WORD: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_SAYS_NOTHING: Final = frozenset(
    ("mmproj", "proj", "projector", "model", "vision", "encoder", "clip", "gguf")
)


class Projectors:
    """The projectors among some files, each with its heading."""

    def __init__(self, files: Iterable[tuple[Path, Heading]]) -> None:
        self._by_folder: dict[Path, list[tuple[Path, Heading]]] = {}
        for path, heading in files:
            if heading.projector:
                self._by_folder.setdefault(path.parent, []).append((path, heading))

    def of(self, path: Path, heading: Heading) -> Path | None:
        """The projector of a model, the best of those that fit; None where there is none."""
        fitting = [
            projector
            for projector, other in self._by_folder.get(path.parent, ())
            if _same_width(heading, other) and _share_a_name(path, projector)
        ]
        return min(fitting, key=_preference, default=None)


def _same_width(model: Heading, projector: Heading) -> bool:
    return model.width == projector.width or 0 in (model.width, projector.width)


def _share_a_name(model: Path, projector: Path) -> bool:
    own = set(_words(projector)) - _SAYS_NOTHING
    return len(own & set(_words(model))) * 2 >= len(own)


def _words(path: Path) -> Sequence[str]:
    """The words and numbers of a name, without its quantisation."""
    stem = path.stem.lower()
    if quantisation := named_quantisation(path.stem).lower():
        stem = stem.replace(quantisation, " ").replace(quantisation.replace("f", "fp"), " ")
    return _WORD.findall(stem)


def _preference(projector: Path) -> tuple[int, str]:
    order = ("F16", "BF16", "F32", "Q8_0")
    quantisation = named_quantisation(projector.stem)
    return (order.index(quantisation) if quantisation in order else len(order)), projector.name
