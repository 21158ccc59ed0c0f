"""The full route from a file to a report, by the window: sentiment, named entities, translation.

`python tests/bench/bench_panel_routes.py [MODEL [SET...]]` drops the training file of each set of
`bench_routes` on the page, sets the same settings, trains, and judges the adapter and the model
alone in the tab *Evaluate* with the file of other examples. The targets are the same, and so are
the processes; pictures of the tab go to PUNA_JOURNEY_SHOTS, where that is set.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_routes import Route, routes
from helpers.person import Person
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.files import save_settings
from engine.hub.library import Library
from engine.paths import Home
from engine.settings import Settings

LONG = 1800.0
"""Seconds for a run or a judgement."""


def wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("it takes too long")
        QTest.qWait(50)


def teach(person: Person, name: str, route: Route) -> None:
    """From the file to a finished run."""
    page = person.window.training.page
    page.new_run.take_file(str(route.train))
    person.until(lambda: page.new_run.columns.isVisible() or page.new_run.check.isVisible())
    if page.new_run.columns.isVisible():
        person.click("Use these columns")
    person.until(page.new_run.check.isVisible)
    person.click("Next")
    choice = page.new_run.choice
    person.until(lambda: choice.ready)
    choice.name.setText(name)
    values = iter(route.settings)
    for option, value in zip(values, values, strict=True):
        getattr(choice.expert, option.strip("-").replace("-", "_")).setValue(value)
    person.until(page.new_run.start_button.isEnabled)
    person.click("Start training")
    view = page.run
    person.until(view.isVisible)
    wait(lambda: view.run.name == name and view.run.progress.end is not None)
    if view.run.progress.state != "finished":
        raise SystemExit(view.log.toPlainText())
    wait(lambda: view.run.adapter is not None)


def judge(person: Person, name: str, route: Route) -> tuple[float, float]:
    """The figure of the model alone, and of the adapter, as the table shows them."""
    view = person.window.training.page.run
    view.show_tab("evaluate")
    tab = view.judge
    tab.task.setCurrentIndex(tab.task.findData(route.task))
    tab.take_file(str(route.test))
    tab.alone.setChecked(True)
    person.until(tab.start_button.isEnabled)
    tab.start_button.click()
    judging = person.application.run_aids.judging
    wait(lambda: len(tab.model.results) == 2 and judging.running is None)
    person.picture(f"panel-{name}")
    figures = {bool(one.judge.adapters): one.scores.values for one in tab.model.results}
    return figures[False][route.metric], figures[True][route.metric]


def main() -> int:
    model = sys.argv[1] if len(sys.argv) > 1 else "starter"
    wanted = sys.argv[2:]
    qapp = QApplication([])
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        save_settings(home.settings, Settings(model=str(Library(home).resolve(model).path)))
        for name, route in routes(Path(folder)).items():
            if wanted and name not in wanted:
                continue
            began = time.monotonic()
            person = Person(qapp, home, Path(folder) / "pictures")
            person.click("Fine-tune")
            person.until(lambda person=person: person.window.training.page is not None)
            teach(person, name, route)
            before, after = judge(person, name, route)
            person.close()
            good = after - before >= route.gain
            missed += not good
            sys.stdout.write(
                f"{model}, {name}, in the window: {route.metric} {before:.3f} -> {after:.3f}"
                f"{'' if good else '  MISSED'}; {time.monotonic() - began:.0f} s\n"
            )
            sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
