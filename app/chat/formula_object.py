"""Formulas inside a QTextDocument: each is one character that is drawn as its picture.

While the picture is not there, the character is drawn as the formula's source, so that nothing
moves but the words behind it when the picture comes. Its size follows the font of its format.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from app.chat.math_rules import is_display, source_of
from app.chat.pictures import MARGIN, Pictures, baseline_of
from app.theme import Fonts
from engine.formulas.typeset import Formula, Picture

OBJECT: Final = "\ufffc"
KIND: Final = QTextFormat.ObjectTypes.UserObject.value + 1
_CONTENT: Final = QTextFormat.Property.UserProperty.value + 1
_MARKUP: Final = _CONTENT + 1
# STIX has lower letters than the fonts of windows.
_EM: Final = 1.12
_NARROWEST: Final = 0.6  # how far a formula that is too wide is scaled down; then the text scrolls


def formula_format(chars: QTextCharFormat, content: str, markup: str) -> QTextCharFormat:
    """The format of the character that stands for a formula, in the ink of `chars`."""
    result = QTextCharFormat(chars)
    result.setObjectType(KIND)
    result.setProperty(_CONTENT, content)
    result.setProperty(_MARKUP, markup)
    return result


def formula_of(fmt: QTextFormat) -> Formula:
    """The formula a format stands for."""
    return Formula(str(fmt.property(_CONTENT)), is_display(str(fmt.property(_MARKUP))))


def written(fmt: QTextFormat) -> str:
    """The formula as it was written."""
    return source_of(str(fmt.property(_CONTENT)), str(fmt.property(_MARKUP)))


def em_of(font: QFont) -> float:
    """Pixels of an em of a formula beside this font."""
    return QFontInfo(font).pixelSize() * _EM


class FormulaObject(QPyTextObject):
    """Draws the formulas of one document. Keep a reference: the document's layout has none."""

    def __init__(self, pictures: Pictures, fonts: Fonts) -> None:
        super().__init__()
        self._pictures = pictures
        self._fonts = fonts
        # Held here, so that no picture in sight is dropped from the common store.
        self._held: dict[Formula, Picture] = {}

    def look(self, formula: Formula) -> Picture | None:
        """The picture, if it is there; else it is asked for."""
        picture = self._held.get(formula) or self._pictures.look(formula)
        if picture is not None:
            self._held[formula] = picture
        return picture

    def forget(self) -> None:
        """Hold no pictures: the document is drawn anew."""
        self._held.clear()

    def intrinsicSize(self, doc: QTextDocument, position: int, fmt: QTextFormat) -> QSizeF:
        chars = fmt.toCharFormat()
        picture = self.look(formula_of(fmt))
        if picture is None or picture.error:
            lines = written(fmt).split("\n")
            metrics = QFontMetricsF(self._source_font(chars))
            width = max(metrics.horizontalAdvance(line) for line in lines)
            room = doc.textWidth() if doc.textWidth() > 0 else width
            return QSizeF(min(width, room), len(lines) * metrics.lineSpacing())
        em = self._em(doc, chars, picture)
        width = em * picture.width + 2 * MARGIN
        if chars.verticalAlignment() != QTextCharFormat.VerticalAlignment.AlignMiddle:
            return QSizeF(width, em * picture.ascent)  # what is below goes over the edge
        # Qt puts the middle of such an object a quarter of an x above the baseline.
        above = QFontMetricsF(chars.font()).xHeight() / 2
        height = max(2 * em * picture.ascent - above, 2 * em * picture.descent + above)
        return QSizeF(width, height + 2 * MARGIN)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        position: int,
        fmt: QTextFormat,
    ) -> None:
        rect = QRectF(rect)
        chars = fmt.toCharFormat()
        picture = self.look(formula_of(fmt))
        color = chars.foreground().color()
        if picture is None or picture.error:
            painter.save()
            painter.setFont(self._source_font(chars))
            painter.setPen(color)
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft, written(fmt))
            painter.restore()
            return
        em = self._em(doc, chars, picture)
        baseline = rect.bottom()
        if chars.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignMiddle:
            above = QFontMetricsF(chars.font()).xHeight() / 2
            baseline = rect.top() + (rect.height() + above) / 2
        scale = painter.device().devicePixelRatioF()
        name, han = color.name(), self._fonts.han
        pixmap = self._pictures.pixmap(formula_of(fmt), picture, em, name, scale, han)
        top = round(baseline * scale) / scale - baseline_of(picture, em, scale)
        painter.drawPixmap(QPointF(round(rect.left() * scale) / scale, top), pixmap)

    def _em(self, doc: QTextDocument, chars: QTextCharFormat, picture: Picture) -> float:
        em = em_of(chars.font())
        wanted, room = em * picture.width + 2 * MARGIN, doc.textWidth()
        return em * max(_NARROWEST, room / wanted) if 0 < room < wanted else em

    def _source_font(self, chars: QTextCharFormat) -> QFont:
        return self._fonts.mono_font(chars.font().pointSizeF() - 1)
