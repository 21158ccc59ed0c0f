"""A spreadsheet of questions becomes an assistant: dropped, checked, trained, judged, used."""

import json

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from openpyxl import Workbook
from PySide6.QtWidgets import QLabel

from engine.files import save_settings
from engine.settings import Settings

REPLY = "Sorry! Order {} leaves today."


@pytest.fixture
def spreadsheet(tmp_path):
    """Questions and answers as a shop keeps them, with a row that has no answer."""
    book = Workbook()
    sheet = book.active
    sheet.append(["When", "Customer", "Reply"])
    for n in range(1, 25):
        sheet.append([f"2026-11-{n:02}", f"Where is order {n}?", REPLY.format(n)])
    sheet.append(["2026-11-25", "Is anybody there?", None])
    path = tmp_path / "shop.xlsx"
    book.save(path)
    return path


@pytest.fixture
def others(tmp_path):
    """Questions of the kind, which were not in the spreadsheet."""
    rows = [{"prompt": f"Where is order {n}?", "completion": REPLY.format(n)} for n in (31, 32)]
    path = tmp_path / "others.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def tiny(home):
    """A model that learns in a moment."""
    path = home.models / "maker" / "Tiny" / "Tiny-Q8_0.gguf"
    path.parent.mkdir(parents=True)
    return write_tiny_gguf(path, template=CHATML, metadata={"general.name": "Tiny"})


pytestmark = pytest.mark.slow


def texts(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_spreadsheet_becomes_an_assistant(visit, home, tiny, spreadsheet, others):
    save_settings(home.settings, Settings(max_tokens=16, model=str(tiny)))
    person = visit()
    person.until(lambda: person.application.models.model is not None)
    person.click("Fine-tune")
    person.until(lambda: person.window.training.page is not None)
    page = person.window.training.page
    person.picture("tuning-1-empty")

    # The examples, and which column is which.
    page.new_run.take_file(str(spreadsheet))
    person.until(page.new_run.columns.isVisible)
    columns = page.new_run.columns
    columns.question.setCurrentText("Customer")
    columns.answer.setCurrentText("Reply")
    person.picture("tuning-2-columns")
    person.click("Use these columns")
    person.until(page.new_run.check.isVisible)
    person.until(lambda: "24" in texts(page.new_run.check))
    person.picture("tuning-3-checked")
    person.click("Next")

    # How much, and the start.
    choice = page.new_run.choice
    person.until(lambda: choice.ready)
    choice.name.setText("Shop voice")
    choice.amounts["quick"].click()
    person.until(page.new_run.start_button.isEnabled)
    person.picture("tuning-4-choice")
    person.click("Start training")

    # The run, and its end in an assistant.
    view = page.run
    person.until(lambda: view.isVisible() and view.run.progress.step is not None)
    person.picture("tuning-5-running")
    person.until(lambda: view.run.progress.end is not None)
    assert view.run.progress.state == "finished", view.log.toPlainText()
    person.until(view.page.ready.isVisible)
    person.until(lambda: person.application.assistants.named("Shop voice") is not None)
    assert "Shop voice" in view.page.ready.assistant.text()
    person.picture("tuning-6-finished")

    # Without it and with it.
    view.compare()
    person.until(lambda: person.application.run_aids.comparing.state == "done")
    pairs = person.application.run_aids.comparing.pairs
    assert pairs
    assert all(pair.before is not None and pair.after is not None for pair in pairs)
    person.picture("tuning-7-before-after")

    # Judged by figures, beside the model alone.
    view.tabs["evaluate"].click()
    tab = view.judge
    tab.take_file(str(others))
    person.until(tab.start_button.isEnabled)
    tab.start_button.click()
    person.until(lambda: len(tab.model.results) == 2)
    loss = {bool(one.judge.adapters): one.scores.values["loss"] for one in tab.model.results}
    assert loss[True] < loss[False]
    person.picture("tuning-8-judged")

    person.click("Use in chat")
    person.until(person.chat.isVisible)
    reply = person.send("Where is order 3?")
    assert reply.state == "done"
    assert reply.receipt.adapters
    assert person.application.session.assistant == "Shop voice"
    person.picture("tuning-9-answered")

    # And the next day.
    person = visit()
    person.click("Fine-tune")
    person.until(lambda: person.window.training.page is not None)
    page = person.window.training.page
    person.until(lambda: bool(person.application.training.records))
    page.show_run(person.application.training.records[0].id)
    person.until(lambda: page.run.run.name == "Shop voice" and page.run.page.ready.isVisible())
    person.picture("tuning-10-next-day")
