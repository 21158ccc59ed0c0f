"""The .venv: made once, filled with what is pinned, and brought up to date when pins change.

Real environments and the real pip, with tiny packages.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest
import wheels
from environment import Environment
from helpers.packages import write_llama_source, write_wheel
from progress import Line, SetupError

pytestmark = pytest.mark.slow


class Checkout:
    """A folder with pins of its own."""

    def __init__(self, root: Path, env: dict[str, str]) -> None:
        self.root = root
        self.env = env
        self.python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        (root / "pins").mkdir()
        self.pin("run", "llama-cpp-python==9.9")
        self.pin("starter", "puna-a==1")

    def pin(self, name: str, text: str) -> None:
        path = self.root / "pins" / f"requirements-{name}.txt"
        path.write_text(text + "\n", encoding="utf-8")

    def install(self, **env: str) -> str:
        """Install what running needs, and give what was said."""
        said = io.StringIO()
        pins = self.root / "pins"
        environment = Environment(self.root / ".venv", pins, Line(said), self.env | env)
        environment.install(["run", "starter"])
        return said.getvalue()

    def ask(self, code: str) -> str:
        command = [str(self.python), "-c", code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path, env, packages) -> Checkout:
    write_llama_source(packages, "9.9")
    write_wheel(packages, "puna_a", "1", "version = 1")
    write_wheel(packages, "puna_a", "2", "version = 2")
    return Checkout(tmp_path, env)


def test_from_nothing_to_up_to_date(checkout):
    said = checkout.install()
    assert ".venv: made in" in said
    assert "The window cannot open yet" in said  # these pins hold no Qt
    assert checkout.ask("import llama_cpp; print(llama_cpp.made_with)") == wheels.FLAGS
    assert checkout.install() == ""

    checkout.pin("starter", "puna-a==2")
    assert "models" in checkout.install()
    assert checkout.ask("import puna_a; print(puna_a.version)") == "2"
    assert checkout.install() == ""

    # Flags of the user: compiled and installed anew, then remembered.
    made_with = "import llama_cpp; print(llama_cpp.made_with)"
    checkout.install(CMAKE_ARGS="-DGGML_CUDA=ON")
    assert checkout.ask(made_with) == f"{wheels.FLAGS} -DGGML_CUDA=ON"
    assert checkout.install() == ""
    checkout.install(CMAKE_ARGS="")
    assert checkout.ask(made_with) == wheels.FLAGS

    # An environment of another Python is of no use.
    (checkout.root / ".venv" / "puna" / "python").write_text("3.9", encoding="utf-8")
    assert ".venv: made in" in checkout.install()
    assert checkout.install() == ""


def test_an_installation_that_failed_is_tried_again(checkout, packages):
    checkout.pin("starter", "puna-missing==1")
    with pytest.raises(SetupError, match="its source could not be downloaded"):
        checkout.install()
    write_wheel(packages, "puna_missing", "1")
    assert "models" in checkout.install()


def test_a_llama_cpp_that_does_not_load_is_told(checkout, packages):
    write_llama_source(packages, "9.9", module="'import libgomp'")
    with pytest.raises(SetupError, match=r"libgomp(.|\n)*does not load(.|\n)*compiled anew"):
        checkout.install()
