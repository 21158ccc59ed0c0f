"""One of something, or several, in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def by_number(number: int, one: str, many: str, **facts: str) -> str:
    """`one`, or `many` with the number as `{n}`, as the language of the window writes it; `facts`
    fill in the rest."""
    return (one if number == 1 else many).format(n=QLocale().toString(number), **facts)
