"""What was found out about a model is used for that file on that computer, and for nothing else."""

import os
from pathlib import Path

import msgspec
import pytest
from helpers.guards import ExpectedLogs
from helpers.tiny_gguf import write_tiny_gguf

from engine import tuning
from engine.errors import StorageError
from engine.hub.library import Library
from engine.messages import Tuning
from engine.paths import Home

FAST = Tuning(n_threads=1, n_batch=256, flash=True)
WHEN = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_gguf(tmp_path / "m.gguf")


def keep(home: Home, path: Path, best: Tuning = FAST) -> tuning.Finding:
    return tuning.keep(home, path, best, (100.0, 10.0), WHEN)


def test_nothing_is_known_and_nothing_is_made(home: Home, model: Path):
    assert tuning.best(home, model) == Tuning()
    assert tuning.found(home, model) is None
    assert not home.root.exists()


def test_kept_and_found_again(home: Home, model: Path, tmp_path: Path):
    kept = keep(home, model)
    other = write_tiny_gguf(tmp_path / "other.gguf", seed=2)
    keep(home, other, Tuning(n_batch=128))
    assert tuning.found(home, model) == kept
    assert (kept.prefill, kept.decode, kept.measured) == (100.0, 10.0, WHEN)
    assert tuning.best(home, model) == FAST
    assert tuning.best(home, other) == Tuning(n_batch=128)
    assert Library(home).resolve(str(model)).tuning == FAST
    assert [path.name for path in home.root.iterdir()] == ["tuning.json"]
    assert home.owns(home.tuning)


def test_another_file_of_that_name(home: Home, model: Path):
    keep(home, model)
    os.utime(model, ns=(1, 1))
    assert tuning.best(home, model) == Tuning()
    model.unlink()
    assert tuning.best(home, model) == Tuning()
    with pytest.raises(StorageError):
        keep(home, model)


def test_another_computer(home: Home, model: Path):
    keep(home, model)
    saved = msgspec.json.decode(home.tuning.read_bytes())
    saved["machine"] = "another"
    home.tuning.write_bytes(msgspec.json.encode(saved))
    assert tuning.best(home, model) == Tuning()
    keep(home, model)
    assert tuning.best(home, model) == FAST


@pytest.mark.parametrize(
    "change",
    [{"n_batch": 10**9}, {"n_threads": 10_000}, {"kv_type": "q4_0", "flash": None}],
)
def test_what_cannot_be_used_is_left_out(
    home: Home, model: Path, change: dict[str, object], expected_log: ExpectedLogs
):
    keep(home, model, msgspec.structs.replace(FAST, **change))
    assert tuning.best(home, model) == Tuning()
    expected_log("tuning.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"machine": 1}'])
def test_a_file_that_cannot_be_understood(
    home: Home, model: Path, content: bytes, expected_log: ExpectedLogs
):
    home.root.mkdir()
    home.tuning.write_bytes(content)
    assert tuning.best(home, model) == Tuning()
    keep(home, model)
    assert tuning.best(home, model) == FAST
    expected_log("cannot be used")
