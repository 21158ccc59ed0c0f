"""How much to train, for who does not want to set every figure: three amounts, made to the data.

A few examples are repeated more often than many: an adapter needs some dozens of steps, whatever
it learns from. Pure arithmetic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from engine.training.records import Settings

Amount = Literal["quick", "normal", "thorough"]


@dataclass(frozen=True, slots=True)
class _Plan:
    epochs: int  # at least
    steps: int  # at least, but for `most`
    most: int  # epochs
    fast: bool


_PLANS: Final[dict[Amount, _Plan]] = {
    "quick": _Plan(epochs=1, steps=30, most=6, fast=True),
    "normal": _Plan(epochs=3, steps=90, most=15, fast=True),
    "thorough": _Plan(epochs=5, steps=200, most=25, fast=False),
}
_BATCH, _SMALL_BATCH = 512, 256  # tokens
_FEW: Final = 8  # batches of an epoch: below that, smaller ones make more steps of the same
_LR, _LR_FEW = 2e-4, 4e-4
_LONGEST, _LEAST_LENGTH, _MOST_LENGTH = 1024, 256, 4096


def settings_for(amount: Amount, tokens: int, longest: int = 0) -> Settings:
    """The settings of an amount, for examples of `tokens` together and of `longest` at most."""
    plan = _PLANS[amount]
    batch = _SMALL_BATCH if tokens < _FEW * _BATCH else _BATCH
    steps = max(1, math.ceil(tokens / batch))  # of an epoch
    epochs = min(max(plan.epochs, math.ceil(plan.steps / steps)), plan.most)
    repeated = epochs > plan.epochs
    return Settings(
        epochs=float(epochs),
        fast=plan.fast,
        lr=_LR_FEW if repeated else _LR,
        batch_tokens=batch,
        max_length=fitting_length(longest),
    )


def fitting_length(longest: int) -> int:
    """The longest length to allow, so that nothing of what is usual is left out."""
    if longest <= 0:
        return _LONGEST
    rounded = 128 * math.ceil(longest / 128)
    return min(max(rounded, _LEAST_LENGTH), _MOST_LENGTH)


def amount_of(settings: Settings, tokens: int, longest: int = 0) -> Amount | None:
    """The amount these are the settings of; None where any figure is another."""
    for amount in _PLANS:
        if settings_for(amount, tokens, longest) == settings:
            return amount
    return None


def faster(settings: Settings) -> Settings:
    """The same with only the upper half learning."""
    return msgspec.structs.replace(settings, fast=True)
