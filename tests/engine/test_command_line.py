"""`python -m engine` is the command line, for computers without a window."""

import subprocess
import sys


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "engine", *arguments], capture_output=True, text=True, timeout=60
    )


def test_it_runs_a_command(tmp_path):
    done = run("--home", str(tmp_path / "home"), "chats", "list", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_gives_the_exit_code_of_an_error(tmp_path):
    done = run("models", "check", str(tmp_path / "none.gguf"))
    assert done.returncode == 3
    assert "none.gguf" in done.stderr
