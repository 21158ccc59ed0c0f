"""The column of a card: what is put into it stands as far from the sides as the text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class CardColumn(QVBoxLayout):
    """`padding` in pixels, at the sides."""

    def __init__(self, card: QWidget, padding: int) -> None:
        super().__init__(card)
        self._padding = padding
        self.setSpacing(4)

    def put(
        self,
        widget: QWidget,
        before: QWidget | QHBoxLayout | None = None,
        above: int = 0,
        below: int = 0,
    ) -> None:
        """Have a widget before another part of the column, or at its end, with so much room."""
        frame = QHBoxLayout()
        frame.setContentsMargins(self._padding, above, self._padding, below)
        frame.addWidget(widget)
        at = -1 if before is None else self.indexOf(before)
        self.insertLayout(at, frame)

    def take(self, widget: QWidget) -> None:
        """Let go of a widget that was put here, and of its room."""
        widget.hide()
        for at in range(self.count()):
            item = self.itemAt(at)
            frame = item.layout() if item is not None else None
            if frame is not None and frame.indexOf(widget) >= 0:
                frame.removeWidget(widget)
                self.removeItem(frame)
                frame.deleteLater()
                break
        widget.deleteLater()
