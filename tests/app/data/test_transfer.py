"""Chats into the store and out of it: stopped half way, and what goes into an archive."""

from itertools import count

import pytest
from helpers import exports

from app.data.transfer import Sizes, import_chats, sizes_of
from engine.errors import InvalidInput
from engine.store.snapshot import size_with_wal
from engine.store.store import Store


@pytest.fixture
def store(home):
    home.root.mkdir(parents=True)
    with Store(home.database) as store:
        yield store


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "conversations.json"
    one = exports.chatgpt_with_branches()
    exports.write_json_file(path, [{**one, "conversation_id": f"c{n}"} for n in range(100)])
    return path


def test_progress_comes_to_its_end(store, path):
    told = []
    imported = import_chats(store, path, lambda *news: told.append(news), lambda: False)
    assert (imported.added, imported.known, imported.stopped) == (100, 0, False)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_what_was_added_before_it_was_stopped_stays(store, path):
    calls = count()
    imported = import_chats(store, path, lambda *_: None, lambda: next(calls) > 70)
    assert imported.stopped
    assert 0 < imported.added < 100
    kept = store.call(lambda chats: chats.list()).result(10)
    assert len(kept) == imported.added
    again = import_chats(store, path, lambda *_: None, lambda: False)
    assert (again.added, again.known) == (100 - imported.added, imported.added)


def test_a_file_of_another_kind_is_refused(store, tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[]")
    with pytest.raises(InvalidInput):
        import_chats(store, path, lambda *_: None, lambda: False)


def test_sizes_are_those_of_the_files(home, store):
    store.call(lambda chats: chats.list()).result(10)
    assert sizes_of(home) == Sizes(size_with_wal(home.database), 0, 0)
    folder = home.models / "owner" / "repo"
    folder.mkdir(parents=True)
    (folder / "a.gguf").write_bytes(b"x" * 10)
    (folder / "b.gguf").write_bytes(b"x" * 7)
    (folder / ".c.gguf").write_bytes(b"unfinished")
    (folder / "notes.txt").write_bytes(b"no model")
    assert sizes_of(home) == Sizes(size_with_wal(home.database), 17, 2)
