"""`puna doctor` tells what is there and touches nothing."""

from pathlib import Path

import pytest
from helpers.commands import lines, run

from engine.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_doctor_for_programs(home: Home):
    (answer,) = lines(run(home, "doctor", "--json"))
    assert answer["home"] == str(home.root)
    assert answer["writable"] is True
    assert answer["free_disk"] > 0
    assert answer["llama"]["features"]
    assert set(answer["models"]) == {"starter", "gemma"}
    assert not home.root.exists()


def test_doctor_for_people(home: Home):
    home.root.mkdir()
    text = run(home, "doctor").stdout
    for name in ("Python", "Processor", "Cores", "Memory", str(home.root), "ggml", "PySide6"):
        assert name in text
    assert "NOT WRITABLE" not in text
    assert list(home.root.iterdir()) == []


def test_a_home_that_is_a_file(home: Home):
    home.root.write_bytes(b"")
    assert "NOT WRITABLE" in run(home, "doctor").stdout
