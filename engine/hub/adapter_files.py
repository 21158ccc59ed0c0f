"""What is done to the files of adapters: one is given another name, or copied elsewhere.

Knows nothing of runs or chats. Touches the disk: not for a GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from engine.errors import AdapterError, InvalidInput
from engine.files import Cancelled, Progress, Stopped, shown, storage_error, writing
from engine.gguf.adapter import Adapter, read_adapter
from engine.gguf.reader import read
from engine.gguf.writer import NewTensor, write_gguf
from engine.paths import Home

_NAME = "general.name"
_BLOCK = 1 << 20
_LONGEST_NAME = 200


def rename_adapter(path: Path, name: str) -> Adapter:
    """Have an adapter call itself `name`. The file keeps its own name, by which assistants mean it;
    its numbers stay as they are.

    Raises InvalidInput for an empty name, AdapterError, StorageError; then it is as it was.
    """
    wanted = " ".join(name.split())[:_LONGEST_NAME]
    if not wanted:
        raise InvalidInput("name", "it is empty", "Give the adapter a name.")
    read_adapter(path)
    file = read(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise storage_error(path, error) from error
    if any(tensor.offset + tensor.size > len(data) for tensor in file.tensors):
        raise AdapterError(shown(path), "file", "it became shorter while it was read")
    view = memoryview(data)
    tensors = [
        NewTensor(each.name, each.type, each.shape, view[each.offset : each.offset + each.size])
        for each in file.tensors
    ]
    with writing(path) as out:
        write_gguf(out, {**file.metadata, _NAME: wanted}, tensors)
    return read_adapter(path)


def export_adapter(
    path: Path,
    target: Path,
    home: Home,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Copy an adapter to `target`, in the place of what is there.

    Raises AdapterError for what is no adapter, InvalidInput for a place that Puna keeps for itself,
    StorageError, and Stopped when `cancelled` says so; then `target` is as it was.
    """
    size = read_adapter(path).size
    if home.owns(target):
        raise InvalidInput(
            "path", f"{shown(target)} is where Puna keeps its own files", "Choose another folder."
        )
    done = 0
    try:
        with path.open("rb") as source, writing(target) as out:
            while block := source.read(_BLOCK):
                if cancelled and cancelled():
                    raise Stopped
                done += out.write(block)
                if progress:
                    progress(done, size)
    except OSError as error:
        raise storage_error(path, error) from error
