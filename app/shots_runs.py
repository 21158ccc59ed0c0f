"""Pictures of runs on the page of fine-tuning: running, paused, its log, finished, compared,
judged, failed. Part of `app.shots`. What runs say is that of `app.sample_runs`: nothing is trained.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtWidgets import QWidget

from app.application import Application
from app.sample_runs import (
    ROWS,
    sample_end,
    sample_events,
    sample_failure,
    sample_train,
    write_sample_run,
)
from app.training.comparing import Pair
from app.training.page import TrainingPage
from engine.evaluation.records import Answer, Judge, Scores
from engine.evaluation.results import Results
from engine.examples.collected import Collected
from engine.examples.records import Example
from engine.messages import AdapterUse, ChatMessage
from engine.paths import Home

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

_NAMES: Final = {"en": "support-tone", "zh_CN": "客服语气"}
_BEFORE: Final = {
    "en": "There are many reasons why a parcel could be late. First, check the tracking number…",
    "zh_CN": "包裹迟到可能有很多原因。首先，请查询物流单号……",
}
_RUNNING, _FINISHED, _FAILED = "20261122-0903-running", "20261121-2210-done", "20261120-1800-failed"


def prepare_runs(home: Home, tongue: str) -> None:
    """Leave runs of earlier days in a home."""
    name = _NAMES[tongue]
    done = sample_end(home, _FINISHED)
    write_sample_run(home, _FINISHED, name, tongue, [*sample_events(1200), done])
    train = sample_train(home, _FINISHED, name)
    for question, answer in ROWS[tongue]:
        said = (ChatMessage("user", question), ChatMessage("assistant", answer))
        Collected(home).add(train.model, Example(said), _BEFORE[tongue])
    failed = [*sample_events(500, better=False), sample_failure()]
    write_sample_run(home, _FAILED, f"{name} 1", tongue, failed)


class RunShots:
    """Walks from a run that goes to what became of others."""

    def __init__(self, application: Application, tongue: str, take: Take, until: Until) -> None:
        self._application = application
        self._tongue = tongue
        self._take_window = take
        self._until = until
        window = application.window
        window.show_training()
        until(lambda: window.training.page is not None, "page of fine-tuning")
        page = window.training.page
        assert page is not None
        self._page: TrainingPage = page
        self._view = page.run

    def walk(self) -> None:
        """All of them. The runs were prepared."""
        self._running()
        self._finished()
        self._corrections()
        self._judged()
        self._show(_FAILED)
        self._take("failed")

    def _take(self, state: str) -> None:
        self._take_window(self._application.window, f"run-{state}")

    def _show(self, run_id: str) -> None:
        self._page.show_run(run_id)
        run = self._view.run
        self._until(lambda: run.run_id == run_id and run.train is not None, run_id)

    def _running(self) -> None:
        desk, home = self._application.training, self._application.home
        train = write_sample_run(home, _RUNNING, f"{_NAMES[self._tongue]} 2", self._tongue, [])
        desk.start(train)
        self._until(lambda: desk.state == "running", "run")
        self._show(_RUNNING)
        self._until(lambda: self._view.run.progress.step is not None, "steps")
        self._take("running")
        self._view.show_tab("log")
        self._take("log")
        self._view.show_tab("run")
        desk.pause()
        self._until(lambda: desk.state == "paused", "pause")
        self._take("paused")
        desk.stop(keep=False)
        self._until(lambda: desk.state == "idle", "end")

    def _finished(self) -> None:
        self._show(_FINISHED)
        view, aids = self._view, self._application.run_aids
        self._until(lambda: view.run.adapter is not None, "adapter")
        assert view.run.train is not None
        aids.outcome.make(view.run.train, view.run.progress.adapter)
        self._until(lambda: aids.outcome.of(view.run.progress.adapter) is not None, "assistant")
        comparing = aids.comparing
        comparing.pairs = tuple(
            Pair(question, _BEFORE[self._tongue], question.expected)
            for question in view.run.questions
        )
        comparing.changed.emit()
        self._take("finished")
        bar = view.page.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._take("before-after")
        bar.setValue(0)

    def _corrections(self) -> None:
        """What was put right in chats, and waits to be learnt."""
        offer = self._page.offer
        self._until(offer.isVisible, "offer of corrections")
        dialog = offer.look()
        self._take_window(dialog, "run-corrections")
        dialog.reject()

    def _judged(self) -> None:
        view, judging = self._view, self._application.run_aids.judging
        train, adapter = view.run.train, view.run.adapter
        assert train is not None
        assert adapter is not None
        labels = ("praise", "complaint") if self._tongue == "en" else ("表扬", "投诉")
        kept = Results(self._application.home)
        base = Judge("classify", train.model, train.eval_data)
        taught = msgspec.structs.replace(base, adapters=(AdapterUse(str(adapter.path)),))
        answers = tuple(
            Answer(row, question.text, labels[1], labels[1])
            for row, question in enumerate(view.run.questions, 1)
        )
        first, second = labels
        kept.keep(
            base,
            Scores(
                "classify",
                41,
                {"accuracy": 0.561, "macro_f1": 0.512},
                {first: (0.55, 0.81, 0.65, 21), second: (0.6, 0.3, 0.4, 20)},
                labels,
                ((17, 4, 0), (14, 6, 0)),
                answers=answers,
            ),
        )
        kept.keep(
            taught,
            Scores(
                "classify",
                41,
                {"accuracy": 0.902, "macro_f1": 0.902},
                {first: (0.9, 0.9, 0.9, 21), second: (0.9, 0.9, 0.9, 20)},
                labels,
                ((19, 2, 0), (2, 18, 0)),
                answers=answers,
            ),
            view.run.name,
        )
        view.judge.task.setCurrentIndex(view.judge.task.findData("classify"))
        view.show_tab("evaluate")
        self._until(lambda: len(judging.results) == 2, "results")
        self._take("evaluate")
        view.show_tab("run")
