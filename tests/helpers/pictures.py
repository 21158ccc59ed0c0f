"""Pictures of formulas for tests: drawn at once in this process, or by the real child."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from app.bridge import Bridge
from app.chat.pictures import Pictures
from engine.formulas.typeset import Formula, Picture, typeset


@contextmanager
def real_pictures() -> Iterator[Pictures]:
    """Pictures as the application has them."""
    bridge = Bridge()
    pictures = Pictures(bridge)
    try:
        yield pictures
    finally:
        pictures.close()
        bridge.close()


class DrawnAtOnce(Pictures):
    """Pictures that are there as soon as they are asked for."""

    def look(self, formula: Formula) -> Picture | None:
        return _typeset(formula)


@lru_cache(maxsize=1000)
def _typeset(formula: Formula) -> Picture:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of ziamath, at its first import
        return typeset(formula)
