"""A child process whose functions a test calls by name: both sides of it.

Requests are lines of JSON, `["name", {arguments}]`, answered with a line each. Used where a library
must not load into the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Called:
    """The process `python -m module`. Call its functions: `called("name", key=value)`."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def __call__(self, name: str, **arguments: Any) -> Any:
        self._process.stdin.write(json.dumps([name, arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


def answer(functions: object) -> None:
    """In the process: call the methods of `functions` until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            said = {"result": getattr(functions, name)(**arguments)}
        except Exception as error:  # noqa: BLE001 - told to the test
            said = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(said) + "\n")
        answers.flush()
