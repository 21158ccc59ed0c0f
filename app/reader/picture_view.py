"""A page of a PDF as a picture, with the passage marked on it.

Paper stays light in the dark theme, only dimmed: turned into its opposite, pictures on it would be
negatives. Knows no file: it says how wide it wants the picture, and is given one.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.reader.paging_keys import PagingKeys
from app.reader.reading import Drawn
from app.theme import Theme
from app.tokens import LIGHT

MARGIN: Final = 16  # logical pixels around the paper
ZOOMS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)
_MOST_FIT: Final = 1.6  # times the width of the view a page gets so that its text fills that
_ABOVE: Final = 0.25  # of the view, above the passage
_DIM: Final = QColor("#DCD8CE")  # what is left of the light of paper in the dark theme
_FEW: Final = 4  # lines of a passage that are underlined
_BAR: Final = 7  # logical pixels from the text to the bar beside more
_SETTLE_MS: Final = 120  # while the window is being resized
_STEP: Final = 40
_MOST_PIXELS: Final = 4_000  # of a width


class PictureView(QAbstractScrollArea):
    """Shows one page. At 100 % its text is as wide as the view, not its paper: that leaves letters
    large enough to read beside a chat."""

    wanted = Signal(int)  # the width of a picture, in pixels of the screen
    turned = Signal(int)  # to another page, by keys at the end of this one
    zoomed = Signal(int)  # percent

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: Drawn | None = None
        self._at_end = False
        self._fresh = False  # it was not scrolled yet, so that it shows its passage at any size
        self._asked = 0  # the width last wanted for this page
        self._zoom = 1.0
        self._fit = 1.4  # width of the paper over that of the view, at 100 %
        self._fitted = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._want)
        keys = PagingKeys(self)
        keys.turned.connect(self.turned)
        keys.zoom_wanted.connect(self.zoom)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(_STEP)
            bar.actionTriggered.connect(self._on_scrolled)
        theme.changed.connect(self.viewport().update)

    @property
    def percent(self) -> int:
        """How large the page is."""
        return round(100 * self._zoom)

    @property
    def wanted_width(self) -> int:
        """Of the picture, in pixels of the screen."""
        return min(_MOST_PIXELS, round(self._paper_width() * self.devicePixelRatioF()))

    @property
    def is_sharp(self) -> bool:
        """Whether there is a picture of about the width that is wanted."""
        width = self._drawn.image.width() if self._drawn is not None else 0
        return abs(width - self.wanted_width) <= 0.02 * self.wanted_width

    @property
    def drawn(self) -> Drawn | None:
        return self._drawn

    def begin(self, *, new_file: bool) -> None:
        """Another page is to come. The one before stays in sight, unless it is of another file."""
        self._settle.stop()
        if new_file:
            self._drawn = None
            self._fitted = False
            self._arrange()
            self.viewport().update()

    def show_picture(self, drawn: Drawn, *, fresh: bool, at_end: bool = False) -> None:
        """Show a page: a `fresh` one at its passage, its beginning or its end; else the same page
        in another size, where it was."""
        self._drawn = drawn
        if not self._fitted and not drawn.text.isEmpty():
            self._fit = min(_MOST_FIT, max(1.0, 1 / drawn.text.width()))
            self._fitted = True
        self._arrange()
        if fresh:
            self._fresh, self._at_end, self._asked = True, at_end, 0
            self.reveal()
        self.viewport().update()
        if not self.is_sharp:
            self._settle.start(0 if fresh else _SETTLE_MS)

    def reveal(self) -> None:
        """Bring the passage into sight; the beginning of the text where there is none."""
        if self._drawn is None:
            return
        paper, view = self._paper(), self.viewport().size()
        boxes = [self._on_paper(box, paper) for box in self._drawn.boxes]
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(round(self._drawn.text.left() * paper.width()))
        if boxes:
            down.setValue(round(boxes[0].top() - _ABOVE * view.height()))
            seen = min(boxes, key=lambda box: box.left())
            if not across.value() <= seen.left() <= across.value() + 0.8 * view.width():
                across.setValue(round(seen.left() - MARGIN))
        else:
            down.setValue(down.maximum() if self._at_end else 0)

    def marks(self) -> list[QRectF]:
        """Where the passage is marked, in pixels of the view."""
        if self._drawn is None:
            return []
        paper = self._paper().translated(*self._scrolled())
        return [self._on_paper(box, paper) for box in self._drawn.boxes]

    @Slot(int)
    def zoom(self, by: int) -> None:
        """Larger or smaller by a step; 0: the text as wide as the view."""
        at = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._zoom))
        wanted = ZOOMS[max(0, min(len(ZOOMS) - 1, at + by))] if by else 1.0
        if wanted == self._zoom:
            return
        self._zoom = wanted
        self._follow()
        self._settle.start(_SETTLE_MS)
        self.zoomed.emit(self.percent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        self._fresh = False
        if event.key() == Qt.Key.Key_Home:
            down.setValue(down.minimum())
        elif event.key() == Qt.Key.Key_End:
            down.setValue(down.maximum())
        elif event.key() == Qt.Key.Key_Space:
            down.setValue(down.value() + down.pageStep())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            self._fresh = False
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawn is None:
            return
        self._follow()
        self._settle.start(_SETTLE_MS)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.tokens.rail))
        if self._drawn is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paper = self._paper().translated(*self._scrolled())
        painter.drawImage(paper, self._drawn.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        marks, under = self.marks(), QPainterPath()
        under.setFillRule(Qt.FillRule.WindingFill)  # once, also where lines overlap
        for mark in marks:
            under.addRoundedRect(mark, 2, 2)
        painter.fillPath(under, QColor(LIGHT.highlight))
        if self._theme.dark:
            painter.fillRect(paper, _DIM)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        # Seen also by those who cannot tell the colour from paper.
        painter.setPen(QPen(QColor(LIGHT.part_document), 1.5))
        if len(marks) <= _FEW:
            for mark in marks:
                painter.drawLine(mark.bottomLeft(), mark.bottomRight())
        else:  # a line under each of many would be in the way of reading
            left = min(mark.left() for mark in marks) - _BAR
            top, bottom = marks[0].top(), max(mark.bottom() for mark in marks)
            painter.fillRect(QRectF(left, top, 3, bottom - top), QColor(LIGHT.part_document))
        painter.setPen(QPen(QColor(self._theme.tokens.line), 1))
        painter.drawRect(paper)

    @Slot()
    def _want(self) -> None:
        width = self.wanted_width
        # Asked for once: a page of many pixels may come smaller than it is wanted.
        if self._drawn is not None and width not in (self._drawn.image.width(), self._asked):
            self._asked = width
            self.wanted.emit(width)

    def _paper_width(self) -> float:
        # As if the bar were there: else a page that just fits would have it come and go.
        bar = self.verticalScrollBar()
        taken = 0 if bar.isVisible() else bar.sizeHint().width()
        view = self.viewport().width() - taken
        return max(80.0, (view - 2 * MARGIN) * self._fit * self._zoom)

    def _paper(self) -> QRectF:
        """The paper within all that can be scrolled to."""
        assert self._drawn is not None
        image = self._drawn.image
        width = self._paper_width()
        left = max(float(MARGIN), (self.viewport().width() - width) / 2)
        return QRectF(left, MARGIN, width, width * image.height() / max(1, image.width()))

    def _on_paper(self, box: QRectF, paper: QRectF) -> QRectF:
        size = QSizeF(box.width() * paper.width(), box.height() * paper.height())
        left = paper.left() + box.left() * paper.width()
        top = paper.top() + box.top() * paper.height()
        return QRectF(left, top, size.width(), size.height()).adjusted(-2, -2, 2, 2)

    def _scrolled(self) -> tuple[float, float]:
        return -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()

    def _arrange(self) -> None:
        """How far it can be scrolled."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        # At 100 % only margins are out of sight: a bar would promise more.
        policy = Qt.ScrollBarPolicy
        small = self._zoom <= 1
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if small else policy.ScrollBarAsNeeded
        )
        view = self.viewport().size()
        paper = self._paper() if self._drawn is not None else QRectF()
        across.setRange(0, max(0, round(paper.width() + 2 * MARGIN - view.width())))
        down.setRange(0, max(0, round(paper.height() + 2 * MARGIN - view.height())))
        across.setPageStep(view.width())
        down.setPageStep(max(1, view.height() - _STEP))

    def _follow(self) -> None:
        """The page has another size on the screen."""
        if self._fresh:
            self._arrange()
            self.reveal()
        else:
            self._keep_place()

    @Slot()
    def _on_scrolled(self) -> None:
        self._fresh = False  # from here on it stays where the user has it

    def _keep_place(self) -> None:
        """What is at the top in the middle stays there."""
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        halves = self.viewport().width() / 2, 0.0
        shares = [
            (bar.value() + half) / max(1.0, bar.maximum() + 2 * half)
            for bar, half in zip(bars, halves, strict=True)
        ]
        self._arrange()
        for bar, half, share in zip(bars, halves, shares, strict=True):
            bar.setValue(round(share * (bar.maximum() + 2 * half) - half))
