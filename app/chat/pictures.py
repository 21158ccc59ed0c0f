"""Pictures of formulas for all messages: asked for once, kept while there is room, tinted.

Drawing them is another process's work (`engine.formulas`); this object lives on the GUI thread.
Knows no document.
"""

from __future__ import annotations

import html
from collections import OrderedDict
from math import ceil
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.bridge import Bridge
from engine.formulas.queue import FormulaQueue
from engine.formulas.typeset import HAN, Formula, Picture, refusal

_MOST_PICTURES: Final = 1_000  # some 10 KB each
_MOST_PIXMAPS: Final = 300
MARGIN: Final = 1  # logical pixels around a picture
_TELL_MS: Final = 30  # pictures that come within this time are told together

_Pixmap = tuple[Formula, float, str, float, str]


class Pictures(QObject):
    """`ready` tells which formulas have become a picture or an error since it told last."""

    ready = Signal(object)  # set[Formula]

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[Formula, Picture] = OrderedDict()
        self._asked: set[Formula] = set()
        self._pixmaps: OrderedDict[_Pixmap, QPixmap] = OrderedDict()
        self._news: set[Formula] = set()
        self._tell = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._tell.timeout.connect(self._on_tell)
        arrived = bridge.caller(self._on_drawn)
        self._queue = FormulaQueue(lambda formula, picture: arrived((formula, picture)))

    @property
    def idle(self) -> bool:
        """Whether every formula that was asked for has been told of."""
        return not (self._asked or self._news)

    def look(self, formula: Formula) -> Picture | None:
        """The picture of a formula. None: it is asked for, and `ready` will tell."""
        picture = self._known.get(formula)
        if picture is not None:
            self._known.move_to_end(formula)
        elif formula in self._asked:
            return None
        elif error := refusal(formula.source):
            return Picture(error=error)
        else:
            self._asked.add(formula)
            self._queue.draw(formula)
        return picture

    def pixmap(
        self, formula: Formula, picture: Picture, em: float, color: str, scale: float, han: str
    ) -> QPixmap:
        """The picture with `em` logical pixels an em, `scale` physical pixels a logical one, and
        Chinese characters in the font family `han`."""
        key = (formula, em, color, scale, han)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = _pixmap(picture, em, color, scale, han)
            while len(self._pixmaps) > _MOST_PIXMAPS:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return pixmap

    def close(self) -> None:
        """Draw nothing more."""
        self._tell.stop()
        self._queue.close()

    def _on_drawn(self, drawn: tuple[Formula, Picture]) -> None:
        formula, picture = drawn
        self._asked.discard(formula)
        self._known[formula] = picture
        while len(self._known) > _MOST_PICTURES:
            self._known.popitem(last=False)
        self._news.add(formula)
        if not self._tell.isActive():
            self._tell.start()

    @Slot()
    def _on_tell(self) -> None:
        news, self._news = self._news, set()
        self.ready.emit(news)


def _pixmap(picture: Picture, em: float, color: str, scale: float, han: str) -> QPixmap:
    """With a margin of one logical pixel for the edges, and the baseline on a whole pixel."""
    width, ascent, descent = (
        em * size for size in (picture.width, picture.ascent, picture.descent)
    )
    above = ceil(ascent * scale) + scale
    pixmap = QPixmap(ceil((width + 2) * scale), ceil(above + (descent + 1) * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = picture.svg.replace('"black"', f'"{color}"').replace(HAN, html.escape(han))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRectF(MARGIN, above / scale - ascent, width, ascent + descent)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, place)
    painter.end()
    return pixmap


def baseline_of(picture: Picture, em: float, scale: float) -> float:
    """How far the baseline is below the top of the pixmap, in logical pixels."""
    return (ceil(em * picture.ascent * scale) + scale) / scale
