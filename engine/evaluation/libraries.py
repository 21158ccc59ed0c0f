"""The libraries of metrics, which come with the extra `train`: loaded where a task needs one."""

from __future__ import annotations

import importlib
from typing import Any

from engine.errors import InvalidInput


def library(module: str, task: str) -> Any:  # noqa: ANN401 - none of them ships types
    """A module of a library of metrics. Raises InvalidInput."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise InvalidInput(
            "task",
            f"{task} is judged with {name}, which is not installed",
            "Install Puna with its extra `train`, then judge again.",
        ) from error
