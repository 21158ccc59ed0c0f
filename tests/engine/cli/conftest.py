"""`puna` as a person or a program runs it: in its own process, on a home of its own."""

import os
import subprocess
import sys

import pytest
from helpers.scripted import write_script

COMMAND = "import sys; from engine.cli import main; sys.exit(main())"


@pytest.fixture
def puna(home):
    def run(*arguments, stdin=""):
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            input=stdin,
            env={**os.environ, "PUNA_HOME": str(home.root)},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def script(tmp_path):
    def write(*replies, **fields):
        return write_script(tmp_path / "s.json", *replies, **fields).path

    return write
