"""Vectors follow the words: by chunks, resumed, reused, and of one embedder at a time."""

from __future__ import annotations

import threading

import apsw
import numpy as np
import pytest
from helpers.plain_reader import PlainReader, write_text
from helpers.tiny_embedder import WIDTH, write_tiny_bert
from helpers.waiting import wait_until

from engine.documents.documents import Documents
from engine.documents.news import Idle
from engine.embedding.embedder import Embedder

PATIENCE = 60
PARTS = [f"paragraph {letter} of the file" for letter in "abcdefghij"]


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return write_tiny_bert(tmp_path_factory.mktemp("models") / "bert.gguf")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "other.gguf"
    return write_tiny_bert(path, metadata={"general.name": "Another BERT"})


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    write_text(folder, "a.txt", "# First", *PARTS)
    write_text(folder, "b.txt", "short")
    return folder


def filled(documents, folder, name="Files"):
    key = documents.create(name).result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    documents.settle()
    return key


def asked(home, sql, *values):
    raw = apsw.Connection(str(home.documents / "index.db"))
    try:
        return raw.execute(sql, values).fetchall()
    finally:
        raw.close()


def vectors(home):
    """Of the current embedder, by text."""
    rows = asked(
        home,
        "SELECT k.text, v.scale, v.numbers FROM vector v JOIN chunk k ON k.id = v.chunk"
        " JOIN embedder e ON e.id = v.embedder AND e.current",
    )
    return {text: scale * np.frombuffer(data, np.int8) for text, scale, data in rows}


