"""Lays out what other programs downloaded, as they do on disk, in a made-up user's folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.tiny_gguf import gguf_bytes, write_tiny_gguf

REVISION, OLDER = "a" * 40, "b" * 40


def tiny(seed: int, name: str, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What `write_tiny_gguf` takes for a model of that name."""
    return {"seed": seed, "metadata": {"general.name": name, **(metadata or {})}}


def write_projector(path: Path, width: int = 32, seed: int = 0) -> Path:
    """The header of a projector, which no test needs more of."""
    values = {
        "general.architecture": "clip",
        "general.type": "mmproj",
        "clip.has_vision_encoder": True,
        "clip.vision.projection_dim": width,
        "test.seed": seed,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items())))
    return path


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_hugging_face(hub: Path, repository: str, names: Mapping[str, dict[str, Any]]) -> Path:
    """A repository of a Hugging Face cache: blobs by digest, and links to them of two revisions.
    Returns the folder of the revision that `main` names."""
    folder = hub / f"models--{repository.replace('/', '--')}"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs/main").write_text(REVISION)
    for name, values in names.items():
        made = write_tiny_gguf(folder / "blobs/new", **values)
        blob = made.rename(made.with_name(digest_of(made)))
        for revision in (OLDER, REVISION):
            link = folder / "snapshots" / revision / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(blob, link.parent))
    (folder / "blobs" / ("c" * 64 + ".incomplete")).write_bytes(b"GGUF half")
    return folder / "snapshots" / REVISION


def write_ollama(
    models: Path, tags: Mapping[str, Path], projectors: Mapping[str, Path] | None = None
) -> None:
    """What `ollama pull` leaves: blobs by digest, and a manifest for each `name:tag`."""
    (models / "blobs").mkdir(parents=True, exist_ok=True)
    for tag, source in tags.items():
        layers = [_layer(models, "model", source)]
        if projector := (projectors or {}).get(tag):
            layers.append(_layer(models, "projector", projector))
        layers.append({"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:x"})
        name, _, version = tag.rpartition(":")
        place = name if "/" in name else f"registry.ollama.ai/library/{name}"
        manifest = models / "manifests" / place / version
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps({"schemaVersion": 2, "layers": layers}))


def _layer(models: Path, kind: str, source: Path) -> dict[str, Any]:
    digest = digest_of(source)
    blob = models / "blobs" / f"sha256-{digest}"
    blob.write_bytes(source.read_bytes())
    return {
        "mediaType": f"application/vnd.ollama.image.{kind}",
        "digest": f"sha256:{digest}",
        "size": blob.stat().st_size,
    }


def write_all_programs(user: Path, scratch: Path) -> None:
    """The libraries of all six programs in the folder of a user of Linux, each with one model; the
    one of Hugging Face is in LM Studio's, too."""
    hub = user / ".cache/huggingface/hub"
    first = tiny(1, "Of Hugging Face")
    snapshot = write_hugging_face(hub, "owner/repo-GGUF", {"first-Q4_K_M.gguf": first})
    lm_studio = user / ".lmstudio/models/publisher/model-GGUF/first-Q4_K_M.gguf"
    lm_studio.parent.mkdir(parents=True)
    lm_studio.write_bytes((snapshot / "first-Q4_K_M.gguf").read_bytes())
    write_tiny_gguf(lm_studio.with_name("own-Q8_0.gguf"), **tiny(2, "Of LM Studio"))
    (lm_studio.with_name("downloading_x.gguf.part")).write_bytes(b"GGUF half")
    ollama = write_tiny_gguf(scratch / "o.gguf", **tiny(3, "Of Ollama"))
    write_ollama(user / ".ollama/models", {"tiny:1b": ollama, "tiny:latest": ollama})
    write_tiny_gguf(user / ".cache/llama.cpp/owner_repo_x.gguf", **tiny(4, "Of llama.cpp"))
    (user / ".cache/llama.cpp/x.gguf.downloadInProgress").write_bytes(b"GGUF half")
    jan = user / ".local/share/Jan/data/llamacpp/models/owner/name/model.gguf"
    write_tiny_gguf(jan, **tiny(5, "Of Jan"))
    jan.with_name("model.yml").write_text("name: name\n")
    gpt4all = user / ".local/share/nomic.ai/GPT4All"
    write_tiny_gguf(gpt4all / "tiny.Q4_0.gguf", **tiny(6, "Of GPT4All"))
    (gpt4all / "incomplete-other.gguf").write_bytes(b"GGUF half")


def state_of(folder: Path) -> dict[str, object]:
    """All of a folder that a program could notice to have changed: names, kinds, times, bytes."""
    state: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content: object = None
        if path.is_symlink():
            content = str(path.readlink())
        elif path.is_file():
            content = path.read_bytes()
        changed = status.st_mtime_ns, status.st_mode, status.st_nlink
        state[path.relative_to(folder).as_posix()] = (*changed, content)
    return state
