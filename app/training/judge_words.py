"""What judging is called in words: its tasks, and what each figure means.

Knows no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from engine.evaluation.records import Task
from engine.evaluation.table import LOWER_IS_BETTER


class JudgeWords(QObject):
    """In the language of the window."""

    def tasks(self) -> dict[Task, str]:
        """All tasks, in the order they are offered."""
        return {
            "perplexity": self.tr("How well it expects the answers"),
            "chat": self.tr("Answers, side by side"),
            "exact": self.tr("Exactly the same answer"),
            "classify": self.tr("Classification"),
            "ner": self.tr("Names and other entities"),
            "translate": self.tr("Translation"),
            "summarize": self.tr("Summaries"),
            "forgetting": self.tr("What it has forgotten"),
        }

    def explain(self, task: Task) -> str:
        """What a task does, in a sentence."""
        return {
            "perplexity": self.tr(
                "The loss on the answers of the examples: the lower, the better it expects them."
            ),
            "chat": self.tr("It answers; you see each answer beside the expected one."),
            "exact": self.tr("The share of answers that are the expected one to the letter."),
            "classify": self.tr(
                "It may answer with one of the labels only. Accuracy, and for each label "
                "precision, recall and F1."
            ),
            "ner": self.tr("Entities count when their words and their kind are right (seqeval)."),
            "translate": self.tr("BLEU and chrF against the expected translation (sacreBLEU)."),
            "summarize": self.tr("ROUGE against the expected summary."),
            "forgetting": self.tr(
                "The loss on unrelated English and Chinese texts of Puna's own. Where it rises "
                "much, the model has unlearnt something."
            ),
        }[task]

    def metric(self, metric: str) -> str:
        """The head of a column. What has a name in the field keeps it."""
        words = {
            "loss": self.tr("Loss"),
            "perplexity": self.tr("Perplexity"),
            "exact": self.tr("Exact"),
            "accuracy": self.tr("Accuracy"),
            "macro_f1": self.tr("Macro F1"),
            "macro_precision": self.tr("Macro precision"),
            "macro_recall": self.tr("Macro recall"),
            "loose": self.tr("But for case and signs"),
            "contained": self.tr("Has the answer in it"),
            "weighted_f1": self.tr("Weighted F1"),
            "precision": self.tr("Precision"),
            "recall": self.tr("Recall"),
            "f1": "F1",
            "bleu": "BLEU",
            "chrf": "chrF",
            "rouge1": "ROUGE-1",
            "rouge2": "ROUGE-2",
            "rougeL": "ROUGE-L",
            "loss_en": self.tr("Loss, English"),
            "loss_zh": self.tr("Loss, Chinese"),
            "tokens": self.tr("Tokens"),
            "characters": self.tr("Characters"),
            "expected_characters": self.tr("Expected characters"),
            "length": self.tr("Length"),
            "ended": self.tr("Ended its turn"),
        }
        return words.get(metric, metric)

    def better(self, metric: str) -> str:
        """Which way is better, for a tool tip."""
        if metric in LOWER_IS_BETTER:
            return self.tr("The lower the better.")
        return self.tr("The higher the better.")
