"""Results side by side, and as files for other programs: JSON, CSV, Markdown. Knows no disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import msgspec

from engine.evaluation.results import Result
from engine.messages import AdapterUse

LOWER_IS_BETTER = frozenset(("loss", "perplexity", "loss_en", "loss_zh"))
NOT_A_RANK = frozenset(("tokens", "characters", "expected_characters", "length"))
"""Figures that say nothing about which is better."""


def metrics_of(results: Sequence[Result]) -> list[str]:
    """The metrics of results, in the order of their tasks, each once."""
    return list(dict.fromkeys(name for result in results for name in result.scores.values))


def best_of(results: Sequence[Result], metric: str) -> float | None:
    """The best value of a metric; None where none is better than another."""
    values = {r.scores.values[metric] for r in results if metric in r.scores.values}
    if metric in NOT_A_RANK or len(values) < 2:
        return None
    return min(values) if metric in LOWER_IS_BETTER else max(values)


def shown(metric: str, value: float) -> str:
    """A value as people read it: shares and losses with three digits, others with one."""
    digits = 0 if metric in NOT_A_RANK - {"length"} else 2 if metric in ("bleu", "chrf") else 3
    return f"{value:,.{digits}f}"


def as_json(results: Sequence[Result]) -> bytes:
    """All that is known, answers included."""
    return msgspec.json.format(msgspec.json.encode(list(results)), indent=2) + b"\n"


def as_csv(results: Sequence[Result]) -> bytes:
    """A line a result and metric, with a mark for spreadsheets that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ("name", "made_at", "task", "model", "adapters", "data", "examples", "metric", "value")
    )
    for result in results:
        judge = result.judge
        about = (
            *(_safe(result.name), result.made_at, judge.task, _safe(judge.model)),
            *(_safe(" ".join(map(_use, judge.adapters))), _safe(judge.data)),
            result.scores.examples,
        )
        for metric, value in result.scores.values.items():
            writer.writerow((*about, metric, repr(value)))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def as_markdown(results: Sequence[Result]) -> bytes:
    """A table of all results, the best value of each metric bold, then their reports."""
    metrics = metrics_of(results)
    best = {metric: best_of(results, metric) for metric in metrics}
    lines = [
        _line(["", "task", "examples", *metrics]),
        _line(["---", "---", *["---:"] * (len(metrics) + 1)]),
    ]
    for result in results:
        values = result.scores.values
        cells = [
            ""
            if metric not in values
            else f"**{shown(metric, values[metric])}**"
            if values[metric] == best[metric]
            else shown(metric, values[metric])
            for metric in metrics
        ]
        lines.append(_line([result.name, result.judge.task, str(result.scores.examples), *cells]))
    for result in results:
        if result.scores.report:
            lines += ["", f"## {result.name}", "", "```", result.scores.report.rstrip(), "```"]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _line(cells: Sequence[str]) -> str:
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _use(use: AdapterUse) -> str:
    return f"{use.path}:{use.scale:g}"


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
