"""What is open for a run, and what is closed behind it."""

from pathlib import Path

import torch
from helpers.lessons import write_run
from helpers.practice import practice


def product() -> float:
    """Of two numbers whose product is no normal one."""
    return (torch.tensor([1e-20]) * torch.tensor([1e-20])).item()


def test_numbers_near_nothing_are_nothing_in_a_run(tmp_path: Path):
    """Processors take a hundred times as long with them."""
    assert product() > 0
    with practice(write_run(tmp_path)):
        assert product() == 0
    assert product() > 0
