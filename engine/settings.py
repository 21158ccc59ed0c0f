"""The user's settings, as plain data with their defaults. Reading and writing: `engine.files`.

Knows nothing of how a setting is shown or used.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.messages import Overflow, Sampling
from engine.presets import Preset

STATE_DISK = 2 << 30
"""Bytes of kept states on disk, unless the user says otherwise."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, saved as one JSON file. Unknown fields of a newer version are ignored.

    `model` is a path or alias, empty until one is chosen. `sampling` None means what suits the
    model; `presets` are the user's own ways to write. `n_ctx` and `max_tokens` in tokens,
    `n_threads` in threads; 0 lets Puna choose. `state_disk` and `state_memory`: bytes for what
    models read of chats, on disk (0: nothing is written) and in memory (0: a share of what is
    free). `draft` and `overflow` are as in `ChatRequest`. `zoom` of texts in percent. `details`:
    figures and receipts are shown below replies. `geometry` is where the window was, as x, y,
    width, height in logical pixels; None before it was closed once. `chats_folded`: the list of
    chats is folded away by hand. `closed_folders`: ids of folders whose chats it does not list.
    `models_folder` is where new models go, empty for the home's own; `model_folders` are folders
    and single files elsewhere that are listed, too. `offline`: no network call may be made.
    `endpoint` of the hub, empty for the usual one; `downloads_parallel` at a time. `embedder` is
    the file of the model that makes documents searchable by meaning, empty for the one of Puna.
    `reader_width` of the viewer of documents in logical pixels, 0 before it was changed.
    """

    version: int = 1
    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    model: str = ""
    system_prompt: str = ""
    sampling: Sampling | None = None
    presets: tuple[Preset, ...] = ()
    max_tokens: int = 0
    n_ctx: int = 0
    n_threads: int = 0
    state_disk: int = STATE_DISK
    state_memory: int = 0
    draft: bool = True
    overflow: Overflow = "ask"
    zoom: int = 100
    details: bool = False
    geometry: tuple[int, int, int, int] | None = None
    maximized: bool = False
    chats_folded: bool = False
    closed_folders: tuple[int, ...] = ()
    reader_width: int = 0
    models_folder: str = ""
    model_folders: tuple[str, ...] = ()
    offline: bool = False
    endpoint: str = ""
    downloads_parallel: int = 2
    embedder: str = ""
