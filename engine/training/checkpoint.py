"""What a run has reached, on disk: written whole or not at all, the last two kept.

Knows neither how a model learns nor where a run comes from.
"""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
import torch
from torch import Tensor

from engine.errors import TrainingError
from engine.files import storage_error, write_atomic

_KEPT: Final = 2
_NAME: Final = "checkpoint-{:08d}.pt"


class Progress(msgspec.Struct):
    """Where a run is. `step` was the last that was made; `lr_factor` what is left of the rate after
    steps that were no numbers, `failed` of them in a row. `best_step` 0: none was judged yet;
    `worse` judgements came since the best. `recent`: losses of the last steps. `seconds` worked."""

    step: int = 0
    lr_factor: float = 1.0
    failed: int = 0
    best_step: int = 0
    best_loss: float = 0.0
    worse: int = 0
    judged: int = -1
    recent: list[float] = []
    seconds: float = 0.0

    def encoded(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def decoded(cls, words: str) -> Progress:
        """Raises msgspec.MsgspecError."""
        return msgspec.json.decode(words, type=cls)


class Checkpoints:
    """Those of the run in `folder`. `run` is what tells the run from any other. Methods raise
    StorageError."""

    def __init__(self, folder: Path, run: str) -> None:
        self._folder = folder
        self._run = run

    def save(self, progress: Progress, tensors: Mapping[str, Tensor]) -> Path:
        """Write a checkpoint; of the others, the one before it stays. Later ones are damaged: else
        the run would have gone on from there."""
        path = self._folder / _NAME.format(progress.step)
        file = io.BytesIO()
        torch.save({"run": self._run, "progress": progress.encoded(), **tensors}, file)
        write_atomic(path, file.getvalue())
        before = [old for old in self._files() if old.name < path.name]
        for old in {*self._files()} - {path, *before[: _KEPT - 1]}:
            with contextlib.suppress(OSError):
                old.unlink()
        return path

    def last(self) -> tuple[Progress, dict[str, Tensor]] | None:
        """The last checkpoint that can be read; None where there is none.

        Raises TrainingError where all are of another run: as after the model's file was replaced.
        They may be worth hours, and are not for this run to write over.
        """
        others = False
        for path in self._files():
            if (found := self._read(path)) is not None:
                run, progress, tensors = found
                if run == self._run:
                    return progress, tensors
                others = True
        if others:
            raise unfit()
        return None

    def _files(self) -> list[Path]:
        """The newest first."""
        return sorted(self._folder.glob("checkpoint-*.pt"), reverse=True)

    def _read(self, path: Path) -> tuple[str, Progress, dict[str, Tensor]] | None:
        with _unreadable_is_none():
            found = torch.load(path, map_location="cpu", weights_only=True)
            return found.pop("run"), Progress.decoded(found.pop("progress")), found
        return None


def unfit() -> TrainingError:
    """A checkpoint is of something else."""
    return TrainingError(
        "checkpoint", "the checkpoint in its folder does not fit this run", "Start a new run."
    )


@contextlib.contextmanager
def _unreadable_is_none() -> Iterator[None]:
    """A file that was cut or damaged counts as none: there is one more."""
    try:
        yield
    except FileNotFoundError:
        return
    except (pickle.UnpicklingError, msgspec.MsgspecError, EOFError, KeyError):
        return
    except (RuntimeError, ValueError, AttributeError):  # what torch raises, depending on the damage
        return
    except OSError as error:
        raise storage_error(Path(error.filename or ""), error) from error
