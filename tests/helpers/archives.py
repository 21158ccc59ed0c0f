"""Homes to be moved, archives to be opened, and hands that change archives on the way."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from helpers.filled import fill

from engine.assistants import AdapterUse, Assistant, Setup, Snippet
from engine.files import save_settings
from engine.messages import Sampling
from engine.paths import Home
from engine.settings import Settings
from engine.store.chats import Chats
from engine.store.database import open_database

SETTINGS = Settings(theme="dark", system_prompt="Be brief.", model="/old/place/model.gguf")
MODELS = {
    "bartowski/llama/model-00001-of-00002.gguf": b"first part " * 900,
    "bartowski/llama/model-00002-of-00002.gguf": b"second part " * 900,
    "gemma.gguf": b"gemma " * 900,
}


def make_home(root: Path) -> Home:
    """A home with chats, a folder, the trash, a draft, an assistant, models and an adapter."""
    home = Home(root)
    llamas, grass, sky, old = fill(home.database, "Llamas", "草原 grass", "Sky", "thrown away")
    for name, data in MODELS.items():
        put(home.models / name, data)
    put(home.adapters / "poet.gguf", b"adapter " * 50)
    setup = Setup(
        "gemma", (AdapterUse(str(home.adapters / "poet.gguf"), 0.5),), "Rhyme.", Sampling(top_k=7)
    )
    with using(home) as chats:
        chats.move([llamas.id], chats.folders.add("Animals").id)
        chats.folders.add("Empty")
        chats.pin([grass.id], True)
        chats.set_draft(sky.id, "And why")
        chats.set_setup(sky.id, setup, "Poet")
        chats.trash([old.id])
        chats.assistants.save(Assistant("Poet", "rhymes", setup))
        chats.snippets.save(Snippet("sign", "Best regards"))
    save_settings(home.settings, SETTINGS)
    return home


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class using:
    """The chats of a home, for a `with` block."""

    def __init__(self, home: Home) -> None:
        self._connection = open_database(home.database)

    def __enter__(self) -> Chats:
        return Chats(self._connection)

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their content, but for those that SQLite makes and removes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def content(home: Home) -> dict[str, object]:
    """What the chats of a home say, without what differs from computer to computer."""
    with using(home) as chats:
        folders = {folder.id: folder.name for folder in chats.folders.list()}
        return {
            "chats": {
                chat.key: (
                    chat.title,
                    chat.pinned,
                    folders.get(chat.folder),
                    chat.draft,
                    chat.assistant,
                    chat.trashed_at is not None,
                    [
                        (m.role, m.content, m.state, m.created_at)
                        for m in chats.messages(chat.id).values()
                    ],
                )
                for chat in (*chats.list(), *chats.trashed())
            },
            "folders": sorted(folders.values()),
            "snippets": [(one.name, one.text) for one in chats.snippets.list()],
            "assistants": [(one.name, one.about) for one in chats.assistants.list()],
        }


def repack(archive: Path, target: Path, change) -> Path:
    """The archive with its files changed: `change` gets {name: bytes} with the manifest as an
    object under "manifest.json", and may return other names to write."""
    with zipfile.ZipFile(archive) as source:
        files = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(files["manifest.json"])
    change(files, manifest)
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target


def replace_member(files, manifest, kind: str, data: bytes) -> None:
    """Another file in the place of the first of a kind, with its size and digest told truly."""
    member = next(one for one in manifest["members"] if one["kind"] == kind)
    files[member["name"]] = data
    member["size"] = len(data)
    member["sha256"] = hashlib.sha256(data).hexdigest()
