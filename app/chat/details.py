"""How a reply came about: its figures and its receipt, as a small quiet table to copy."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from app.chat.replay_row import ReplayRow
from app.icons import IconButton
from app.sampling_words import SamplingWords
from app.theme import Theme
from engine.messages import Receipt, Stats
from engine.store.records import LeftOut, StoredMessage

Row = tuple[str, str]


def has_details(message: StoredMessage) -> bool:
    """Whether there is something to tell of a message."""
    return message.role == "assistant" and bool(message.stats or message.receipt)


def can_be_repeated(message: StoredMessage) -> bool:
    """Whether its receipt says enough to make it again."""
    return bool(message.receipt and message.receipt.tokens and message.model)


class Details(QFrame):
    """The table of one message."""

    def __init__(self, theme: Theme, message: StoredMessage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "details")
        self.message = message
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
        self.replay = ReplayRow(self) if can_be_repeated(message) else None
        if self.replay is not None:
            grid.addWidget(self.replay, len(self._rows), 0, 1, 3)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [self.copy, *([self.replay.button] if self.replay else [])]

    def text(self) -> str:
        """The table as lines."""
        pair = self.tr("{name}: {value}")
        return "\n".join(pair.format(name=name, value=value) for name, value in self._rows)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.copy.confirm()

    def _figures(self, message: StoredMessage) -> list[Row]:
        stats, locale = message.stats, QLocale()
        rows: list[Row] = []
        if stats is not None:
            speed = locale.toString(stats.decode_tokens_per_s, "f", 1)
            first = locale.toString(stats.ttft_s, "f", 2)
            read = self._tokens(stats.prompt_tokens)
            if stats.cached_tokens:
                kept = locale.toString(stats.cached_tokens)
                read = self.tr("{read}, {n} of them known from before").format(read=read, n=kept)
            if stats.decode_tokens_per_s > 0:
                rows.append((self.tr("Speed"), self.tr("{n} tokens/s").format(n=speed)))
            rows.append((self.tr("First token"), self.tr("after {n} s").format(n=first)))
            rows.append((self.tr("Read"), read))
            rows.append((self.tr("Written"), self._tokens(stats.completion_tokens)))
            if stats.drafted_tokens:
                rows.append((self.tr("Drafting"), self._drafted(stats)))
        if message.cut is not None and message.cut.count:
            rows.append((self.tr("Left out"), self._left_out(message.cut)))
        if message.reason is not None:
            rows.append((self.tr("Ended"), self._reason(message.reason)))
        receipt = message.receipt
        model = PurePath(receipt.model if receipt and receipt.model else message.model).name
        if model:
            rows.append((self.tr("Model"), _sized(model, receipt.model_size if receipt else 0)))
        return rows

    def _tokens(self, count: int) -> str:
        if count == 1:
            return self.tr("1 token")
        return self.tr("{n} tokens").format(n=QLocale().toString(count))

    def _drafted(self, stats: Stats) -> str:
        locale = QLocale()
        right, tried = stats.accepted_tokens, stats.drafted_tokens
        return self.tr("{right} of {tried} guessed tokens were right ({n} %)").format(
            right=locale.toString(right), tried=locale.toString(tried), n=round(100 * right / tried)
        )

    def _left_out(self, cut: LeftOut) -> str:
        if cut.count == 1:
            return (
                self.tr("the oldest message, replaced by a summary")
                if cut.summary
                else self.tr("the oldest message")
            )
        words = (
            self.tr("the {n} oldest messages, replaced by a summary")
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
        rows: list[Row] = [(self.tr("Sampling"), SamplingWords(self).of(receipt.sampling))]
        if receipt.sampling.seed is not None:
            rows.append((self.tr("Seed"), str(receipt.sampling.seed)))
        if receipt.n_ctx:
            rows.append((self.tr("Context"), self._tokens(receipt.n_ctx)))
        if receipt.n_threads:
            runs = [locale.toString(count) for _, count in receipt.threads]
            threads = self.tr(", ").join(runs) or locale.toString(receipt.n_threads)
            rows.append((self.tr("Threads"), threads))
        rows += self._setup(receipt)
        if receipt.template_sha256:
            rows.append((self.tr("Template"), f"SHA-256 {receipt.template_sha256[:16]}…"))
        versions = " · ".join(
            part for part in (receipt.puna and f"Puna {receipt.puna}", receipt.engine) if part
        )
        if versions:
            rows.append((self.tr("Versions"), versions))
        return rows

    def _setup(self, receipt: Receipt) -> list[Row]:
        """What few replies have."""
        rows: list[Row] = []
        tuning = receipt.tuning
        computed = (
            [self.tr("cache in {type}").format(type=tuning.kv_type)] if tuning.kv_type else []
        )
        if tuning.flash is not None:
            flash = self.tr("with flash attention"), self.tr("without flash attention")
            computed.append(flash[0] if tuning.flash else flash[1])
        if computed:
            rows.append((self.tr("Computed"), self.tr(", ").join(computed)))
        if receipt.adapters:
            names = (f"{PurePath(a.path).name} × {a.scale:g}" for a in receipt.adapters)
            rows.append((self.tr("Adapters"), " · ".join(names)))
        if receipt.thinking != "auto":
            thinks = receipt.thinking == "on"
            rows.append((self.tr("Thinking"), self.tr("on") if thinks else self.tr("off")))
        if receipt.json_schema:
            rows.append((self.tr("Form"), self.tr("JSON (schema)")))
        elif receipt.grammar:
            rows.append((self.tr("Form"), self.tr("Grammar (GBNF)")))
        return rows

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
