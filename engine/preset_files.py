"""Presets as JSON files to hand on: those of Puna, with `format` and `version`, and LM Studio's.

Does not know where presets are kept.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from engine.errors import InvalidInput
from engine.files import storage_error, write_atomic
from engine.messages import Sampling
from engine.presets import Preset
from engine.validate import check_sampling, clean_text

SUFFIX: Final = ".json"
VERSION: Final = 1
LONGEST_NAME: Final = 60
_MAX_FILE: Final = 2_000_000
_MAX_BIAS: Final = 1_000

# Keys of LM Studio's operation fields, as its documentation of model.yaml and its presets have
# them, and what they are here.
_LM_STUDIO: Final = {
    "llm.prediction.temperature": "temperature",
    "llm.prediction.topKSampling": "top_k",
    "llm.prediction.topPSampling": "top_p",
    "llm.prediction.minPSampling": "min_p",
    "llm.prediction.repeatPenalty": "repeat_penalty",
    "llm.prediction.llama.frequencyPenalty": "frequency_penalty",
    "llm.prediction.llama.presencePenalty": "presence_penalty",
    "llm.prediction.seed": "seed",
    "llm.prediction.stopStrings": "stop",
}
_NEUTRAL: Final = Sampling(top_k=0, top_p=1, min_p=0)  # what a step that is switched off does


class _File(msgspec.Struct, frozen=True):
    """What a file of Puna holds. Fields that are not known are passed over."""

    format: Literal["puna-preset"]
    version: int
    name: str
    sampling: Sampling


class _Field(msgspec.Struct, frozen=True):
    key: str
    value: Any = None


class _Fields(msgspec.Struct, frozen=True):
    fields: tuple[_Field, ...] = ()


class _LmStudioFile(msgspec.Struct, frozen=True):
    operation: _Fields
    name: str = ""


def read_preset(path: Path) -> Preset:
    """The preset in a file of Puna or LM Studio. Raises InvalidInput, StorageError.

    What Puna has no control and no use for in a file of LM Studio, is passed over.
    """
    try:
        if not path.is_file() and path.exists():  # a pipe would be waited for
            raise _refused("it is not a file")
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise storage_error(path, error) from error
    if len(data) > _MAX_FILE:
        raise _refused("the file is too large for a preset")
    try:
        if b'"puna-preset"' in data:
            found = msgspec.json.decode(data, type=_File)
            if found.version > VERSION:
                raise _refused(f"the file was written by a newer Puna (format {found.version})")
            return checked_preset(Preset(found.name, found.sampling))
        other = msgspec.json.decode(data, type=_LmStudioFile)
        name = other.name or path.name.removesuffix(".json").removesuffix(".preset")
        return checked_preset(Preset(name, _sampling(other.operation.fields)))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refused(
            f"the file is not a preset of Puna or LM Studio ({clean_text(str(error))})"
        ) from error


def write_preset(path: Path, preset: Preset) -> None:
    """Write a preset to hand on. Raises InvalidInput where no file may hold it, StorageError."""
    sound = checked_preset(preset)
    data = msgspec.json.encode(_File("puna-preset", VERSION, sound.name, sound.sampling))
    write_atomic(path, msgspec.json.format(data, indent=2) + b"\n")


def checked_preset(preset: Preset) -> Preset:
    """The preset with clean texts. Raises InvalidInput naming what cannot be used."""
    name = " ".join(clean_text(preset.name).split())[:LONGEST_NAME].strip()
    if not name:
        raise _refused("it has no name")
    check_sampling(preset.sampling)
    bias = preset.sampling.logit_bias
    if len(bias) > _MAX_BIAS or any(not math.isfinite(amount) for _, amount in bias):
        raise _refused("its list of words to favour or avoid cannot be used")
    stop = tuple(clean_text(text) for text in preset.sampling.stop)
    return Preset(name, msgspec.structs.replace(preset.sampling, stop=stop), preset.id)


def _sampling(fields: tuple[_Field, ...]) -> Sampling:
    values: dict[str, Any] = {}
    for field in fields:
        name = _LM_STUDIO.get(field.key)
        if name is None:
            continue
        value = field.value
        if isinstance(value, dict):  # a step that can be switched off has a check box
            on = value.get("checked", True)
            value = value.get("value") if on else getattr(_NEUTRAL, name)
        if value is not None:
            values[name] = value
    if values.get("seed", 0) == -1:  # theirs for a new one each time
        del values["seed"]
    return msgspec.convert(values, Sampling)


def _refused(reason: str) -> InvalidInput:
    return InvalidInput("preset", reason, "Choose another file.")
