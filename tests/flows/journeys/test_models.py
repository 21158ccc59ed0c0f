"""A model is found on a hub, downloaded and chatted with; and one that another program has."""

import hashlib
import shutil

import pytest
from helpers.fakehub import FakeHub
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.files import save_settings
from engine.hub.programs import Store
from engine.settings import Settings

pytestmark = pytest.mark.model
REPOSITORY = "HuggingFaceTB/SmolLM2-135M-Instruct-GGUF"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture
def hub(starter_path):
    card = {"license": "apache-2.0", "base_model": "HuggingFaceTB/SmolLM2-135M-Instruct"}
    with FakeHub() as hub:
        hub.add(REPOSITORY, {FILE: starter_path}, card=card, downloads=5000)
        original = "HuggingFaceTB/SmolLM2-135M-Instruct"
        hub.add(original, {"README.md": b"#"}, card={"license": "apache-2.0"})
        yield hub


def row(person, kind, words):
    """The row of the list that says this."""
    rows = person.window.hub.page.list.list_model.rows
    return next((each for each in rows if each.kind == kind and words in each.title), None)


def choose(person, kind, words):
    person.until(lambda: row(person, kind, words) is not None)
    view = person.window.hub.page.list
    index = view.list_model.index_of(kind, row(person, kind, words).key)
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )


def test_found_on_the_hub_and_used(visit, home, hub, starter_path):
    # Without drafts, whose luck would tell nothing of the speed.
    settings = Settings(endpoint=hub.endpoint, max_tokens=24, draft=False)
    save_settings(home.settings, settings)
    person = visit()
    person.click("Models")
    person.until(lambda: person.window.hub.page is not None)
    page = person.window.hub.page
    person.until(page.search.hasFocus)
    assert hub.requests == ()

    QTest.keyClicks(page.search, "smollm2 instruct")
    person.press(Qt.Key.Key_Return)
    choose(person, "result", REPOSITORY)
    card = page.right.repository.card
    person.until(lambda: card.isVisible() and page.right._desk.opened.traced)
    assert card.card.open == "truly open"
    assert card.card.company == "yes"
    person.until(lambda: "context of up to" in page.right.repository.figures.text())
    person.picture("hub-1-repository")
    person.click("Get")
    person.until(lambda: page._desk.collection.named(f"{REPOSITORY}/{FILE}") is not None)
    person.picture("hub-2-arrived")
    path = page._desk.collection.named(f"{REPOSITORY}/{FILE}").path
    ours, theirs = (hashlib.sha256(p.read_bytes()).digest() for p in (path, starter_path))
    assert ours == theirs

    page.right.show_model(f"{REPOSITORY}/{FILE}")
    person.click("Use in chat")
    person.until(person.chat.isVisible)
    reply = person.send("Tell me a long story about a llama.")
    assert reply.state == "done"
    assert reply.model == str(path)
    person.picture("hub-3-answered")

    # What ran here corrects the estimate.
    person.click("Models")
    page.right.show_model(f"{REPOSITORY}/{FILE}")
    person.until(lambda: "measured on this computer" in page.right.model.advice.text())
    person.picture("hub-4-model")


def test_a_model_of_another_program(visit, home, tmp_path, starter_path):
    theirs = tmp_path / "lmstudio/models/lmstudio-community/SmolLM2-135M/model-q4_1.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copyfile(starter_path, theirs)
    before = theirs.stat()
    save_settings(home.settings, Settings(max_tokens=24))
    person = visit(stores=(Store("lmstudio", tmp_path / "lmstudio/models"),))
    person.click("Models")
    person.until(lambda: person.window.hub.page is not None)
    page = person.window.hub.page
    person.until(lambda: any(m.shelf == "lmstudio" for m in page._desk.collection.models))
    found = next(m for m in page._desk.collection.models if m.shelf == "lmstudio")
    choose(person, "model", found.title)
    page.right.show_model(found.id)
    assert "LM Studio" in page.right.model.facts.text()
    assert not page.right.model.delete_button.isVisible()
    person.picture("program-1-model")
    person.click("Use in chat")
    person.until(person.chat.isVisible)
    assert person.send("Hello!").state == "done"
    after = theirs.stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (
        before.st_mtime_ns,
        before.st_size,
        before.st_ino,
    )
