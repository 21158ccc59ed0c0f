"""One result in full: its report by class, its confusions, and the answers it was judged by."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtWidgets import QTextBrowser

from app.theme import BODY_SIZE, Theme
from app.training.judge_words import JudgeWords
from engine.evaluation.results import Result
from engine.evaluation.table import shown

_MOST_ANSWERS: Final = 200
_MOST_LABELS: Final = 30
_LONGEST: Final = 1_500


class ResultDetail(QTextBrowser):
    """Plain tables, that can be selected and copied. `beside` is what the same was answered
    otherwise, such as by the model alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = JudgeWords(self)
        self._shown: tuple[Result, Result | None] | None = None
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("The result in full"))
        theme.changed.connect(self._draw)

    def show_result(self, result: Result | None, beside: Result | None) -> None:
        self._shown = (result, beside) if result is not None else None
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            self.setHtml("")
            return
        result, beside = self._shown
        parts = [self._values(result, beside)]
        if result.scores.by_class:
            parts.append(self._classes(result))
        elif result.scores.report:
            parts.append(f"<pre>{html.escape(result.scores.report)}</pre>")
        if 1 < len(result.scores.labels) <= _MOST_LABELS and result.scores.confusion:
            parts.append(self._confusions(result))
        if result.scores.answers:
            parts.append(self._answers(result, beside))
        tokens = self._theme.tokens
        size = BODY_SIZE * 0.95
        style = f"<style>td, th {{ padding: 3px 10px; }} h4 {{ color: {tokens.muted}; }}</style>"
        body = "".join(parts)
        self.setHtml(f"{style}<div style='font-size: {size}pt'>{body}</div>")

    def _values(self, result: Result, beside: Result | None) -> str:
        lines = []
        for metric, value in result.scores.values.items():
            cells = [self._words.metric(metric), shown(metric, value)]
            if beside is not None:
                other = beside.scores.values.get(metric)
                cells.append(shown(metric, other) if other is not None else "")
            lines.append(cells)
        heads = ["", result.name, *([beside.name] if beside is not None else [])]
        table = _table(heads, lines)
        if result.scores.skipped:
            words = self.tr("{n} rows could not be judged.").format(n=result.scores.skipped)
            table += f"<p>{html.escape(words)}</p>"
        return table

    def _classes(self, result: Result) -> str:
        heads = [
            self.tr("Label"),
            self.tr("Precision"),
            self.tr("Recall"),
            "F1",
            self.tr("Support"),
        ]
        lines = [
            [label, f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}", str(support)]
            for label, (precision, recall, f1, support) in result.scores.by_class.items()
        ]
        return self._heading(self.tr("By label")) + _table(heads, lines)

    def _confusions(self, result: Result) -> str:
        labels = list(result.scores.labels)
        none = self.tr("(none of them)")
        heads = [self.tr("is ↓  taken for →"), *labels, none]
        lines = [
            [label, *map(str, row)]
            for label, row in zip(labels, result.scores.confusion, strict=False)
        ]
        return self._heading(self.tr("What was taken for what")) + _table(heads, lines)

    def _answers(self, result: Result, beside: Result | None) -> str:
        others = {a.row: a.given for a in beside.scores.answers} if beside is not None else {}
        heads = [self.tr("Question"), self.tr("Expected"), result.name]
        if beside is not None:
            heads.append(beside.name)
        lines = []
        for answer in result.scores.answers[:_MOST_ANSWERS]:
            cells = [answer.question, answer.expected, answer.given]
            if beside is not None:
                cells.append(others.get(answer.row, ""))
            lines.append(cells)
        return self._heading(self.tr("Answers")) + _table(heads, lines, left=True)

    def _heading(self, words: str) -> str:
        return f"<h4>{html.escape(words)}</h4>"


def _table(heads: list[str], lines: list[list[str]], *, left: bool = False) -> str:
    def row(cells: list[str], tag: str) -> str:
        made = []
        for at, cell in enumerate(cells):
            align = "left" if left or at == 0 else "right"
            text = html.escape(cell[:_LONGEST]).replace("\n", "<br>")
            made.append(f"<{tag} align='{align}' valign='top'>{text}</{tag}>")
        return f"<tr>{''.join(made)}</tr>"

    body = "".join(row(cells, "td") for cells in lines)
    return f"<table cellspacing='0'>{row(heads, 'th')}{body}</table>"
