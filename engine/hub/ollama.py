"""What Ollama pulled: manifests say which blobs make up a model, and a blob is a plain GGUF file.

A manifest lies at `manifests/<registry>/<namespace>/<name>/<tag>` and names its layers by digest;
the blob of a digest is `blobs/sha256-<digest>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from engine.hub.seen import folders_in, is_file, small_file

_MODEL: Final = "application/vnd.ollama.image.model"
_PROJECTOR: Final = "application/vnd.ollama.image.projector"
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")
_MOST: Final = 1 << 20  # bytes of a manifest
_USUAL: Final = ("registry.ollama.ai", "library")


class _Layer(msgspec.Struct):
    mediaType: str = ""
    digest: str = ""


class _Manifest(msgspec.Struct):
    layers: list[_Layer] = []


class Pulled(NamedTuple):
    """One model by the name that Ollama knows it by, such as `llama3.2:1b`."""

    title: str
    blob: Path
    projector: Path | None


def pulled(folder: Path) -> Iterator[Pulled]:
    """The models of a folder of Ollama whose blobs are there, by name, each blob once."""
    seen: set[str] = set()
    for manifest in _manifests(folder / "manifests"):
        models, projectors = _layers(manifest)
        if not models or models[0] in seen:
            continue
        blob = _blob(folder, models[0])
        if is_file(blob):
            seen.add(models[0])
            projector = _blob(folder, projectors[0]) if projectors else None
            there = projector if projector and is_file(projector) else None
            title = _title(manifest.relative_to(folder / "manifests"))
            yield Pulled(title, blob, there)


def _manifests(folder: Path) -> Iterator[Path]:
    for registry in folders_in(folder):
        for namespace in folders_in(registry):
            for name in folders_in(namespace):
                yield from _tags(name)


def _tags(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _layers(manifest: Path) -> tuple[list[str], list[str]]:
    """The digests of the models and of the projectors that a manifest names."""
    try:
        layers = msgspec.json.decode(small_file(manifest, _MOST), type=_Manifest).layers
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [], []
    # A digest goes into a path: nothing but its 64 digits may.
    found = [(layer.mediaType, _DIGEST.fullmatch(layer.digest)) for layer in layers]
    return (
        [match[1] for kind, match in found if match and kind == _MODEL],
        [match[1] for kind, match in found if match and kind == _PROJECTOR],
    )


def _blob(folder: Path, digest: str) -> Path:
    return folder / "blobs" / f"sha256-{digest}"


def _title(manifest: Path) -> str:
    """`name:tag`, with the registry and the namespace in front where they are not the usual."""
    *place, name, tag = manifest.parts
    shown = [part for part, usual in zip(place, _USUAL, strict=False) if part != usual]
    return "/".join([*shown, f"{name}:{tag}"])
