"""How words, blocks, frames and tables of a message look, as Qt's text formats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontInfo,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFrameFormat,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from app.chat.markdown import allowed_link
from app.text import plain_tip
from app.theme import BODY_SIZE, LINE_HEIGHT, Fonts, Theme
from app.tokens import Tokens

# Pixels.
GAP = 10  # above a block
TIGHT_GAP = 3  # above an item of a tight list
OVERHANG = 3.5  # how far a formula may go below its line
INDENT = 24  # of a list
CODE_HEADER = 32  # room above code, for its language and its copy button
CODE_PADDING = 12
QUOTE_INDENT = 14

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_HEADING_POINTS = {1: 15.0, 2: 13.0, 3: 11.5}
_BULLETS = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)
_ALIGNMENTS = {
    "text-align:right": Qt.AlignmentFlag.AlignRight,
    "text-align:center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Ink:
    """How the next words look."""

    heading: int = 0  # 1 to 6, or 0 for body text
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    muted: bool = False
    link: str = ""
    cite: str = ""  # where a number leads that says where something was found
    tip: str = ""
    missing: bool = False  # it was not found in the documents that were asked
    unfound: bool = False  # the words that say so

    def within(self, opening: Token) -> Ink:
        """This ink inside an inline element. A link that may not be followed stays text."""
        match opening.type:
            case "strong_open":
                return replace(self, bold=True)
            case "em_open":
                return replace(self, italic=True)
            case "s_open":
                return replace(self, struck=True)
            case "link_open":
                return replace(self, link=allowed_link(str(opening.attrGet("href") or "")) or "")
        return self


@dataclass(frozen=True, slots=True)
class Style:
    """What a message is drawn with. `quiet` is for thinking: smaller and muted. `zoom` is how
    many times as large texts are, and what has to fit them."""

    tokens: Tokens
    fonts: Fonts
    dark: bool
    quiet: bool = False
    zoom: float = 1.0

    @classmethod
    def of(cls, theme: Theme, quiet: bool = False) -> Style:
        return cls(theme.tokens, theme.fonts, theme.dark, quiet, theme.zoom)

    @property
    def indent(self) -> float:
        """Pixels by which a list is indented."""
        return INDENT * self.zoom

    def line_room(self, font: QFont) -> tuple[float, float]:
        """How far something may go above and below the baseline of a line in this font, in
        pixels, without touching its neighbours. Qt puts the baseline at four fifths."""
        line = QFontInfo(font).pixelSize() * LINE_HEIGHT
        return 0.8 * line, 0.2 * line + OVERHANG

    def char(self, ink: Ink) -> QTextCharFormat:
        """The format of words."""
        points = self._points(ink.heading)
        mono = ink.code and not ink.heading
        font = self.fonts.mono_font(points - self.zoom) if mono else self.fonts.ui_font(points)
        if ink.bold or ink.heading:
            font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(ink.italic)
        font.setStrikeOut(ink.struck)
        color = self.tokens.muted if self.quiet or ink.muted else self.tokens.text
        result = QTextCharFormat()
        if ink.code:
            result.setBackground(QColor(self.tokens.code))
        if ink.link:
            color = self.tokens.accent
            font.setUnderline(True)
            result.setAnchor(True)
            result.setAnchorHref(ink.link)
            result.setToolTip(plain_tip(ink.link))
        if ink.cite or ink.unfound:
            font = self.fonts.ui_font(self._points(0) - 1.5 * self.zoom)
            font.setWeight(QFont.Weight.DemiBold)
            color = self.tokens.accent if ink.cite else self.tokens.warn
        if ink.cite:
            result.setAnchor(True)
            result.setAnchorHref(ink.cite)
            result.setToolTip(plain_tip(ink.tip) if ink.tip else "")
        result.setFont(font)  # which sets the underline, too
        if ink.missing:
            result.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            result.setUnderlineColor(QColor(self.tokens.warn))
        result.setForeground(QColor(color))
        return result

    def code_char(self, color: str | None = None) -> QTextCharFormat:
        """The format of words in a block of code."""
        result = QTextCharFormat()
        result.setFont(self.fonts.mono_font(self._points(0) - self.zoom))
        result.setForeground(QColor(color or self.tokens.text))
        return result

    def block(self, heading: int = 0, top: float = GAP) -> QTextBlockFormat:
        """A paragraph or heading, `top` pixels below what is above it."""
        result = QTextBlockFormat()
        result.setHeadingLevel(heading)
        result.setTopMargin(top + (6 if heading and top else 0))
        points = self._points(heading)
        ratio = LINE_HEIGHT if not heading else 1.4
        _set_line_height(result, self.fonts.ui_font(points), ratio)
        return result

    def code_block(self) -> QTextBlockFormat:
        result = QTextBlockFormat()
        _set_line_height(result, self.fonts.mono_font(self._points(0) - self.zoom), 1.5)
        return result

    def cell(self, first: bool) -> QTextTableCellFormat:
        """A cell of a table, with a thin line below. `first` of its row."""
        result = QTextTableCellFormat()
        result.setTopPadding(4)
        result.setBottomPadding(4)
        result.setLeftPadding(0 if first else 8)
        result.setRightPadding(12)
        result.setBottomBorder(1)
        result.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        result.setBottomBorderBrush(QBrush(QColor(self.tokens.line)))
        return result

    def cell_block(self, alignment: str) -> QTextBlockFormat:
        """The paragraph of a cell. `alignment` is the style attribute of its token."""
        result = self.block(top=0)
        result.setAlignment(_ALIGNMENTS.get(alignment, Qt.AlignmentFlag.AlignLeft))
        return result

    def code_frame(self, indent: int, top: float) -> QTextFrameFormat:
        """A frame around code, whose margin above includes the room for its header."""
        result = self._frame(indent, top + CODE_HEADER - CODE_PADDING)
        result.setPadding(CODE_PADDING)
        return result

    def quote_frame(self, indent: int, top: float) -> QTextFrameFormat:
        result = self._frame(indent, top)
        result.setLeftMargin(indent * self.indent + QUOTE_INDENT)
        return result

    def table(self, indent: int, top: float) -> QTextTableFormat:
        result = QTextTableFormat()
        result.setBorder(0)
        result.setCellSpacing(0)
        result.setCellPadding(0)
        result.setLeftMargin(indent * self.indent)
        result.setTopMargin(top)
        result.setBottomMargin(GAP)
        return result

    def _frame(self, indent: int, top: float) -> QTextFrameFormat:
        result = QTextFrameFormat()
        result.setLeftMargin(indent * self.indent)
        result.setTopMargin(top)
        result.setBottomMargin(GAP)
        return result

    def _points(self, heading: int) -> float:
        size = BODY_SIZE - 1 if self.quiet else BODY_SIZE
        return max(size, _HEADING_POINTS.get(heading, 0.0)) * self.zoom


def gap() -> QTextBlockFormat:
    """The empty block Qt insists on before and behind a frame, made as good as invisible."""
    return blank(1)


def blank(height: float) -> QTextBlockFormat:
    """A block of that height without text."""
    result = QTextBlockFormat()
    result.setLineHeight(height, _FIXED)
    return result


def rule(color: str) -> QTextBlockFormat:
    """A thematic break: a block of one pixel of colour."""
    result = blank(1)
    result.setTopMargin(GAP + 6)
    result.setBottomMargin(6)
    result.setBackground(QColor(color))
    return result


def tiny() -> QTextCharFormat:
    """For blocks without text: no line is lower than its font."""
    result = QTextCharFormat()
    result.setFontPointSize(1)
    return result


def bullets(depth: int, indent: int, start: int | None) -> QTextListFormat:
    """A list: numbered from `start`, else with the bullet of its depth (0 for the outermost)."""
    result = QTextListFormat()
    result.setIndent(indent)
    if start is None:
        result.setStyle(_BULLETS[min(depth, 2)])
    else:
        result.setStyle(QTextListFormat.Style.ListDecimal)
        result.setStart(start)
    return result


def _set_line_height(block: QTextBlockFormat, font: QFont, ratio: float) -> None:
    # A fixed height, because the natural one differs between Latin and Chinese fonts in a line.
    block.setLineHeight(round(QFontInfo(font).pixelSize() * ratio), _FIXED)
