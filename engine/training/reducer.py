"""One process or many that learn as one: what is added up over all of them.

Several are started by torchrun, on one computer or on many. Knows no model.
"""

from __future__ import annotations

import hashlib
import os
from typing import Protocol

import torch
from torch import Tensor


class Reducer(Protocol):
    """`rank` of this process among `world`."""

    rank: int
    world: int

    def sum(self, tensor: Tensor) -> None:
        """Make of `tensor` the sum of all processes, in place."""
        ...

    def largest(self, number: int) -> int:
        """The largest number that any process gives."""
        ...

    def first(self, tensor: Tensor) -> None:
        """Make of `tensor` that of the first process, in place."""
        ...

    def first_text(self, text: str) -> str:
        """The text of the first process."""
        ...

    def same(self, text: str) -> bool:
        """Whether all processes give the same text."""
        ...

    def close(self) -> None: ...


class Alone:
    """There is one process."""

    rank = 0
    world = 1

    def sum(self, tensor: Tensor) -> None:
        """It is the sum already."""

    def largest(self, number: int) -> int:
        return number

    def first(self, tensor: Tensor) -> None:
        """It is the first already."""

    def first_text(self, text: str) -> str:
        return text

    def same(self, text: str) -> bool:
        return True

    def close(self) -> None:
        """Nothing is open."""


class Group:
    """The processes that torchrun started; it tells each in its environment which it is."""

    def __init__(self) -> None:
        import torch.distributed as distributed  # only here: most runs have one process

        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        self._distributed = distributed
        self.rank = distributed.get_rank()
        self.world = distributed.get_world_size()

    def sum(self, tensor: Tensor) -> None:
        self._distributed.all_reduce(tensor)

    def largest(self, number: int) -> int:
        found = torch.tensor(number)
        self._distributed.all_reduce(found, op=self._distributed.ReduceOp.MAX)
        return int(found)

    def first(self, tensor: Tensor) -> None:
        self._distributed.broadcast(tensor, 0)

    def first_text(self, text: str) -> str:
        data = torch.tensor(list(text.encode()), dtype=torch.uint8)
        size = torch.tensor(len(data))
        self.first(size)
        if self.rank:
            data = torch.empty(int(size), dtype=torch.uint8)
        self.first(data)
        return bytes(data.tolist()).decode()

    def same(self, text: str) -> bool:
        digest = torch.tensor(list(hashlib.sha256(text.encode()).digest()))
        sides = torch.cat((digest, -digest))
        self._distributed.all_reduce(sides, op=self._distributed.ReduceOp.MAX)
        return bool((sides[: len(digest)] == -sides[len(digest) :]).all())

    def close(self) -> None:
        self._distributed.destroy_process_group()


def reducer() -> Reducer:
    """The group this process is in, or itself alone."""
    return Group() if int(os.environ.get("WORLD_SIZE", "1")) > 1 else Alone()
