"""What `puna bench` found: how each model runs fastest on this computer, kept in the home.

A file that was replaced, another computer and another llama.cpp make a finding void. Knows nothing
of how it was measured.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from engine.errors import InvalidInput
from engine.files import fingerprint, storage_error, write_atomic
from engine.hardware import physical_cores, processor_name
from engine.messages import Tuning
from engine.paths import Home
from engine.validate import check_tuning

_log = logging.getLogger(__name__)


class Finding(msgspec.Struct, frozen=True):
    """The best tuning of one model file, and how fast that was in tokens per second.

    `size` in bytes and `changed` in nanoseconds are the file's; `measured` is when, as ISO 8601.
    """

    tuning: Tuning
    prefill: float
    decode: float
    size: int
    changed: int
    measured: str


class _Findings(msgspec.Struct, frozen=True):
    """All findings of one computer, by the path of the model."""

    machine: str
    models: dict[str, Finding] = {}
    version: int = 1


def best(home: Home, path: Path) -> Tuning:
    """How to run a model file; the defaults where nothing was found out. Reads a small file."""
    finding = found(home, path)
    return finding.tuning if finding else Tuning()


def found(home: Home, path: Path) -> Finding | None:
    """What was found out about a model file on this computer; None where that is nothing that
    counts any more."""
    seen = fingerprint(path)
    finding = _read(home).models.get(str(path))
    if finding is None or seen is None or (finding.size, finding.changed) != seen[:2]:
        return None
    try:
        check_tuning(finding.tuning)
    except InvalidInput as error:
        _log.warning("%s: %s", home.tuning, error)
        return None
    return finding


def keep(home: Home, path: Path, tuning: Tuning, speed: tuple[float, float], when: str) -> Finding:
    """Remember the best tuning of a model, with its speed of reading and writing in tokens per
    second. Raises `StorageError`."""
    seen = fingerprint(path)
    if seen is None:
        raise storage_error(path, FileNotFoundError(2, "there is no such file"))
    finding = Finding(tuning, *speed, seen[0], seen[1], when)
    findings = _Findings(this_machine(), _read(home).models | {str(path): finding})
    data = msgspec.json.format(msgspec.json.encode(findings), indent=2)
    write_atomic(home.tuning, data + b"\n")
    return finding


def _read(home: Home) -> _Findings:
    """The findings of this computer; none where the file cannot be understood: it is measured
    again, not lost."""
    none = _Findings(this_machine())
    try:
        findings = msgspec.json.decode(home.tuning.read_bytes(), type=_Findings)
    except FileNotFoundError:
        return none
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        _log.warning("%s cannot be used: %s", home.tuning, error)
        return none
    return findings if findings.machine == none.machine else none


@cache
def this_machine() -> str:
    """What a finding holds for: the processor, its cores, and llama.cpp."""
    try:
        llama = version("llama-cpp-python")
    except PackageNotFoundError:
        llama = "none"
    return f"{processor_name()}, {physical_cores()} cores, llama-cpp-python {llama}"
