"""How a new chat with a model begins, as the user set it: one small file for all models.

Keyed by the id of a model; does not know which models there are.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import msgspec

from engine.files import storage_error, write_atomic
from engine.messages import AdapterUse, Sampling

_log = logging.getLogger(__name__)


class Defaults(msgspec.Struct, frozen=True):
    """What new chats with a model take. `n_ctx` in tokens, 0 lets Puna choose; `sampling` None is
    what suits the model; `template` takes the place of the model's own, empty for that one.
    `adapters` are named as in a setup, and are on where the setup of a chat names none."""

    n_ctx: int = 0
    sampling: Sampling | None = None
    system_prompt: str = ""
    template: str = ""
    adapters: tuple[AdapterUse, ...] = ()


class DefaultsFile:
    """The defaults of all models, in `file`. Every method touches the disk."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def of(self, id_: str) -> Defaults:
        """The defaults of a model; empty ones where none were set. Raises `StorageError`."""
        return self._read().get(id_, Defaults())

    def set(self, id_: str, defaults: Defaults) -> None:
        """Remember them; empty ones are forgotten. Raises `StorageError`."""
        with self._lock:
            models = self._read()
            if defaults == Defaults():
                if models.pop(id_, None) is None:
                    return
            else:
                models[id_] = defaults
            data = msgspec.json.format(msgspec.json.encode(models), indent=2)
            write_atomic(self._file, data + b"\n")

    def _read(self) -> dict[str, Defaults]:
        """All of them. A file that cannot be understood is kept beside, so nothing is lost."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, Defaults])
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise storage_error(self._file, error) from error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            kept = self._file.with_suffix(".broken.json")
            _log.warning("%s cannot be understood (%s); kept as %s", self._file, error, kept.name)
            try:
                self._file.replace(kept)
            except OSError as refused:
                raise storage_error(kept, refused) from refused
            return {}
