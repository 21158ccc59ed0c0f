"""What is known of blocks of a message while they are drawn: open ones, code, places, tables."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.token import Token
from PySide6.QtGui import QTextFrame, QTextList, QTextListFormat


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of code in the document: its frame, its language as written, its exact text."""

    frame: QTextFrame
    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between two top-level blocks to which a writer can go back."""

    position: int
    fresh: bool
    code_blocks: int
    quotes: int
    tasks: int
    formulas: int


@dataclass(slots=True)
class OpenBlock:
    """A quote or list that is open around the next block."""

    frame: QTextFrame | None = None  # of a quote
    list_format: QTextListFormat | None = None
    list: QTextList | None = None  # once it has an item
    items: int = 0
    bullet: bool = False  # the next block begins an item

    def next_format(self) -> QTextListFormat:
        """The format of a list that begins with the current item."""
        fmt = QTextListFormat(self.list_format or QTextListFormat())
        if fmt.style() == QTextListFormat.Style.ListDecimal:
            fmt.setStart(fmt.start() + self.items - 1)
        return fmt


def closing(tokens: list[Token], index: int) -> int:
    """Where the table opened at `index` closes; tables do not nest."""
    while tokens[index].type != "table_close":
        index += 1
    return index


def rows_of(tokens: list[Token]) -> list[list[tuple[str, Token]]]:
    """The cells of a table, row by row: the style attribute and the text of each."""
    rows: list[list[tuple[str, Token]]] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append((str(token.attrGet("style") or ""), tokens[index + 1]))
    return rows
