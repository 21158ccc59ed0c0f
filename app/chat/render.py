"""Drawing Markdown tokens into a QTextDocument, block by block, without HTML in between.

Knows no widget: frames of code and quotes are only reported, `app.chat.body` paints what is around
them. Words and formulas inside a block are the work of `app.chat.pen`.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
)

from app.chat import formats
from app.chat.blocks import CodeBlock, Mark, OpenBlock, closing, rows_of
from app.chat.formats import GAP, TIGHT_GAP, Ink, Style
from app.chat.formula_object import FormulaObject
from app.chat.highlight import highlight
from app.chat.markdown import break_long_words, task_state
from app.chat.math_rules import BLOCK
from app.chat.pen import BREAK, Pen, Placed
from engine.formulas.typeset import Formula

_MOST_ITEMS = 250  # of one QTextList, whose cost grows with their square; then another goes on


@dataclass(slots=True)
class Writer:
    """Writes at the end of an empty `document`, or of what `rewind` left of it."""

    document: QTextDocument
    style: Style
    inset: float = 0.0  # pixels left of everything
    object: FormulaObject | None = None  # draws the formulas
    code_blocks: list[CodeBlock] = field(default_factory=list)
    quotes: list[QTextFrame] = field(default_factory=list)
    tasks: list[tuple[int, bool]] = field(default_factory=list)  # position, and whether done
    _pen: Pen = field(init=False)
    _fresh: bool = field(init=False, default=True)  # the current block is empty and unused
    _open: list[OpenBlock] = field(init=False, default_factory=list)
    _heading: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._pen = Pen(self.document, self.style, self.object)
        self._pen.cursor.setBlockFormat(formats.gap())

    @property
    def last(self) -> int:
        """The position behind the last character written."""
        return self._pen.last

    @property
    def formulas(self) -> list[Placed]:
        """The formulas drawn as pictures, in their order."""
        return self._pen.formulas

    def settle(self, news: Set[Formula]) -> bool:
        """Show pictures that have come. False: draw everything anew."""
        return self._pen.settle(news)

    def set_style(self, style: Style, inset: float) -> None:
        """How what comes next looks."""
        self.style = self._pen.style = style
        self.inset = inset

    def mark(self) -> Mark:
        """Where the next top-level block will go."""
        return Mark(
            self._pen.cursor.position(),
            self._fresh,
            len(self.code_blocks),
            len(self.quotes),
            len(self.tasks),
            len(self.formulas),
        )

    def rewind(self, mark: Mark) -> None:
        """Remove everything written since `mark` was taken."""
        self._pen.cursor.setPosition(mark.position)
        before = self._pen.cursor.blockFormat()
        end = QTextCursor.MoveOperation.End
        self._pen.cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._pen.cursor.removeSelectedText()
        if mark.fresh:
            self._pen.cursor.setBlockFormat(formats.gap())
        elif self._pen.cursor.block().length() == 1:
            # Of two joined blocks the format of the second wins where the first is empty.
            self._pen.cursor.setBlockFormat(before)
        self._fresh = mark.fresh
        self._pen.last = mark.position
        self._open.clear()
        del self.code_blocks[mark.code_blocks :]
        del self.quotes[mark.quotes :]
        del self.tasks[mark.tasks :]
        del self.formulas[mark.formulas :]

    def add_raw(self, text: str) -> None:
        """Put `text` behind the last word as it stands: a stopgap that costs little, until its
        block is drawn again."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(self._pen.last)
        cursor.insertText(break_long_words(text).replace("\n", BREAK))
        self._pen.last = cursor.position()

    def plain(self, text: str) -> None:
        """A text in which nothing is markup; its line ends are kept."""
        self._block(self.style.block(top=self._top()))
        self._pen.text(text.replace("\n", BREAK), Ink())

    def space(self, height: float) -> int:
        """An empty block of `height` pixels, to be covered by a widget; its position."""
        fmt = formats.blank(height)
        fmt.setTopMargin(self._top())
        self._block(fmt)
        return self._pen.cursor.position()

    def resize(self, position: int, height: float) -> None:
        """Give the empty block at `position` another height."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(position)
        fmt = cursor.blockFormat()
        fmt.setLineHeight(height, fmt.lineHeightType())
        cursor.setBlockFormat(fmt)

    def write(self, tokens: list[Token]) -> None:
        """Draw the tokens of whole top-level blocks."""
        index = 0
        while index < len(tokens):
            draw = _DRAW.get(tokens[index].type)
            if draw is not None:
                draw(self, tokens, index)
            if tokens[index].type == "table_open":
                index = closing(tokens, index)
            index += 1

    # Blocks. A block has room above it. A frame has room below it too, because Qt drops that of
    # the block behind it. So what is written later changes nothing of what stands.

    def _block(self, fmt: QTextBlockFormat, chars: QTextCharFormat | None = None) -> None:
        inner = self._open[-1] if self._open else None
        bullet = inner is not None and inner.bullet
        if not bullet:
            fmt.setIndent(self._indent())
        elif inner is not None and inner.list is not None:
            fmt.setObjectIndex(inner.list.objectIndex())
        fmt.setLeftMargin(self._inset())
        if self._fresh:
            self._pen.cursor.setBlockFormat(fmt)
        else:
            self._pen.cursor.insertBlock(fmt)
        # The font of a bullet is that of its block, not of the words.
        self._pen.cursor.setBlockCharFormat(chars or self._pen.char(Ink()))
        self._fresh = False
        self._pen.last = self._pen.cursor.position()
        if inner is not None and bullet:
            inner.bullet = False
            if inner.list is None:
                inner.list = self._pen.cursor.createList(inner.next_format())

    def _top(self, tight: bool = False) -> float:
        """The room above the next block."""
        if self._fresh:  # nothing is above, or a frame with room below it
            return 0
        lists = [level for level in self._open if level.list_format]
        return TIGHT_GAP if tight and (len(lists) != 1 or lists[0].items > 1) else GAP

    def _indent(self) -> int:
        """How many lists are open since the last quote."""
        depth = 0
        for level in reversed(self._open):
            if level.frame:
                break
            depth += 1
        return depth

    def _inset(self) -> float:
        """`inset`, unless a quote around the next block has it already."""
        return 0 if any(level.frame for level in self._open) else self.inset

    def _paragraph(self, tokens: list[Token], index: int) -> None:
        fmt = self.style.block(top=self._top(tokens[index].hidden))
        self._heading = 0
        task = task_state(tokens[index + 1]) if self._open and self._open[-1].bullet else None
        if task is not None:
            self._open[-1].bullet = False  # a box is painted instead
        self._block(fmt)
        if task is not None:
            self.tasks.append((self._pen.cursor.position(), task))

    def _begin_heading(self, tokens: list[Token], index: int) -> None:
        self._heading = int(tokens[index].tag[1])
        self._block(self.style.block(self._heading, self._top()))

    def _end_heading(self, tokens: list[Token], index: int) -> None:
        self._heading = 0

    def _rule(self, tokens: list[Token], index: int) -> None:
        self._block(formats.rule(self.style.tokens.line), formats.tiny())

    def _begin_quote(self, tokens: list[Token], index: int) -> None:
        self._spend_bullet()
        frame = self._begin_frame(self.style.quote_frame(self._indent(), self._top()))
        self.quotes.append(frame)
        self._open.append(OpenBlock(frame=frame))

    def _end_quote(self, tokens: list[Token], index: int) -> None:
        frame = self._open.pop().frame
        if frame is not None:
            self._end_frame(frame)

    def _begin_list(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        ordered = token.type == "ordered_list_open"
        start = int(token.attrs.get("start", 1)) if ordered else None
        depth = sum(level.list_format is not None for level in self._open)
        list_format = formats.bullets(depth, self._indent() + 1, start)
        self._open.append(OpenBlock(list_format=list_format))

    def _end_list(self, tokens: list[Token], index: int) -> None:
        self._open.pop()

    def _begin_item(self, tokens: list[Token], index: int) -> None:
        level = self._open[-1]
        level.bullet = True
        if level.items % _MOST_ITEMS == 0:
            level.list = None
        level.items += 1

    def _end_item(self, tokens: list[Token], index: int) -> None:
        self._spend_bullet()

    def _spend_bullet(self) -> None:
        """Give an item that begins with no text of its own a line for its bullet."""
        if self._open and self._open[-1].bullet:
            self._block(self.style.block(top=self._top(tight=True)))

    def _code(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        code = token.content.removesuffix("\n")
        language = (token.info.split() or [""])[0]
        self._spend_bullet()
        frame = self._begin_frame(self.style.code_frame(self._indent(), self._top()))
        self._pen.cursor.setBlockFormat(self.style.code_block())
        for text, color in highlight(code, language, self.style.dark):
            text = break_long_words(text).replace("\n", BREAK)
            self._pen.cursor.insertText(text, self.style.code_char(color))
        self._pen.last = self._pen.cursor.position()
        self._end_frame(frame)
        self.code_blocks.append(CodeBlock(frame, language, code))

    def _table(self, tokens: list[Token], index: int) -> None:
        rows = rows_of(tokens[index : closing(tokens, index)])
        self._spend_bullet()
        fmt = self.style.table(self._indent(), self._top())
        fmt.setLeftMargin(fmt.leftMargin() + self._inset())
        table = self._pen.cursor.insertTable(len(rows), len(rows[0]), fmt)
        for number, row in enumerate(rows):
            for column, (alignment, text) in enumerate(row):
                cell = table.cellAt(number, column)
                cell.setFormat(self.style.cell(column == 0))
                self._pen.cursor = cell.firstCursorPosition()
                self._pen.cursor.setBlockFormat(self.style.cell_block(alignment))
                self._pen.last = self._pen.cursor.position()
                self._pen.inline(text, Ink(muted=number == 0))
        self._pen.cursor = QTextCursor(self.document)
        self._end_frame(table)

    def _begin_frame(self, fmt: QTextFrameFormat) -> QTextFrame:
        fmt.setLeftMargin(fmt.leftMargin() + self._inset())
        frame = self._pen.cursor.insertFrame(fmt)
        self._fresh = True
        return frame

    def _end_frame(self, frame: QTextFrame) -> None:
        self._pen.cursor.setPosition(frame.lastPosition() + 1)
        self._pen.cursor.setBlockFormat(formats.gap())
        self._fresh = True

    # Text

    def _words(self, tokens: list[Token], index: int) -> None:
        is_task = bool(self.tasks) and self.tasks[-1][0] == self._pen.cursor.position()
        self._pen.inline(tokens[index], Ink(heading=self._heading), 4 if is_task else 0)

    def _math(self, tokens: list[Token], index: int) -> None:
        """A formula on lines of its own, in the middle; half a formula as it was written."""
        token = tokens[index]
        is_open = token.info == "open"
        fmt = self.style.block(top=self._top())
        self._block(fmt)
        if is_open:
            self._pen.source(token.content, token.markup, Ink(), closed=False)
            return
        before = len(self.formulas)
        self._pen.formula(token.content, token.markup, Ink())
        if len(self.formulas) > before and not self._open:
            fmt = self._pen.cursor.blockFormat()
            fmt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._pen.cursor.setBlockFormat(fmt)


_Draw = Callable[[Writer, list[Token], int], None]
_DRAW: dict[str, _Draw] = {
    "paragraph_open": Writer._paragraph,
    "heading_open": Writer._begin_heading,
    "heading_close": Writer._end_heading,
    "inline": Writer._words,
    BLOCK: Writer._math,
    "hr": Writer._rule,
    "blockquote_open": Writer._begin_quote,
    "blockquote_close": Writer._end_quote,
    "bullet_list_open": Writer._begin_list,
    "ordered_list_open": Writer._begin_list,
    "bullet_list_close": Writer._end_list,
    "ordered_list_close": Writer._end_list,
    "list_item_open": Writer._begin_item,
    "list_item_close": Writer._end_item,
    "fence": Writer._code,
    "code_block": Writer._code,
    "table_open": Writer._table,
}
