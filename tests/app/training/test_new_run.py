"""A new run as it is put together in the window: a file, a look at it, and what it would take."""

import json
from pathlib import Path

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from helpers.window import ask, running, script
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox

from app.application import Application
from app.sample_runs import SampleTrainer
from app.training.amounts import settings_for
from app.training.dropped import dropped_file
from app.training.new_run import CHECK, CHOICE, COLUMNS, SOURCE
from engine.examples.files import load_examples
from engine.files import save_settings
from engine.settings import Settings

WAIT = 60_000


@pytest.fixture
def application(home, tmp_path):
    model = home.models / "maker" / "tiny" / "tiny.gguf"
    model.parent.mkdir(parents=True)
    write_tiny_gguf(model, template=CHATML, metadata={"general.name": "Tiny"})
    save_settings(home.settings, Settings(theme="light", language="en", model="maker/tiny/tiny"))
    application = Application(QApplication.instance(), home, trainer=SampleTrainer)
    application.start()
    yield application
    application.close()


@pytest.fixture
def page(qtbot, application):
    """The page of fine-tuning, in sight, with a model to teach."""
    window = application.window
    window.resize(1280, 800)
    window.show_training()
    qtbot.waitUntil(lambda: bool(window.training.page), timeout=WAIT)
    qtbot.waitUntil(
        lambda: any(base.model.title == "Tiny" for base in application.new_run.bases.all),
        timeout=WAIT,
    )
    box = window.training.page.new_run.choice.model
    box.setCurrentIndex(box.findText("Tiny", Qt.MatchFlag.MatchStartsWith))
    return window.training.page


def row(question, answer):
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": messages})


def write(path, *lines):
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def settled(qtbot, application):
    inspection = application.new_run.inspection
    qtbot.waitUntil(lambda: not inspection.busy and inspection.count is not None, timeout=WAIT)


def said(check):
    return [line.label.text() for line in check.lines]


def press(check, words):
    [button] = [button for line in check.lines for button in line.buttons if button.text() == words]
    button.click()


def test_from_a_file_to_the_figures(qtbot, application, page, tmp_path):
    new = page.new_run
    assert new.step == SOURCE
    assert not new.steps[CHOICE].isEnabled()
    rows = [row(f"Question {n}", f"Answer {n}, from jo@example.com") for n in range(3)]
    name = write(tmp_path / "tone.jsonl", *rows, rows[0], '{"prompt": "only"}')
    new.take_file(name)
    qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
    settled(qtbot, application)
    texts = " ".join(said(new.check))
    assert "1 row cannot be used" in texts
    assert "1 example repeats" in texts
    assert "e-mail addresses (4)" in texts
    assert application.new_run.inspection.count.trained_tokens > 4

    press(new.check, "Remove them")
    dialog = new.check.show_private()
    [box] = dialog.findChildren(QCheckBox)
    assert box.isChecked()
    dialog.mask_button.click()
    draft = application.new_run.draft
    qtbot.waitUntil(lambda: "[EMAIL]" in draft.examples[0].answer, timeout=WAIT)
    settled(qtbot, application)
    assert len(draft.examples) == 3
    assert "e-mail" not in " ".join(said(new.check))

    faults = new.check.show_faults()
    assert faults.windowTitle() == "1 row cannot be used"
    faults.reject()

    new.check.table.seen_button.click()
    pieces = new.check.table.seen.box
    qtbot.waitUntil(lambda: "Answer 0" in pieces.toPlainText(), timeout=WAIT)
    assert "Question 0" in pieces.toPlainText()


def test_rows_are_written_added_removed_and_brought_back(qtbot, application, page, tmp_path):
    new, draft = page.new_run, application.new_run.draft
    new.take_file(write(tmp_path / "two.jsonl", row("One?", "1"), row("Two?", "2")))
    qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
    table = new.check.table
    table.pick(1)
    box = table.editor.boxes[1].box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "Zwei")
    table.pick(0)  # takes what was typed, into the row it was typed for
    assert [one.answer for one in draft.examples] == ["1", "Zwei"]
    table.add_button.click()
    assert table.number == 1
    assert (
        "not written to its end" in " ".join(said(new.check)) or application.new_run.inspection.busy
    )
    qtbot.keyClicks(table.editor.boxes[0].box, "Drei?")
    qtbot.keyClicks(table.editor.boxes[1].box, "3")
    table.editor.take()
    assert [one.answer for one in draft.examples] == ["1", "3", "Zwei"]
    table.remove_button.click()
    assert [one.answer for one in draft.examples] == ["1", "Zwei"]
    table.undo_button.click()
    assert [one.answer for one in draft.examples] == ["1", "3", "Zwei"]


def test_what_is_made_of_pairs_of_answers_is_said(qtbot, application, page, tmp_path):
    new = page.new_run
    pair = {"prompt": "How are you?", "chosen": "Splendid!", "rejected": "Fine."}
    new.take_file(write(tmp_path / "pairs.jsonl", json.dumps(pair)))
    qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
    settled(qtbot, application)
    assert new.check.sources.text() == "pairs.jsonl: preferred and other answers (DPO)"
    assert any("preferred one is learnt" in text for text in said(new.check))
    assert said(new.check)[0] == "Nothing is wrong with these examples."
    [example] = application.new_run.draft.examples
    assert example.answer == "Splendid!"
    new.check.table.table.setFocus()
    qtbot.keyClick(new.check.table.table, Qt.Key.Key_Return)
    assert new.check.table.editor.boxes[0].box.hasFocus()


