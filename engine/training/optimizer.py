"""AdamW over all numbers of an adapter as one vector.

The parameters become views of that vector and their gradients views of another, so that a step,
clipping, adding up over several processes and a checkpoint each deal with one tensor. Not that of
`torch.optim`, which loads torch's compiler first: a second and a half. As in Loshchilov and Hutter,
"Decoupled weight decay regularization" (2019).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import torch
from torch import Tensor, nn

_BETAS: Final = (0.9, 0.999)
_EPSILON: Final = 1e-8


class AdamW:
    """Owns the storage of `parameters` from now on."""

    def __init__(self, parameters: Iterable[nn.Parameter], weight_decay: float = 0.0) -> None:
        taught = [parameter for parameter in parameters if parameter.requires_grad]
        self.values = torch.cat([parameter.detach().reshape(-1) for parameter in taught])
        self.gradient = torch.zeros_like(self.values)
        self._mean = torch.zeros_like(self.values)
        self._square = torch.zeros_like(self.values)
        self._weight_decay = weight_decay
        self._steps = 0
        start = 0
        for parameter in taught:
            stop = start + parameter.numel()
            parameter.data = self.values[start:stop].view_as(parameter)
            parameter.grad = self.gradient[start:stop].view_as(parameter)
            start = stop

    def clear(self) -> None:
        """Forget the gradient."""
        self.gradient.zero_()

    def clip(self, most: float) -> float:
        """Shorten the gradient to at most `most`, 0 for any length; returns how long it was. What
        is no number stays so, and so does the length."""
        norm = float(self.gradient.norm())
        if most > 0 and math.isfinite(norm) and norm > most:
            self.gradient.mul_(most / norm)
        return norm

    def step(self, lr: float) -> None:
        """Move the parameters against the gradient."""
        self._steps += 1
        mean, square = _BETAS
        self.values.mul_(1 - lr * self._weight_decay)
        self._mean.lerp_(self.gradient, 1 - mean)
        self._square.mul_(square).addcmul_(self.gradient, self.gradient, value=1 - square)
        root = self._square.sqrt().div_(math.sqrt(1 - square**self._steps)).add_(_EPSILON)
        self.values.addcdiv_(self._mean, root, value=-lr / (1 - mean**self._steps))

    def state(self) -> dict[str, Tensor]:
        """All that has to be kept to go on, the parameters included."""
        return {
            "values": self.values,
            "mean": self._mean,
            "square": self._square,
            "steps": torch.tensor(self._steps),
        }

    def restore(self, state: Mapping[str, Tensor], agree: Callable[[Tensor], None]) -> None:
        """Go on from what `state` gave; an empty one leaves all to `agree`, which makes of a tensor
        that of the first process. Raises KeyError and RuntimeError where it does not fit."""
        steps = torch.tensor(self._steps)
        ours = {"values": self.values, "mean": self._mean, "square": self._square, "steps": steps}
        for name, tensor in ours.items():
            if state:
                tensor.copy_(state[name])
            agree(tensor)
        self._steps = int(steps)
