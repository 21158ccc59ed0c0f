"""What README shows can be done as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.model
def test_the_engine_from_a_python_prompt(model_path):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.splitlines()) <= 12
    example = example.replace('"model.gguf"', repr(str(model_path)))
    result = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_its_pictures_are_there():
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert pictures
    assert [p for p in pictures if not (ROOT / p).is_file()] == []


def test_the_files_it_names_are_there():
    named = set(re.findall(r"`((?:app|engine|packaging|tests|resources)/[\w/.-]+)`", README))
    named.remove("packaging/__init__.py")  # named because it must not be there
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_its_commands_are_those_of_the_command_line():
    from engine.cli import COMMANDS

    for command in re.findall(r"^puna (\w+)", README, re.MULTILINE):
        assert command in (*COMMANDS, "shots")
