"""Looks whether a grammar or a JSON schema can be used, on another thread.

Outlives the forms that ask: an answer to one that was closed finds nobody.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from engine.errors import ErrorInfo
from engine.grammar import check_grammar
from engine.json_schema import to_grammar

Form = Literal["text", "schema", "grammar"]

_CHECKS: Mapping[Form, Callable[[str], object]] = {
    "schema": to_grammar,
    "grammar": check_grammar,
}


class FormCheck(QObject):
    """Each check has a number."""

    checked = Signal(int, object)  # the number; ErrorInfo, or None where it can be used

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._numbers = itertools.count(1)

    def check(self, form: Form, text: str) -> int:
        """Have a text looked at; returns the number of the check."""
        number, check = next(self._numbers), _CHECKS[form]

        def failed(error: ErrorInfo) -> None:
            self.checked.emit(number, error)

        self._bridge.run(lambda: check(text), lambda _: self.checked.emit(number, None), failed)
        return number
