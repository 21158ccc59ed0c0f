"""Makes the list of models from the files that were found and what is known of each.

Knows nothing of folders: `engine.hub.shelves` found the files, `engine.hub.headings` read them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from engine.files import shown
from engine.gguf.architectures import missing_part
from engine.gguf.heading import Heading, named_quantisation
from engine.hub.catalogue import Entry
from engine.hub.copies import together
from engine.hub.headings import Headings, Known
from engine.hub.model import Model, Origin
from engine.hub.projectors import Projectors
from engine.hub.seen import is_file
from engine.hub.shelves import Found
from engine.messages import Sampling

_NOT_UTF8 = "its name is not valid UTF-8; rename it, or import it into the library"


class Describer:
    """Words a file as a model. `aliases` are the models that came with Puna, by their path."""

    def __init__(self, own: Sequence[Path], aliases: Mapping[Path, tuple[str, Entry]]) -> None:
        self._own = own
        self._aliases = aliases

    def describe(self, found: Found, known: Known, *, absent: bool = False) -> Model:
        """A model that is there, or `absent` and remembered; without projector and copies."""
        heading = known.heading
        if shown(found.path) != str(found.path):
            known = msgspec.structs.replace(known, fault=f"file name: {_NOT_UTF8}")
        sampling = Sampling()
        if heading:
            sampling = msgspec.structs.replace(sampling, **heading.sampling)
        alias, entry = self._aliases.get(found.path, ("", None))
        if entry:
            sampling = msgspec.structs.replace(sampling, **entry.sampling)
        id_, origin = self._name(found)
        digest = found.digest or known.digest
        own = origin == "imported" and not absent
        return Model(
            id=alias or id_,
            title=entry.title if entry else _title(found, heading),
            path=found.path,
            size=found.size,
            sampling=sampling,
            origin="starter" if entry else origin,
            other_purpose="" if entry or not heading else heading.not_chat,
            shelf="puna" if entry else found.shelf,
            quantisation=_quantisation(found, heading),
            architecture=heading.architecture if heading else "",
            context=heading.context if heading else 0,
            missing=_missing(found, heading),
            fault=known.fault,
            absent=absent,
            freed=found.size if own and found.only else 0,
            sha256="" if "+" in digest else digest,
            repository=found.repository,
            license=heading.license if heading else "",
            unread=not known.fault and heading is None,
        )

    def _name(self, found: Found) -> tuple[str, Origin]:
        """The id of a file: below an own folder without it, but for one that another own folder
        has, too."""
        for number, folder in enumerate(self._own):
            if found.path.is_relative_to(folder):
                name = found.path.relative_to(folder)
                if not any(is_file(earlier / name) for earlier in self._own[:number]):
                    return shown(name).replace(os.sep, "/"), "imported"
                return str(found.path), "imported"
        return shown(found.path), "path"


def models_of(
    files: Sequence[Found], headings: Headings, describe: Callable[[Found, Known], Model]
) -> list[Model]:
    """One model for each file, in the order given, the same file in several places once.

    A projector that a model has is not listed beside it.
    """
    known = {found.path: headings.known(found) for found in files}
    projectors = Projectors((path, each.heading) for path, each in known.items() if each.heading)
    models: list[Model] = []
    attached: set[Path] = set()
    for group in together(files, headings):
        # A broken copy does not stand for a sound one.
        first = min(group, key=lambda found: bool(known[found.path].fault or found.lacks))
        model = describe(first, known[first.path])
        heading = known[first.path].heading
        if heading and not model.other_purpose:
            places = [(found, projectors.of(found.path, heading)) for found in group]
            attached.update(path for _, path in places if path)
            near = first.projector or dict(places)[first]
            model = msgspec.structs.replace(model, projector=near)
        copies = tuple(found.path for found in group if found.path != model.path)
        models.append(msgspec.structs.replace(model, copies=copies) if copies else model)
    return [model for model in models if not attached & {model.path, *model.copies}]


def _title(found: Found, heading: Heading | None) -> str:
    named = heading.name if heading else ""
    return found.title or named or shown(Path(found.path.stem))


def _quantisation(found: Found, heading: Heading | None) -> str:
    said = heading.file_type if heading else ""
    return said or named_quantisation(shown(Path(found.path.stem)))


def _missing(found: Found, heading: Heading | None) -> str:
    if found.lacks:
        return f"the part {shown(Path(found.lacks))}"
    if heading is None or heading.not_chat:
        return ""
    if part := missing_part(heading.architecture, heading.tokenizer, heading.pre_tokenizer):
        return part
    if heading.joined:
        return "a file of its own for the part that looks at pictures, which is inside this one"
    return ""
