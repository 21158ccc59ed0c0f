"""How a reply came about: its figures and its receipt, as a small quiet table to copy."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from app.icons import IconButton
from app.theme import Theme
from engine.messages import Sampling
from engine.store.records import LeftOut, StoredMessage

Row = tuple[str, str]


def has_details(message: StoredMessage) -> bool:
    """Whether there is something to tell of a message."""
    return message.role == "assistant" and bool(message.stats or message.receipt)


class Details(QFrame):
    """The table of one message."""

    def __init__(self, theme: Theme, message: StoredMessage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "details")
        self.setAccessibleName(self.tr("Details of the reply"))
        self._rows = self._figures(message) + self._receipt(message)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 10)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(3)
        for number, (name, value) in enumerate(self._rows):
            grid.addWidget(_label(name, "small"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(value, "figure"), number, 1)
        grid.setColumnStretch(1, 1)
        self.copy = IconButton("copy", self.tr("Copy the details"), theme, self)
        self.copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy.clicked.connect(self._on_copy)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.copy, 0, 2, max(1, len(self._rows)), 1, top)

    def text(self) -> str:
        """The table as lines."""
        return "\n".join(f"{name}: {value}" for name, value in self._rows)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.copy.confirm()

    def _figures(self, message: StoredMessage) -> list[Row]:
        stats, locale = message.stats, QLocale()
        rows: list[Row] = []
        if stats is not None:
            speed = locale.toString(stats.decode_tokens_per_s, "f", 1)
            first = locale.toString(stats.ttft_s, "f", 2)
            read = self.tr("{n} tokens").format(n=locale.toString(stats.prompt_tokens))
            if stats.cached_tokens:
                kept = locale.toString(stats.cached_tokens)
                read = self.tr("{read}, {n} of them known from before").format(read=read, n=kept)
            written = locale.toString(stats.completion_tokens)
            if stats.decode_tokens_per_s > 0:
                rows.append((self.tr("Speed"), self.tr("{n} tokens/s").format(n=speed)))
            rows.append((self.tr("First token"), self.tr("after {n} s").format(n=first)))
            rows.append((self.tr("Read"), read))
            rows.append((self.tr("Written"), self.tr("{n} tokens").format(n=written)))
        if message.cut is not None and message.cut.count:
            rows.append((self.tr("Left out"), self._left_out(message.cut)))
        if message.reason is not None:
            rows.append((self.tr("Ended"), self._reason(message.reason)))
        receipt = message.receipt
        model = PurePath(receipt.model if receipt and receipt.model else message.model).name
        if model:
            rows.append((self.tr("Model"), _sized(model, receipt.model_size if receipt else 0)))
        return rows

    def _left_out(self, cut: LeftOut) -> str:
        words = (
            self.tr("the {n} oldest messages, for a summary")
            if cut.summary
            else self.tr("the {n} oldest messages")
        )
        return words.format(n=QLocale().toString(cut.count))

    def _receipt(self, message: StoredMessage) -> list[Row]:
        receipt, locale = message.receipt, QLocale()
        if receipt is None:
            return []
        plain = QLocale.c()
        plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        rows: list[Row] = [(self.tr("Sampling"), self._sampling(receipt.sampling))]
        if receipt.sampling.seed is not None:
            rows.append((self.tr("Seed"), str(receipt.sampling.seed)))
        if receipt.n_ctx:
            size = self.tr("{n} tokens").format(n=locale.toString(receipt.n_ctx))
            rows.append((self.tr("Context"), size))
        if receipt.n_threads:
            rows.append((self.tr("Threads"), locale.toString(receipt.n_threads)))
        if receipt.template_sha256:
            rows.append((self.tr("Template"), f"SHA-256 {receipt.template_sha256[:16]}…"))
        versions = " · ".join(
            part for part in (receipt.puna and f"Puna {receipt.puna}", receipt.engine) if part
        )
        if versions:
            rows.append((self.tr("Versions"), versions))
        return rows

    def _sampling(self, sampling: Sampling) -> str:
        """The values that differ from those that do nothing."""
        parts = [self.tr("temperature {n}").format(n=f"{sampling.temperature:g}")]
        if sampling.temperature > 0:
            parts += [
                f"top-k {sampling.top_k}",
                f"top-p {sampling.top_p:g}",
                f"min-p {sampling.min_p:g}",
            ]
        if sampling.repeat_penalty != 1:
            words = self.tr("repeat penalty {n} over {count}")
            n = f"{sampling.repeat_penalty:g}"
            parts.append(words.format(n=n, count=sampling.repeat_last_n))
        for words, value in (
            (self.tr("frequency penalty {n}"), sampling.frequency_penalty),
            (self.tr("presence penalty {n}"), sampling.presence_penalty),
            ("DRY {n}", sampling.dry_multiplier),
        ):
            if value:
                parts.append(words.format(n=f"{value:g}"))
        if sampling.xtc_probability:
            parts.append(f"XTC {sampling.xtc_probability:g} / {sampling.xtc_threshold:g}")
        if sampling.stop:
            parts.append(self.tr("stop strings: {n}").format(n=len(sampling.stop)))
        return ", ".join(parts)

    def _reason(self, reason: str) -> str:
        return {
            "stop": self.tr("by itself"),
            "length": self.tr("at the length limit"),
            "context": self.tr("because the context is full"),
            "cancelled": self.tr("because it was stopped"),
        }[reason]


def _sized(name: str, size: int) -> str:
    if not size:
        return name
    amount = QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    return f"{name} · {amount}"


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(kind == "figure")
    if kind == "figure":
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
