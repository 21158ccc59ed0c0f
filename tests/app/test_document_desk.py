"""What the index tells comes to the window, through one desk, and no news is lost."""

from concurrent.futures import Future
from functools import partial

import pytest
from helpers.plain_reader import PlainReader, write_text

from app.document_desk import DocumentDesk
from engine.documents.documents import Documents
from engine.documents.news import Changed, Idle
from engine.documents.records import Passage, Progress, Source
from engine.errors import DocumentError, ModelNotFound


@pytest.fixture
def told():
    """How the index tells its news: a list with one function."""
    return []


@pytest.fixture
def desk(home, bridge, told, tmp_path):
    def make(tell):
        told.append(tell)
        nowhere = tmp_path / "no-embedder.gguf"
        return Documents(home, embedder=nowhere, reader=PlainReader())

    desk = DocumentDesk(make, bridge)
    yield desk
    desk.close()


def test_collections_are_known_once_they_were_asked_for(qtbot, desk):
    assert not desk.known
    with qtbot.waitSignal(desk.changed):
        desk.refresh()
    assert desk.known
    assert desk.collections == ()


def test_a_collection_that_is_made_is_there_at_once(qtbot, desk):
    made = []
    desk.create("Work", made.append)
    qtbot.waitUntil(lambda: bool(made))
    assert desk.collection(made[0].key).name == "Work"
    assert desk.collection("no such") is None


def test_many_changes_are_one_question_and_one_more(qtbot, desk, told):
    seen = []
    desk.changed.connect(lambda: seen.append(1))
    for _ in range(50):
        told[0](Changed(("c",)))
    qtbot.waitUntil(lambda: len(seen) == 2)
    asked: Future = desk.documents.collections()
    desk.ask(asked, lambda _: seen.append(2))
    qtbot.waitUntil(lambda: seen[-1] == 2)
    assert seen == [1, 1, 2]


def test_how_far_it_is_and_how_it_ended(qtbot, desk, told):
    heard = []
    desk.progressed.connect(heard.append)
    progress = Progress(1, 4, 0, 0)
    told[0](progress)
    qtbot.waitUntil(lambda: heard == [progress])
    error = ModelNotFound("e5").info()
    told[0](Idle(error))
    qtbot.waitUntil(lambda: heard == [progress, None])
    assert desk.trouble == error
    told[0](Idle())
    qtbot.waitUntil(lambda: desk.trouble is None)


def test_files_are_added_found_and_searched(qtbot, desk, tmp_path):
    folder = tmp_path / "files"
    write_text(folder, "llamas.txt", "The llama lives on the puna.")
    found, named = [], []
    desk.create("Work", lambda one: desk.add(one.key, [folder], then=found.append))
    qtbot.waitUntil(lambda: found == [1])
    qtbot.waitUntil(lambda: bool(desk.collections) and desk.collections[0].searchable == 1)
    desk.find("llam", named.append)
    qtbot.waitUntil(lambda: bool(named))
    assert [source.name for source in named[0]] == ["llamas.txt"]
    hits = []
    scope = (Source(desk.collections[0].key),)
    desk.ask(desk.documents.search(["llama"], scope, 5, by_meaning=False), hits.append)
    qtbot.waitUntil(lambda: bool(hits))
    assert [hit.text for hit in hits[0]] == ["The llama lives on the puna."]


def test_what_is_not_there_is_told(qtbot, desk, tmp_path):
    made = []
    desk.create("Work", made.append)
    qtbot.waitUntil(lambda: bool(made))
    with qtbot.waitSignal(desk.failed) as failed:
        desk.add(made[0].key, [tmp_path / "nowhere"])
    assert failed.args[0].kind == DocumentError.kind
    assert failed.args[0].values["fault"] == "missing"


def test_who_asks_may_hear_of_the_failure_alone(qtbot, desk):
    future: Future = Future()
    heard, others = [], []
    desk.failed.connect(others.append)
    desk.ask(future, lambda _: None, heard.append)
    future.set_exception(DocumentError("/a", "missing", "it is gone"))
    qtbot.waitUntil(lambda: bool(heard))
    assert others == []


def test_the_reader_is_told_what_to_show(qtbot, desk):
    passage = Passage(1, "f", "/a/b.txt", "T", "0", 1, 0, 4, "text")
    with qtbot.waitSignal(desk.show_wanted) as shown:
        desk.show([passage], 0)
    assert shown.args == [(passage,), 0]


def test_a_close_with_news_under_way(qtbot, home, bridge, tmp_path):
    desk = DocumentDesk(
        partial(Documents, home, embedder=tmp_path / "none.gguf", reader=PlainReader()), bridge
    )
    desk.create("Work")
    desk.close()
    desk.close()
