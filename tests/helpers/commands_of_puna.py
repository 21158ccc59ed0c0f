"""Runs `puna` as a program does, with JSON lines: for benches and long routes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Commands:
    """Commands on one home."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __call__(self, *arguments: object, seconds: float = 3600) -> list[dict[str, Any]]:
        """The events of a command that must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "engine", *map(str, arguments), "--json"],
            cwd=ROOT,
            env={**os.environ, "PUNA_HOME": str(self._home), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"puna {arguments[0]} ended with {done.returncode}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def scores(self, *arguments: object) -> list[dict[str, Any]]:
        """What `puna evaluate` found, one after the other."""
        return [event for event in self("evaluate", *arguments) if event["event"] == "scored"]