def test_all_chunks_get_the_vectors_of_their_heading_and_text(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        key = filled(documents, folder)
        states = [file.state for file in documents.files(key).result(PATIENCE)]
        [collection] = documents.collections().result(PATIENCE)
    assert states == ["ready", "ready"]
    assert (collection.ready, collection.chunks, collection.vectors) == (2, 11, 11)
    made = vectors(home)
    assert len(made) == 11
    with Embedder(bert, in_background=False) as embedder:
        for heading, text in (("First\n", PARTS[3]), ("", "short")):
            expected = embedder.embed([heading + text]).numbers[0]
            assert np.linalg.norm(made[text]) == pytest.approx(1, abs=0.02)
            found = asked(home, "SELECT means FROM embedder WHERE current")[0][0]
            rows = np.frombuffer(found, "<f4").reshape(-1, WIDTH)
            if len(rows):
                expected = expected - rows[1]
                expected /= np.linalg.norm(expected)
            assert made[text] == pytest.approx(expected, abs=0.02)


def test_an_edited_paragraph_costs_one_vector(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        filled(documents, folder)
        before = dict(
            asked(home, "SELECT k.text, v.chunk FROM vector v JOIN chunk k ON k.id=chunk")
        )
        write_text(folder, "a.txt", "# First", *PARTS[:4], "something else", *PARTS[5:])
        count = Counter(documents)
        documents.rescan().result(PATIENCE)
        documents.settle()
        assert count.texts == ["First\nsomething else"]
        made = vectors(home)
    assert len(made) == 11
    assert PARTS[4] in before
    assert PARTS[4] not in made


class Counter:
    """Hears what is embedded from now on."""

    def __init__(self, documents):
        self.texts = []
        embedders = documents._embedders
        at = embedders.at

        def heard(path):
            embedder = at(path)
            if not hasattr(embedder, "heard"):
                embedder.heard = each = embedder.each

                def listen(texts, kind="passage", cancelled=None):
                    texts = list(texts)
                    self.texts += texts if kind == "passage" else ()
                    return each(texts, kind, cancelled)

                embedder.each = listen
            return embedder

        embedders.at = heard


def test_the_same_text_elsewhere_costs_nothing(home, bert, folder, tmp_path):
    write_text(tmp_path / "more", "copy.txt", "# First", *PARTS)
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        filled(documents, folder)
        count = Counter(documents)
        key = filled(documents, tmp_path / "more", "More")
        assert documents.files(key).result(PATIENCE)[0].state == "ready"
        assert count.texts == []


def test_what_was_made_stays_when_it_ends_in_the_middle(home, bert, folder):
    documents = Documents(home, embedder=bert, reader=PlainReader())
    write_text(folder, "long.txt", *(f"chunk {number}" for number in range(300)))
    key = documents.create("Files").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    wait_until(lambda: documents.collections().result(PATIENCE)[0].vectors > 20)
    documents.close()
    made = vectors(home)
    assert len(made) > 20
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        count = Counter(documents)
        documents.settle()
        assert documents.collections().result(PATIENCE)[0].ready == 3
    assert len(count.texts) == 311 - len(made)
    assert len(vectors(home)) == 311


def test_no_embedder_is_opened_where_all_is_done(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        filled(documents, folder)
    with Documents(home, embedder=bert, rescan=False, reader=PlainReader()) as documents:
        documents.settle()
        assert documents._embedders._open == {}


def test_where_there_are_vectors_questions_are_made_ready_for(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        filled(documents, folder)
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        wait_until(lambda: documents._embedders._open)


def test_another_embedder_is_filled_behind_the_first(home, bert, other, folder):
    write_text(folder, "long.txt", *(f"chunk {number}" for number in range(300)))
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        key = filled(documents, folder)
        before = vectors(home)
        documents.use_embedder(other)
        both = "SELECT count(DISTINCT embedder) FROM vector"
        wait_until(lambda: asked(home, both) == [(2,)])
        assert [file.state for file in documents.files(key).result(PATIENCE)] == ["ready"] * 3
        documents.settle()
        after = vectors(home)
        assert asked(home, "SELECT count(*), sum(current) FROM embedder") == [(1, 1)]
    assert set(before) == set(after)
    assert asked(home, both) == [(1,)]
    assert [file_state for (file_state,) in asked(home, "SELECT state FROM file")] == ["ready"] * 3


def test_the_embedder_that_is_missing_may_come_later(home, bert, folder, tmp_path):
    told, there = [], threading.Event()

    def tell(news):
        told.append(news)
        if isinstance(news, Idle) and news.error is not None:
            there.set()

    nowhere = tmp_path / "none.gguf"
    with Documents(home, tell, embedder=nowhere, reader=PlainReader()) as documents:
        key = filled(documents, folder)
        assert there.wait(PATIENCE)
        documents.use_embedder(bert)
        documents.settle()
        assert {file.state for file in documents.files(key).result(PATIENCE)} == {"ready"}
        assert [news.error for news in told if isinstance(news, Idle)][-1] is None


def test_passages_wait_for_a_reply(home, bert, folder, tmp_path):
    write_text(tmp_path / "more", "new.txt", "It is read while a reply is made.")
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        documents.hold(True)
        key = documents.create("Files").result(PATIENCE).key
        documents.add(key, [folder]).result(PATIENCE)
        wait_until(lambda: documents.progress() is not None and documents.progress().held)
        documents.add(key, [tmp_path / "more"]).result(PATIENCE)
        documents.settle(lexical_only=True)
        [collection] = documents.collections().result(PATIENCE)
        assert (collection.searchable, collection.chunks, collection.vectors) == (3, 12, 0)
        documents.hold(False)
        documents.settle()
        assert documents.collections().result(PATIENCE)[0].vectors == 12


def test_another_embedder_waits_for_a_reply(home, bert, other, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        filled(documents, folder)
        documents.hold(True)
        documents.use_embedder(other)
        wait_until(lambda: documents.progress() is not None and documents.progress().held)
        assert asked(home, "SELECT count(*) FROM embedder") == [(1,)]
        documents.hold(False)
        documents.settle()
        made = asked(home, "SELECT count(*), sum(current) FROM embedder")
        assert made == [(1, 1)]
        assert len(vectors(home)) == 11


def test_words_do_not_wait_for_passages(home, bert, folder, tmp_path):
    write_text(tmp_path / "more", "new.txt", "A new file is read before the rest is embedded.")
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        documents._embedders.hold(True)  # the embedder alone
        for name, path in (("Files", folder), ("More", tmp_path / "more")):
            key = documents.create(name).result(PATIENCE).key
            documents.add(key, [path]).result(PATIENCE)
            documents.settle(lexical_only=True)
        for collection in documents.collections().result(PATIENCE):
            assert collection.searchable == collection.files
            assert collection.vectors == 0
