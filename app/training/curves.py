"""The curves of a run: loss in training and on unseen examples, and below it the learning rate.

Drawn at most four times a second, however many steps are made. Knows no events: it is given what
`app.training.progress` added up.
"""

from __future__ import annotations

from typing import Final

import pyqtgraph as pg  # type: ignore[import-untyped]  # it ships no types
from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.text import sentences
from app.theme import SMALL_SIZE, Theme
from app.training.progress import Progress, smoothed

REDRAW_MS: Final = 250
_LOSS_HEIGHT: Final = 220
_RATE_HEIGHT: Final = 64
_AXIS_WIDTH: Final = 44
_LINE: Final = 2.0
_FAINT: Final = 70  # of 255: single steps behind their running mean


class Curves(QWidget):
    """`show_progress` may be called for every event."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._progress = Progress()
        self.drawn = 0  # how often, for whoever wants to know that it is not too often
        self._timer = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self._loss = self._plot(_LOSS_HEIGHT)
        self._rate = self._plot(_RATE_HEIGHT)
        self._rate.setXLink(self._loss)
        self._steps = self._loss.plot()
        self._mean = self._loss.plot()
        self._unseen = self._loss.plot()
        self._best = self._loss.plot()
        self._rates = self._rate.plot()
        self._title = QLabel(self.tr("Loss"))
        self._title.setProperty("kind", "heading")
        self.keys = QLabel()
        self.keys.setTextFormat(Qt.TextFormat.RichText)
        self._rate_title = QLabel(self.tr("Learning rate"))
        self._rate_title.setProperty("kind", "small")
        self._lay_out()
        self._dress()
        theme.changed.connect(self._dress)

    def show_progress(self, progress: Progress) -> None:
        """Draw this soon; with what was given before, or at once where nothing was drawn yet."""
        other = progress is not self._progress
        self._progress = progress
        if other:
            self._timer.stop()
            self._draw()
        elif not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return super().event(event)

    @Slot()
    def _draw(self) -> None:
        if not self.isVisible():
            return
        self.drawn += 1
        progress = self._progress
        training, unseen = progress.training, progress.held_out
        alone = "o" if len(training.x) == 1 else None  # a line of one point is not seen
        self._steps.setData(training.x, training.y, symbol=alone, symbolSize=5)
        self._mean.setData(training.x, smoothed(training.y))
        self._unseen.setData(unseen.x, unseen.y)
        best = progress.best
        self._best.setData([best.step] if best else [], [best.loss] if best else [])
        self._rates.setData(progress.rate.x, progress.rate.y)
        rate = f" · {progress.step.lr:.1e}" if progress.step is not None else ""
        self._rate_title.setText(self.tr("Learning rate") + rate)
        steps = progress.step.steps if progress.step else 0
        if progress.prepared is not None:
            steps = max(steps, progress.prepared.steps)
        self._show_keys()
        self._loss.setXRange(0, max(1, steps), padding=0.01)
        self._tell()

    def _tell(self) -> None:
        """The curves in words, for who cannot see them."""
        progress = self._progress
        if progress.step is None:
            self.setAccessibleDescription(self.tr("No step was made yet."))
            return
        words = self.tr("Training loss {loss} after step {step}.").format(
            loss=f"{progress.step.loss:.2f}", step=progress.step.step
        )
        if progress.evaluated is not None:
            unseen = self.tr("Loss on unseen examples {loss}.")
            words = sentences(words, unseen.format(loss=f"{progress.evaluated.loss:.2f}"))
        self.setAccessibleDescription(words)

    @Slot()
    def _dress(self) -> None:
        """The colours of the theme; pyqtgraph knows nothing of palettes."""
        tokens = self._theme.tokens
        font = self._theme.fonts.ui_font(SMALL_SIZE)
        for plot in (self._loss, self._rate):
            plot.setBackground(QColor(tokens.surface))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(_pen(tokens.line, 1.0))
                axis.setTextPen(QColor(tokens.muted))
                axis.setTickFont(QFont(font))
        faint = QColor(tokens.accent)
        faint.setAlpha(_FAINT)
        self._steps.setPen(_pen(faint, 1.0))
        self._steps.setSymbolBrush(QColor(tokens.accent))
        self._steps.setSymbolPen(_pen(tokens.accent, 1.0))
        self._mean.setPen(_pen(tokens.accent, _LINE))
        self._unseen.setPen(_pen(tokens.part_document, _LINE))
        self._unseen.setSymbol("o")
        self._unseen.setSymbolSize(5)
        self._best.setSymbol("o")
        self._best.setSymbolSize(10)
        for item in (self._unseen, self._best):
            item.setSymbolBrush(QColor(tokens.part_document))
            item.setSymbolPen(_pen(tokens.part_document, 1.0))
        self._best.setPen(None)
        self._rates.setPen(_pen(tokens.muted, 1.5))
        self._show_keys()

    def _show_keys(self) -> None:
        """Which curve is which; what is not there is not spoken of."""
        tokens = self._theme.tokens
        keys = [(tokens.accent, self.tr("training"))]
        if self._progress.held_out.x:
            keys.append((tokens.part_document, self.tr("unseen examples")))
        spans = (f"<span style='color:{color}'>— {word}</span>" for color, word in keys)
        self.keys.setText("&nbsp;&nbsp;&nbsp;".join(spans))

    def _plot(self, height: int) -> pg.PlotWidget:
        """A plot that is only looked at: neither the wheel nor a drag moves it."""
        plot = pg.PlotWidget()
        plot.setFixedHeight(height)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setAntialiasing(True)
        plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.showGrid(x=False, y=True, alpha=0.6)
        left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
        left.setWidth(_AXIS_WIDTH)
        left.enableAutoSIPrefix(False)
        bottom.enableAutoSIPrefix(False)
        left.setStyle(tickLength=0, maxTickLevel=0)
        bottom.setStyle(tickLength=0, maxTickLevel=0)
        plot.enableAutoRange(axis="y")
        return plot

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Curves of the run"))
        self._rate.getAxis("bottom").setStyle(showValues=False)
        self._rate.getAxis("left").setStyle(showValues=False)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._loss)
        layout.addWidget(self._rate_title)
        layout.addWidget(self._rate)


def _pen(color: str | QColor, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    return pen