def test_files_that_are_no_examples_are_left_to_the_window(page):
    for name, taken in (("a.gguf", ""), ("b.puna", ""), ("c.csv", "/c.csv")):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f"/{name}")])
        drop = QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        assert dropped_file(drop) == taken


def test_a_table_is_asked_about(qtbot, application, page, tmp_path):
    new = page.new_run
    lines = "Frage;Antwort;Thema", "Wann?;Heute;Zeit", "Wo?;Hier;Ort"
    new.take_file(write(tmp_path / "faq.csv", *lines))
    qtbot.waitUntil(lambda: new.step == COLUMNS, timeout=WAIT)
    columns = new.columns
    columns.question.setCurrentIndex(columns.question.findData("Thema"))
    columns.answer.setCurrentIndex(columns.answer.findData("Thema"))
    assert not columns.use_button.isEnabled()
    columns.question.setCurrentIndex(columns.question.findData("Frage"))
    columns.answer.setCurrentIndex(columns.answer.findData("Antwort"))
    columns.use_button.click()
    qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
    assert [one.answer for one in application.new_run.draft.examples] == ["Heute", "Hier"]


def test_amounts_settings_and_an_estimate_lead_to_a_run(qtbot, application, page, tmp_path):
    new, desk = page.new_run, application.new_run
    rows = [row(f"Question {n}?", f"Answer {n}.") for n in range(40)]
    new.take_file(write(tmp_path / "tone.jsonl", *rows))
    qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
    settled(qtbot, application)
    new.next_button.click()
    assert new.step == CHOICE
    choice = new.choice
    assert choice.name.text() == "tone"
    assert choice.amounts["normal"].isChecked()
    choice.amounts["thorough"].click()
    assert not choice.settings.fast
    choice.expert.fast.setChecked(True)
    assert not any(button.isChecked() for button in choice.amounts.values())
    assert choice.settings.fast
    choice.name.setText("  ")
    assert not new.start_button.isEnabled()
    choice.name.setText("tone")
    judged = write(tmp_path / "judged.jsonl", row("Other?", "Yes."))
    choice.judge_wanted.emit(judged)
    qtbot.waitUntil(lambda: "1 example of judged.jsonl" in choice._judge_row._note.text())
    qtbot.waitUntil(lambda: desk.launch.state == "known", timeout=WAIT)
    assert choice.estimate.time.text() == "About 12 h, overnight"
    assert choice.estimate.quick_button.isVisible()
    choice.estimate.quick_button.click()
    assert choice.amounts["quick"].isChecked()
    qtbot.waitUntil(new.start_button.isEnabled, timeout=WAIT)
    new.start_button.click()
    training = application.training
    qtbot.waitUntil(lambda: training.state == "running", timeout=WAIT)
    assert page.right.currentWidget() is page.run
    assert page.list.chosen == training.live_id
    train = training.train
    assert len(load_examples(Path(train.data))) == 40
    assert len(load_examples(Path(train.eval_data))) == 1
    assert train.settings.fast
    assert desk.draft.untouched
    assert not application.window.close()  # it asks first
    application.window._farewell._box.reject()
    training.stop(keep=False)
    qtbot.waitUntil(lambda: training.state == "idle", timeout=WAIT)


def test_a_model_that_is_known_late_counts_and_suits(qtbot, application, page, tmp_path):
    new, desk = page.new_run, application.new_run
    desk.draft.model = ""  # as before the models were looked at
    new.take_file(write(tmp_path / "tone.jsonl", *(row(f"Q{n}?", "A " * 90) for n in range(9))))
    qtbot.waitUntil(lambda: new.step == CHECK and not desk.inspection.busy, timeout=WAIT)
    new.steps[CHOICE].click()
    settled(qtbot, application)
    count = desk.inspection.count
    wanted = settings_for("normal", count.tokens, count.longest)
    qtbot.waitUntil(lambda: new.choice.settings == wanted, timeout=WAIT)
    qtbot.waitUntil(lambda: desk.launch.state == "known", timeout=WAIT)
    application.window.show_chat()
    assert desk.launch.state == "none"  # nothing runs for a page that is out of sight
    application.window.show_training()
    qtbot.waitUntil(lambda: desk.launch.state == "known", timeout=WAIT)


def test_the_open_chat_and_chats_by_their_titles(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        ask(qtbot, application, "Where is the **label**?")
        window = application.window
        window.show_training()
        qtbot.waitUntil(lambda: bool(window.training.page), timeout=WAIT)
        new, draft = window.training.page.new_run, application.new_run.draft
        new.source.chat_button.click()
        qtbot.waitUntil(lambda: new.step == CHECK, timeout=WAIT)
        [example] = draft.examples
        assert [message.content for message in example.messages][-2:] == [
            "Where is the **label**?",
            "An answer.",
        ]
        new.steps[SOURCE].click()
        dialog = new.choose_chats()
        qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=WAIT)
        assert not dialog.use_button.isEnabled()
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        dialog.use_button.click()
        qtbot.waitUntil(lambda: len(draft.examples) == 2, timeout=WAIT)
        qtbot.waitUntil(lambda: not application.new_run.inspection.busy, timeout=WAIT)
        assert "1 example repeats an earlier one." in said(new.check)


def test_a_file_that_cannot_be_used_is_told_and_costs_nothing(qtbot, application, page, tmp_path):
    new = page.new_run
    bad = tmp_path / "picture.jsonl"
    bad.write_bytes(b"\x89PNG\x00\x01\x02\x03")
    new.take_file(str(bad))
    banner = application.window.banner
    qtbot.waitUntil(banner.isVisible, timeout=WAIT)
    assert "picture.jsonl" in banner.text()
    assert new.step == SOURCE
    assert new.source.drop.button.isEnabled()
